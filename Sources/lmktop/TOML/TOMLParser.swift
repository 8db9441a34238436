/// Reads a TOML 1.0 text from its first byte to its last, or to the first defect. Tables and keys
/// stand here, values, strings and numbers in extensions.
///
/// A parser of our own. Those in C++ assert, or recurse without limit, on texts that people write by
/// mistake, and an assertion is the end of a program that guards a machine; none in C or Swift that
/// says where each value stands is to be had from a distribution. This one works on an array whose
/// bounds are checked, goes no deeper than `TOMLTable.depthLimit`, and has one error path.
struct TOMLParser {
  let text: [UInt8]
  private(set) var position = 0
  private(set) var place = TextPlace.start
  private let root: TOMLTable
  /// The header's table, to which keys go, and how deep it lies.
  private var current: TOMLTable
  private var depth = 0
  /// What dots have made is closed when its section ends: that of a header, or an inline table.
  private var section = 0
  /// Sections so far, the text's beginning among them.
  private var sections = 1

  /// - Parameter root: takes what is read; an empty table.
  init(_ text: String, into root: TOMLTable) {
    self.text = Array(text.utf8)
    self.root = root
    current = root
  }

  /// Parts of a key, each with its place.
  typealias Key = [(name: String, place: TextPlace)]

  mutating func parse() throws(TOMLDefect) {
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    while true {
      try skipBlank(over: .lines)
      guard let byte else { return }
      if byte == UInt8(ascii: "[") {
        try header()
      } else {
        let (table, last, depth) = try path(in: current, depth: depth, section: section)
        try assign(last, in: table, depth: depth)
      }
      try skipBlank(over: .spaces)
      if self.byte != nil, !isAtLineEnd { throw defect("the line should end here") }
    }
  }

  // MARK: Headers

  private mutating func header() throws(TOMLDefect) {
    advance()
    let isElement = byte == UInt8(ascii: "[")
    if isElement { advance() }
    let key = try key()
    for _ in 0..<(isElement ? 2 : 1) {
      guard byte == UInt8(ascii: "]") else {
        throw defect("the header of a table ends with \(isElement ? "]]" : "]")")
      }
      advance()
    }
    section = newSection()
    depth = key.count
    var table = root
    for part in key.dropLast() { table = try enclosing(part, in: table) }
    // A key has at least one part.
    let (name, place) = key[key.count - 1]
    current = try isElement ? element(name, place, of: table) : opened(name, place, in: table)
  }

  /// The table that a header leads through: the last element where it is a list of tables.
  private func enclosing(
    _ part: (name: String, place: TextPlace), in table: TOMLTable
  ) throws(TOMLDefect) -> TOMLTable {
    guard let entry = table.entry(part.name) else {
      return add(TOMLTable(.implied), part.name, part.place, to: table)
    }
    switch entry.value.content {
    case .table(let inner):
      if case .inline = inner.origin { break }
      return inner
    case .list(let elements) where entry.growsByHeaders:
      if let last = elements.last?.table { return last }
    default: break
    }
    throw TOMLDefect(place: part.place, words: "'\(part.name)' is finished: nothing can be added")
  }

  private func opened(
    _ name: String, _ place: TextPlace, in table: TOMLTable
  ) throws(TOMLDefect) -> TOMLTable {
    guard let entry = table.entry(name) else {
      return add(TOMLTable(.header), name, place, to: table)
    }
    if let inner = entry.value.table, case .implied = inner.origin {
      inner.origin = .header
      return inner
    }
    throw twice(name, place)
  }

  private func element(
    _ name: String, _ place: TextPlace, of table: TOMLTable
  ) throws(TOMLDefect) -> TOMLTable {
    let element = TOMLTable(.header)
    if let entry = table.entry(name) {
      guard entry.growsByHeaders else { throw twice(name, place) }
      table.extend(name, with: element, at: place)
    } else {
      let first = TOMLValue(content: .table(element), place: place)
      table.add(
        TOMLTable.Entry(
          key: name, place: place, value: TOMLValue(content: .list([first]), place: place),
          growsByHeaders: true))
    }
    return element
  }

  private func add(
    _ inner: TOMLTable, _ name: String, _ place: TextPlace, to table: TOMLTable
  ) -> TOMLTable {
    table.add(
      TOMLTable.Entry(
        key: name, place: place, value: TOMLValue(content: .table(inner), place: place)))
    return inner
  }

  private mutating func newSection() -> Int {
    sections += 1
    return sections - 1
  }

  // MARK: Keys

  /// The table that a dotted key leads to, its last part, and how deep that table lies.
  private mutating func path(
    in table: TOMLTable, depth: Int, section: Int
  ) throws(TOMLDefect) -> (TOMLTable, (name: String, place: TextPlace), depth: Int) {
    let key = try key()
    let depth = depth + key.count
    guard depth <= TOMLTable.depthLimit else { throw tooDeep }
    var table = table
    for part in key.dropLast() {
      guard let entry = table.entry(part.name) else {
        table = add(TOMLTable(.dotted(section: section)), part.name, part.place, to: table)
        continue
      }
      guard let inner = entry.value.table, case .dotted(section) = inner.origin else {
        throw twice(part.name, part.place)
      }
      table = inner
    }
    return (table, key[key.count - 1], depth)
  }

  private mutating func assign(
    _ key: (name: String, place: TextPlace), in table: TOMLTable, depth: Int
  ) throws(TOMLDefect) {
    guard byte == UInt8(ascii: "=") else { throw defect("'=' should stand behind the key") }
    advance()
    try skipBlank(over: .spaces)
    let place = place
    let value = try value(depth: depth)
    guard table.entry(key.name) == nil else { throw twice(key.name, place) }
    table.add(TOMLTable.Entry(key: key.name, place: key.place, value: value))
  }

  /// `{ a = 1, b.c = 2 }`
  mutating func inlineTable(depth: Int) throws(TOMLDefect) -> TOMLTable {
    let table = TOMLTable(.inline)
    let own = newSection()
    advance()
    try skipBlank(over: .spaces)
    if byte == UInt8(ascii: "}") {
      advance()
      return table
    }
    while true {
      let (inner, last, depth) = try path(in: table, depth: depth, section: own)
      try assign(last, in: inner, depth: depth)
      try skipBlank(over: .spaces)
      switch byte {
      case UInt8(ascii: ","): advance()
      case UInt8(ascii: "}"):
        advance()
        return table
      default: throw defect("',' or '}' should stand here")
      }
      try skipBlank(over: .spaces)
    }
  }

  /// A dotted key with at least one part, and the blanks around its parts.
  private mutating func key() throws(TOMLDefect) -> Key {
    var parts: Key = []
    while true {
      try skipBlank(over: .spaces)
      let place = place
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        parts.append((try keyString(), place))
      case let byte? where Self.isBare(byte):
        let start = position
        while let byte = self.byte, Self.isBare(byte) { advance() }
        parts.append((String(decoding: text[start..<position], as: UTF8.self), place))
      case nil: throw defect("the text ends where a key should stand")
      default: throw defect("a key should stand here")
      }
      guard parts.count <= TOMLTable.depthLimit else { throw tooDeep }
      try skipBlank(over: .spaces)
      guard byte == UInt8(ascii: ".") else { return parts }
      advance()
    }
  }

  // MARK: Bytes

  enum Blank { case spaces, lines }

  /// Spaces, comments and (`lines`) line ends.
  mutating func skipBlank(over blank: Blank) throws(TOMLDefect) {
    while let byte {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): advance()
      case UInt8(ascii: "#"):
        while let byte = self.byte, !isAtLineEnd {
          if Self.isControl(byte) { throw control(byte) }
          advance()
        }
      case UInt8(ascii: "\n") where blank == .lines: advance()
      case UInt8(ascii: "\r") where blank == .lines:
        guard isAtLineEnd else { throw control(byte) }
        advance()
      default: return
      }
    }
  }

  /// `nil`: the text has ended.
  var byte: UInt8? { position < text.count ? text[position] : nil }

  /// At LF or CRLF.
  var isAtLineEnd: Bool {
    byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r") && position + 1 < text.count
        && text[position + 1] == UInt8(ascii: "\n")
  }

  /// Beyond the end nothing happens.
  mutating func advance() {
    guard let byte else { return }
    position += 1
    if byte == UInt8(ascii: "\n") {
      place = TextPlace(line: place.line + 1, column: 1)
    } else if byte & 0xC0 != 0x80 {
      place.column += 1
    }
  }

  /// Whether these stand next; then they are passed over.
  mutating func take(_ bytes: StaticString) -> Bool {
    let isNext = bytes.withUTF8Buffer { text[position...].starts(with: $0) }
    if isNext { for _ in 0..<bytes.utf8CodeUnitCount { advance() } }
    return isNext
  }

  static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// Those that may not stand in a comment or a string; a tab may.
  static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F
  }

  // MARK: Defects

  func defect(_ words: String) -> TOMLDefect { TOMLDefect(place: place, words: words) }

  func control(_ byte: UInt8) -> TOMLDefect {
    defect("the control character \(byte) may not stand here")
  }

  var tooDeep: TOMLDefect { defect("nested deeper than \(TOMLTable.depthLimit)") }

  private func twice(_ name: String, _ place: TextPlace) -> TOMLDefect {
    TOMLDefect(place: place, words: "'\(name)' was given before")
  }
}

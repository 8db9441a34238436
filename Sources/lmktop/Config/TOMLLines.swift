import TOMLKit

/// Why a text is not TOML, and where.
struct TOMLDefect: Error, Hashable {
  var place: TextPlace
  var words: String
}

/// The place of every key and value in a TOML text. The parser tells positions for syntax errors
/// only; what is well-formed and wrong needs a place too.
///
/// Reads just enough of TOML to find keys: tables, dotted keys, inline tables, and strings, comments
/// and arrays to skip. For a text that is not TOML the lines are guesses, and it still ends.
struct TOMLLines {
  private var keys: [[String]: TextPlace] = [:]
  private var values: [[String]: TextPlace] = [:]
  /// How many tables of an array were met, by its path.
  private var elements: [[String]: Int] = [:]
  private var text: [UInt8]
  private var position = 0
  private var place = TextPlace.start
  /// The first place at which the parser would end the program (toml++ asserts what it has not
  /// checked): a table without a name, such as `[!]`, and a `}` where an array's value should stand.
  /// Nobody may ask it about such a text.
  private(set) var refusal: TOMLDefect?

  init(_ text: String) {
    self.text = Array(text.utf8)
    scan()
  }

  /// What stands in a path for the place in an array of tables, from 0.
  static func element(_ index: Int) -> String { "[\(index)]" }

  /// 1-based; the line of the nearest table around it where the key itself is not found.
  subscript(path: [String]) -> Int { key(path).line }

  /// Where the key stands, or the nearest table around it.
  func key(_ path: [String]) -> TextPlace {
    var path = path
    while !path.isEmpty {
      if let place = keys[path] { return place }
      path.removeLast()
    }
    return .start
  }

  /// Where its value begins; the key where that is not known.
  func value(_ path: [String]) -> TextPlace { values[path] ?? key(path) }

  /// - Throws: what the parser says, and of what it would not live through.
  static func parse(_ text: String, _ lines: TOMLLines) throws(TOMLDefect) -> TOMLTable {
    if let refusal = lines.refusal ?? namelessTable(in: text) { throw refusal }
    do {
      return try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let begin = error.source.begin
      throw TOMLDefect(
        place: TextPlace(line: Int(begin.line), column: Int(begin.column)),
        words: error.description)
    } catch {
      throw TOMLDefect(place: .start, words: "\(error)")
    }
  }

  /// The same for texts in which the scanner has lost its way: wherever a line begins with `[`, a name
  /// must follow. Lines end here as they do for the parser, also with a lone CR, VT, FF, NEL.
  private static func namelessTable(in text: String) -> TOMLDefect? {
    var line = 1
    var isAtStart = true
    var brackets = 0
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}":
        if brackets > 0 { return nameless(line) }
        if scalar == "\n" { line += 1 }
        isAtStart = true
        brackets = 0
      case "[" where isAtStart && brackets < 2: brackets += 1
      case _ where scalar.properties.isWhitespace || scalar == "\u{FEFF}": continue
      default:
        let isName =
          scalar.isASCII && isBare(UInt8(scalar.value)) || "\"']".unicodeScalars.contains(scalar)
        if brackets > 0, !isName { return nameless(line) }
        isAtStart = false
        brackets = 0
      }
    }
    return nil
  }

  private static func nameless(_ line: Int) -> TOMLDefect {
    TOMLDefect(
      place: TextPlace(line: line, column: 1), words: "a table needs a name between its brackets")
  }

  private mutating func refuse(_ words: String) {
    refusal = refusal ?? TOMLDefect(place: place, words: words)
  }

  private mutating func scan() {
    var table: [String] = []
    while position < text.count {
      skipBlank(over: .lines)
      guard let byte = current else { return }
      if byte == UInt8(ascii: "[") {
        var brackets = 0
        while current == UInt8(ascii: "[") {
          advance()
          brackets += 1
        }
        let place = place
        table = key()
        if table.isEmpty, current != UInt8(ascii: "]") {
          refuse("a table needs a name between its brackets")
        }
        if brackets == 2 { table.append(nextElement(of: table)) }
        record(table, place)
        skip { $0 != UInt8(ascii: "\n") }
      } else {
        keyAndValue(in: table)
        // Whatever is left of the line; also the step that no malformed line can stop.
        skip { $0 != UInt8(ascii: "\n") }
      }
    }
  }

  private mutating func keyAndValue(in table: [String]) {
    let place = place
    let path = table + key()
    record(path, place)
    guard current == UInt8(ascii: "=") else { return }
    advance()
    skipBlank(over: .spaces)
    value(of: path)
  }

  private mutating func nextElement(of path: [String]) -> String {
    let index = elements[path, default: 0]
    elements[path] = index + 1
    return Self.element(index)
  }

  /// Who does not count the elements finds the first.
  private mutating func record(_ path: [String], _ place: TextPlace) {
    let plain = path.filter { !$0.hasPrefix("[") }
    if plain.count < path.count { record(plain, place) }
    for count in path.indices where keys[Array(path[...count])] == nil {
      keys[Array(path[...count])] = place
    }
  }

  /// A dotted key, and the blanks around its parts.
  private mutating func key() -> [String] {
    var parts: [String] = []
    while true {
      skipBlank(over: .spaces)
      guard let byte = current else { return parts }
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        parts.append(string())
      } else {
        let start = position
        skip(Self.isBare)
        guard position > start else { return parts }
        parts.append(String(decoding: text[start..<position], as: UTF8.self))
      }
      skipBlank(over: .spaces)
      guard current == UInt8(ascii: ".") else { return parts }
      advance()
    }
  }

  private mutating func value(of path: [String]) {
    if values[path] == nil { values[path] = place }
    switch current {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = string()
    case UInt8(ascii: "["):
      advance()
      list(until: UInt8(ascii: "]")) { lines in
        if lines.current == UInt8(ascii: "}") {
          lines.refuse("a value or ']' is missing before '}'")
        }
        let element = path + [lines.nextElement(of: path)]
        lines.record(element, lines.place)
        lines.value(of: element)
      }
    case UInt8(ascii: "{"):
      advance()
      list(until: UInt8(ascii: "}")) { $0.keyAndValue(in: path) }
    default:
      skip { !Self.endsValue($0) }
    }
  }

  private mutating func list(until end: UInt8, _ item: (inout TOMLLines) -> Void) {
    while true {
      skipBlank(over: .lines)
      guard let byte = current else { return }
      if byte == end {
        advance()
        return
      }
      let start = position
      if byte == UInt8(ascii: ",") { advance() } else { item(&self) }
      if position == start { return }
    }
  }

  /// Its text without escapes undone: keys with escapes get the line of their table.
  private mutating func string() -> String {
    let quote = text[position]
    var length = 1
    if text[position...].starts(with: [quote, quote, quote]) { length = 3 }
    for _ in 0..<length { advance() }
    let start = position
    let end = [UInt8](repeating: quote, count: length)
    while let byte = current {
      if text[position...].starts(with: end) { break }
      // A string of one line ends with it, closed or not.
      if length == 1, byte == UInt8(ascii: "\n") { break }
      advance()
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { advance() }
    }
    let stop = min(position, text.count)
    for _ in 0..<length where current == quote { advance() }
    return String(decoding: text[start..<stop], as: UTF8.self)
  }

  private enum Blank { case spaces, lines }

  private mutating func skipBlank(over blank: Blank) {
    while let byte = current {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): advance()
      case UInt8(ascii: "\r"), UInt8(ascii: "\n"):
        guard blank == .lines else { return }
        advance()
      case UInt8(ascii: "#"):
        guard blank == .lines else { return }
        skip { $0 != UInt8(ascii: "\n") }
      default: return
      }
    }
  }

  private mutating func skip(_ isSkipped: (UInt8) -> Bool) {
    while let byte = current, isSkipped(byte) { advance() }
  }

  private var current: UInt8? { position < text.count ? text[position] : nil }

  private mutating func advance() {
    if current == UInt8(ascii: "\n") {
      place = TextPlace(line: place.line + 1, column: 1)
    } else if let current, current & 0xC0 != 0x80 {
      place.column += 1
    }
    position += 1
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func endsValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"),
      UInt8(ascii: "\n"):
      true
    default: false
    }
  }
}

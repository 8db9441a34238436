/// Values, and strings among them.
extension TOMLParser {
  /// - Parameter depth: of the table or list that it stands in.
  mutating func value(depth: Int) throws(TOMLDefect) -> TOMLValue {
    let place = place
    return TOMLValue(content: try content(depth: depth), place: place)
  }

  private mutating func content(depth: Int) throws(TOMLDefect) -> TOMLValue.Content {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .text(try string())
    case UInt8(ascii: "["):
      guard depth < TOMLTable.depthLimit else { throw tooDeep }
      return .list(try list(depth: depth + 1))
    case UInt8(ascii: "{"):
      guard depth < TOMLTable.depthLimit else { throw tooDeep }
      return .table(try inlineTable(depth: depth + 1))
    case nil: throw defect("the text ends where a value should stand")
    default: return try word()
    }
  }

  private mutating func list(depth: Int) throws(TOMLDefect) -> [TOMLValue] {
    var values: [TOMLValue] = []
    advance()
    while true {
      try skipBlank(over: .lines)
      if take("]") { return values }
      values.append(try value(depth: depth))
      try skipBlank(over: .lines)
      if take(",") { continue }
      guard take("]") else { throw defect("',' or ']' should stand here") }
      return values
    }
  }

  // MARK: Strings

  /// A key in quotes stands on one line.
  mutating func keyString() throws(TOMLDefect) -> String {
    if text[position...].starts(with: "\"\"\"".utf8) || text[position...].starts(with: "'''".utf8) {
      throw defect("a key stands on one line")
    }
    return try string()
  }

  private mutating func string() throws(TOMLDefect) -> String {
    if take("\"\"\"") { return try string(until: UInt8(ascii: "\""), .lines) }
    if take("'''") { return try string(until: UInt8(ascii: "'"), .lines) }
    let quote = text[position]
    advance()
    return try string(until: quote, .spaces)
  }

  /// - Parameter blank: `.lines`: it may go over several, and ends with three quotes.
  private mutating func string(
    until quote: UInt8, _ blank: Blank
  ) throws(TOMLDefect) -> String {
    var bytes: [UInt8] = []
    // A line end right behind the quotes is not of the text.
    if blank == .lines, isAtLineEnd { lineEnd() }
    while let byte {
      if byte == quote {
        if blank == .spaces {
          advance()
          return String(decoding: bytes, as: UTF8.self)
        }
        var count = 0
        while count < 5, self.byte == quote {
          advance()
          count += 1
        }
        // Up to two quotes may stand before the three.
        bytes += [UInt8](repeating: quote, count: count < 3 ? count : count - 3)
        if count >= 3 { return String(decoding: bytes, as: UTF8.self) }
      } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        advance()
        try escape(into: &bytes, blank)
      } else if isAtLineEnd {
        guard blank == .lines else { throw defect("the string should end on its line") }
        if byte == UInt8(ascii: "\r") { bytes.append(byte) }
        lineEnd()
        bytes.append(UInt8(ascii: "\n"))
      } else if Self.isControl(byte) {
        throw control(byte)
      } else {
        bytes.append(byte)
        advance()
      }
    }
    throw defect("the text ends within a string")
  }

  private mutating func lineEnd() {
    if byte == UInt8(ascii: "\r") { advance() }
    advance()
  }

  /// Behind the backslash.
  private mutating func escape(
    into bytes: inout [UInt8], _ blank: Blank
  ) throws(TOMLDefect) {
    guard let letter = byte else { throw defect("the text ends within a string") }
    let plain: UInt8
    switch letter {
    case UInt8(ascii: "b"): plain = 0x08
    case UInt8(ascii: "t"): plain = 0x09
    case UInt8(ascii: "n"): plain = 0x0A
    case UInt8(ascii: "f"): plain = 0x0C
    case UInt8(ascii: "r"): plain = 0x0D
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): plain = letter
    case UInt8(ascii: "u"): return try scalar(digits: 4, into: &bytes)
    case UInt8(ascii: "U"): return try scalar(digits: 8, into: &bytes)
    default:
      if blank == .lines, skipToNextLine() { return }
      throw defect("no escape in a string begins so: \\b \\t \\n \\f \\r \\\" \\\\ \\uXXXX do")
    }
    bytes.append(plain)
    advance()
  }

  private mutating func scalar(digits: Int, into bytes: inout [UInt8]) throws(TOMLDefect) {
    advance()
    let place = place
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let byte, let digit = Self.digit(byte, radix: 16) else {
        throw defect("\(digits) hexadecimal digits should stand here")
      }
      value = value << 4 | UInt32(digit)
      advance()
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw TOMLDefect(place: place, words: "there is no such character")
    }
    bytes += UTF8.encode(scalar)!
  }

  /// A backslash at the end of a line takes the line end with it, and blanks up to the next text.
  /// - Returns: `false`, and nothing is passed over: the line does not end here.
  private mutating func skipToNextLine() -> Bool {
    var end = position
    while end < text.count, text[end] == UInt8(ascii: " ") || text[end] == UInt8(ascii: "\t") {
      end += 1
    }
    if end < text.count, text[end] == UInt8(ascii: "\r") { end += 1 }
    guard end < text.count, text[end] == UInt8(ascii: "\n") else { return false }
    while let byte, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || isAtLineEnd {
      advance()
    }
    return true
  }

  static func digit(_ byte: UInt8, radix: UInt8) -> UInt8? {
    let value: UInt8
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): value = byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): value = byte - UInt8(ascii: "A") + 10
    default: return nil
    }
    return value < radix ? value : nil
  }
}

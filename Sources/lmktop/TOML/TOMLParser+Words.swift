/// Values without quotes or brackets: numbers, `true` and `false`, dates and times.
extension TOMLParser {
  mutating func word() throws(TOMLDefect) -> TOMLValue.Content {
    if take("true") { return .flag(try ended(true)) }
    if take("false") { return .flag(try ended(false)) }
    if isAtMoment { return .moment(try moment()) }
    let start = place
    let sign = byte
    let isSigned = take("+") || take("-")
    if take("inf") {
      return .float(try ended(sign == UInt8(ascii: "-") ? -.infinity : .infinity))
    }
    if take("nan") { return .float(try ended(.nan)) }
    if !isSigned {
      if take("0x") { return .integer(try whole(radix: 16, isNegative: false, start)) }
      if take("0o") { return .integer(try whole(radix: 8, isNegative: false, start)) }
      if take("0b") { return .integer(try whole(radix: 2, isNegative: false, start)) }
    }
    return try number(isNegative: sign == UInt8(ascii: "-"), start)
  }

  /// What was read, if nothing else of a word stands behind it.
  private func ended<Value>(_ value: Value) throws(TOMLDefect) -> Value {
    switch byte {
    case nil, UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"),
      UInt8(ascii: "#"), UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"):
      return value
    default: throw defect("the value should end here; a text stands in quotes")
    }
  }

  // MARK: Numbers

  /// Digits, `_` between two of them.
  private mutating func digits(radix: UInt8) throws(TOMLDefect) -> [UInt8] {
    var digits: [UInt8] = []
    while true {
      guard let byte, let digit = Self.digit(byte, radix: radix) else {
        if digits.isEmpty, self.byte != nil {
          throw defect("a value should stand here: a text stands in quotes")
        }
        throw defect("a digit should stand here")
      }
      digits.append(digit)
      advance()
      if take("_") { continue }
      guard let next = self.byte, Self.digit(next, radix: radix) != nil else { return digits }
    }
  }

  private mutating func whole(
    radix: UInt8, isNegative: Bool, _ start: TextPlace
  ) throws(TOMLDefect) -> Int64 {
    let value = Self.value(
      of: try digits(radix: radix), radix: Int64(radix), isNegative: isNegative)
    guard let value else { throw TOMLDefect(place: start, words: "the number is too large") }
    return try ended(value)
  }

  private static func value(of digits: [UInt8], radix: Int64, isNegative: Bool) -> Int64? {
    var value: Int64 = 0
    for digit in digits {
      let (product, isOver) = value.multipliedReportingOverflow(by: radix)
      let (sum, isAlsoOver) =
        isNegative
        ? product.subtractingReportingOverflow(Int64(digit))
        : product.addingReportingOverflow(Int64(digit))
      if isOver || isAlsoOver { return nil }
      value = sum
    }
    return value
  }

  private mutating func number(
    isNegative: Bool, _ start: TextPlace
  ) throws(TOMLDefect) -> TOMLValue.Content {
    let whole = try digits(radix: 10)
    if whole.count > 1, whole[0] == 0 {
      throw TOMLDefect(place: start, words: "a number does not begin with 0")
    }
    var isFloat = false
    var spelled = (isNegative ? "-" : "") + Self.spelled(whole)
    if take(".") {
      isFloat = true
      spelled += "." + Self.spelled(try digits(radix: 10))
    }
    if take("e") || take("E") {
      isFloat = true
      let sign = take("-") ? "-" : ""
      if sign.isEmpty { _ = take("+") }
      spelled += "e" + sign + Self.spelled(try digits(radix: 10))
    }
    guard isFloat else {
      guard let value = Self.value(of: whole, radix: 10, isNegative: isNegative) else {
        throw TOMLDefect(place: start, words: "the number is too large")
      }
      return .integer(try ended(value))
    }
    guard let value = Double(spelled) else {
      throw TOMLDefect(place: start, words: "the number cannot be read")
    }
    return .float(try ended(value))
  }

  private static func spelled(_ digits: [UInt8]) -> String {
    String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
  }

  // MARK: Dates and times

  /// Whether four digits and `-`, or two and `:`, stand next.
  private var isAtMoment: Bool {
    func isDigit(_ place: Int) -> Bool {
      position + place < text.count && Self.digit(text[position + place], radix: 10) != nil
    }
    func stands(_ letter: Unicode.Scalar, _ place: Int) -> Bool {
      position + place < text.count && text[position + place] == UInt8(ascii: letter)
    }
    guard isDigit(0), isDigit(1) else { return false }
    return stands(":", 2) || isDigit(2) && isDigit(3) && stands("-", 4)
  }

  /// `1979-05-27T07:32:00.5+01:00`, or a part of it: date, time, both.
  private mutating func moment() throws(TOMLDefect) -> String {
    let start = position
    var hasTime = text[position + 2] == UInt8(ascii: ":")
    if !hasTime {
      try date()
      hasTime = isAtTimeOfDate
      if hasTime { advance() }
      if hasTime { try time() }
      if hasTime, !(take("Z") || take("z")), byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
      {
        advance()
        _ = try part(0...23)
        try expect(":")
        _ = try part(0...59)
      }
    } else {
      try time()
    }
    return try ended(String(decoding: text[start..<position], as: UTF8.self))
  }

  /// `T`, or a space with a digit behind it.
  private var isAtTimeOfDate: Bool {
    switch byte {
    case UInt8(ascii: "T"), UInt8(ascii: "t"): true
    case UInt8(ascii: " "):
      position + 1 < text.count && Self.digit(text[position + 1], radix: 10) != nil
    default: false
    }
  }

  private mutating func date() throws(TOMLDefect) {
    let year = try part(0...99) * 100 + part(0...99)
    try expect("-")
    let month = try part(1...12)
    try expect("-")
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    _ = try part(1...days[month - 1])
  }

  private mutating func time() throws(TOMLDefect) {
    _ = try part(0...23)
    try expect(":")
    _ = try part(0...59)
    try expect(":")
    // A minute may have a leap second.
    _ = try part(0...60)
    guard take(".") else { return }
    repeat {
      guard let byte, Self.digit(byte, radix: 10) != nil else {
        throw defect("a digit should stand here")
      }
      advance()
    } while byte.map { Self.digit($0, radix: 10) != nil } ?? false
  }

  /// Two digits.
  private mutating func part(_ range: ClosedRange<Int>) throws(TOMLDefect) -> Int {
    let place = place
    var value = 0
    for _ in 0..<2 {
      guard let byte, let digit = Self.digit(byte, radix: 10) else {
        throw defect("a digit of a date or time should stand here")
      }
      value = value * 10 + Int(digit)
      advance()
    }
    guard range.contains(value) else {
      throw TOMLDefect(
        place: place, words: "must be from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  private mutating func expect(_ letter: StaticString) throws(TOMLDefect) {
    guard take(letter) else { throw defect("'\(letter)' should stand here") }
  }
}

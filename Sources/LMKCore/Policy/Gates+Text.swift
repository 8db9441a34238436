extension Gates {
  private static let word = " if "

  /// The row, and what stands behind its ` if `.
  static func split(_ piece: Substring) -> (row: Substring, gates: [Substring]) {
    guard let start = piece.firstRange(ofText: word) else { return (piece, []) }
    return (piece[..<start.lowerBound], piece[start.upperBound...].split(ofText: " and "))
  }

  /// Reads `swap<=10%`, `some>=20%/3s`, `full>=10%/3s`, `available<=3x`, `available<=10%`.
  init(parsing pieces: [Substring]) throws(ThresholdsError.Defect) {
    self.init()
    for piece in pieces {
      let text = piece.trimmingSpaces
      let parts = ConditionText(text)
      switch (parts?.name, parts?.isCeiling) {
      case ("swap", true):
        guard let percent = parts?.percent, percent <= 100 else { throw .notAGate(text) }
        if swapFreePercent != nil { throw .doubledGate("swap") }
        swapFreePercent = percent
      case ("some", false):
        guard let stall = parts?.stall, stall.percent <= 100 else { throw .notAGate(text) }
        if some != nil { throw .doubledGate("some") }
        some = stall
      case ("full", false):
        guard let stall = parts?.stall, stall.percent <= 100 else { throw .notAGate(text) }
        if full != nil { throw .doubledGate("full") }
        full = stall
      case ("available", true):
        guard let limit = parts?.available else { throw .notAGate(text) }
        if available != nil { throw .doubledGate("available") }
        available = limit
      default: throw .notAGate(text)
      }
    }
  }

  /// As it is read; empty: none.
  public var text: String {
    var parts: [String] = []
    if let swapFreePercent { parts.append("swap<=\(ConditionText.number(swapFreePercent))%") }
    if let some { parts.append("some>=\(some.text)") }
    if let full { parts.append("full>=\(full.text)") }
    if let available { parts.append("available<=\(available.text)") }
    return parts.joined(separator: " and ")
  }
}

extension StallRow {
  /// `full>=25%/3s:300 if available<=10%`; `nil`: it is no stall row but another one.
  init?(parsing piece: Substring) throws(ThresholdsError.Defect) {
    let (row, gates) = Gates.split(piece)
    let text = row.trimmingSpaces
    guard let measure = Measure.allCases.first(where: { text.hasPrefix($0.rawValue) }) else {
      return nil
    }
    guard let colon = text.lastIndex(of: ":") else { throw .missingColon(text) }
    let head = String(text[..<colon]).trimmingSpaces
    guard let parts = ConditionText(head), parts.name == measure.rawValue, !parts.isCeiling,
      let condition = parts.stall, condition.percent > 0,
      measure == .refaults || condition.percent <= 100
    else { throw .notAStall(head) }
    let adj = try Thresholds.adj(parsing: String(text[text.index(after: colon)...]))
    let limits = try Gates(parsing: gates)
    var others = limits
    others.available = nil
    guard others.isEmpty else { throw .gateOfStallRow(others.text) }
    if case .timesMinfree? = limits.available { throw .gateOfStallRow(limits.text) }
    self.init(measure, condition, adj: adj, available: limits.available)
  }

  /// As it is read.
  public var text: String {
    "\(measure.rawValue)>=\(condition.text):\(adj)"
      + (available.map { " if available<=\($0.text)" } ?? "")
  }
}

extension StallCondition {
  var text: String {
    let whole = duration.wholeNanoseconds / 1_000_000
    let time = whole % 1000 == 0 ? "\(whole / 1000)s" : "\(whole)ms"
    return "\(ConditionText.number(percent))%" + (whole == 0 ? "" : "/\(time)")
  }
}

extension AvailableLimit {
  var text: String {
    switch self {
    case .timesMinfree(let factor): "\(ConditionText.number(factor))x"
    case .percent(let percent): "\(ConditionText.number(percent))%"
    }
  }
}

extension Thresholds {
  /// The whole table in pages, as it is read: exact on this machine.
  public var text: String {
    let rows = levels.map { level in
      let gates = level.gates.text
      return "\(level.minfreePages)p:\(level.adj)" + (gates.isEmpty ? "" : " if \(gates)")
    }
    return (rows + stallRows.map(\.text)).joined(separator: hasConditions ? ", " : ",")
  }
}

/// `NAME<=VALUE` or `NAME>=VALUE`, spaces allowed around.
private struct ConditionText {
  let name: String
  let isCeiling: Bool
  private let value: String

  init?(_ text: String) {
    for (sign, isCeiling) in [("<=", true), (">=", false)] {
      guard let range = text[...].firstRange(ofText: sign) else { continue }
      name = String(text[..<range.lowerBound]).trimmingSpaces
      value = String(text[range.upperBound...]).trimmingSpaces
      self.isCeiling = isCeiling
      return
    }
    return nil
  }

  /// `10%`, at least 0.
  var percent: Float? { Self.number(value, unit: "%") }

  /// `25%/3s`, `25%/500ms`, `25%`: at once.
  var stall: StallCondition? {
    let parts = value.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let percent = Self.number(String(parts[0]), unit: "%"),
      percent <= 10_000
    else { return nil }
    guard parts.count == 2 else { return StallCondition(percent: percent, lasting: .zero) }
    let time = String(parts[1]).trimmingSpaces
    let seconds =
      time.hasSuffix("ms")
      ? Self.number(time, unit: "ms").map { $0 / 1000 } : Self.number(time, unit: "s")
    guard let seconds, seconds <= 3600 else { return nil }
    return StallCondition(
      percent: percent, lasting: .milliseconds(Int64(Double(seconds) * 1000 + 0.5)))
  }

  /// `3x`, `10%`.
  var available: AvailableLimit? {
    if let factor = Self.number(value, unit: "x") {
      return factor <= 1000 ? .timesMinfree(factor) : nil
    }
    return percent.flatMap { $0 <= 100 ? .percent($0) : nil }
  }

  private static func number(_ text: String, unit: String) -> Float? {
    let trimmed = text.trimmingSpaces
    guard trimmed.hasSuffix(unit) else { return nil }
    let digits = String(trimmed.dropLast(unit.count)).trimmingSpaces
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E })
    else { return nil }
    return Float(digits).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Without a fraction where there is none.
  static func number(_ value: Float) -> String {
    value.magnitude < 1e7 && value == Float(Int(value)) ? "\(Int(value))" : "\(value)"
  }
}

extension Substring {
  /// Where a text stands first. O(n · m): the standard library's own brings regular expressions.
  fileprivate func firstRange(ofText text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) {
        return start..<index(start, offsetBy: text.count)
      }
      start = index(after: start)
    }
    return nil
  }

  fileprivate func split(ofText text: String) -> [Substring] {
    guard let range = firstRange(ofText: text) else { return [self] }
    return [self[..<range.lowerBound]] + self[range.upperBound...].split(ofText: text)
  }
}

extension Escalation: CustomStringConvertible {
  /// `TERM 3s, KILL`: steps with commas between them, all but the last with a time (3s, 500ms, 1m).
  ///
  /// - Throws: the first defect.
  public init(parsing text: some StringProtocol) throws(EscalationError) {
    var steps: [Step] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: " ")
      guard let name = words.first, words.count <= 2 else {
        throw words.isEmpty ? .empty : .notATime(words.dropFirst().joined(separator: " "))
      }
      let signal = try Self.signal(parsing: name)
      guard words.count == 2 else {
        steps.append(Step(signal))
        continue
      }
      guard signal != .kill else { throw .killIsNotLast }
      steps.append(Step(signal, patience: try Self.time(parsing: words[1])))
    }
    try self.init(steps)
  }

  /// `KILL; TERM 1s, KILL; TERM 3s, KILL`: the steps of row 1, of row 2, and of all others.
  ///
  /// - Throws: the first defect.
  public static func rows(parsing text: String) throws(EscalationError) -> [Escalation] {
    var rows: [Escalation] = []
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      rows.append(try Escalation(parsing: part))
    }
    guard rows.count <= Thresholds.capacity else { throw .tooManyRows }
    return rows
  }

  /// As it is parsed.
  public var description: String {
    indices.map { index in
      let step = self[index]
      if step.patience == .zero { return step.signal.shortName }
      let milliseconds = step.patience.wholeNanoseconds / 1_000_000
      let time =
        milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
      return "\(step.signal.shortName) \(time)"
    }.joined(separator: ", ")
  }

  /// The signals that a victim may be told to end by.
  private static func signal(parsing text: some StringProtocol) throws(EscalationError) -> Signal {
    let upper = text.uppercased()
    let name = upper.hasPrefix("SIG") ? String(upper.dropFirst(3)) : upper
    let signal = Signal.offered.first { $0.shortName == name && $0 != .stop && $0 != .resume }
    guard let signal else { throw .notASignal(String(text)) }
    return signal
  }

  private static func time(parsing text: some StringProtocol) throws(EscalationError) -> Duration {
    let units: [(suffix: String, milliseconds: Double)] = [("ms", 1), ("s", 1000), ("m", 60_000)]
    for unit in units where text.hasSuffix(unit.suffix) {
      let digits = text.dropLast(unit.suffix.count)
      guard digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
        let number = Double(digits), number > 0, number * unit.milliseconds <= 3_600_000
      else { break }
      // Up: a patience that was asked for must not become none.
      return .milliseconds(Int64((number * unit.milliseconds).rounded(.up)))
    }
    throw .notATime(String(text))
  }
}

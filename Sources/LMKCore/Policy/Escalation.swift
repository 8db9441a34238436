/// What a victim gets to hear, one signal after the other, and how long each is waited for: data, up
/// to four steps, the last of them SIGKILL. Kept inline: no heap reference, for it is read between a
/// verdict and its signal.
public struct Escalation: Hashable, Sendable {
  public struct Step: Hashable, Sendable {
    public var signal: Signal
    private var milliseconds: UInt32

    /// From this signal to the next one; zero for the last. Kept in whole milliseconds.
    public var patience: Duration { .milliseconds(Int64(milliseconds)) }

    public init(_ signal: Signal, patience: Duration = .zero) {
      self.signal = signal
      milliseconds = UInt32(clamping: patience.wholeNanoseconds / 1_000_000)
    }
  }

  public static let capacity = 4

  private var steps: InlineArray<4, Step>
  private var size: UInt8

  /// SIGTERM, and SIGKILL when the grace is over; of zero: SIGKILL at once.
  public init(grace: Duration) {
    steps = InlineArray(repeating: Step(.kill))
    size = 1
    guard grace > .zero else { return }
    steps[0] = Step(.terminate, patience: max(grace, .milliseconds(1)))
    size = 2
  }

  /// - Throws: the first defect.
  public init(_ list: some Collection<Step>) throws(EscalationError) {
    self.init(grace: .zero)
    guard !list.isEmpty else { throw .empty }
    guard list.count <= Self.capacity else { throw .tooManySteps }
    for (index, step) in list.enumerated() {
      let isLast = index == list.count - 1
      guard (step.signal == .kill) == isLast else { throw .killIsNotLast }
      guard isLast || step.patience > .zero else { throw .noPatience(step.signal) }
      for earlier in 0..<index where steps[earlier].signal == step.signal {
        throw .twice(step.signal)
      }
      steps[index] = isLast ? Step(.kill) : step
    }
    size = UInt8(list.count)
  }

  public var count: Int { Int(size) }
  public var indices: Range<Int> { 0..<count }

  /// Traps outside `indices`.
  public subscript(index: Int) -> Step {
    precondition(index < count)
    return steps[index]
  }

  public var first: Step { steps[0] }

  /// From the first signal to SIGKILL.
  public var grace: Duration { wait(from: first.signal) }

  /// From `signal` to SIGKILL; zero for one that is not among the steps.
  func wait(from signal: Signal) -> Duration {
    var sum = Duration.zero
    var isMet = false
    for index in indices {
      isMet = isMet || steps[index].signal == signal
      if isMet { sum += steps[index].patience }
    }
    return sum
  }

  /// What follows on a signal, and after how long. These may be other steps than those that the
  /// signal was sent by, for another row is active now: a signal that is not among them is followed
  /// by the first one at once. `nil`: nothing follows.
  func next(after signal: Signal) -> (signal: Signal, wait: Duration)? {
    if signal == .kill { return nil }
    for index in indices where steps[index].signal == signal && index + 1 < count {
      return (steps[index + 1].signal, steps[index].patience)
    }
    return (first.signal, .zero)
  }

  public static func == (left: Escalation, right: Escalation) -> Bool {
    left.size == right.size && left.indices.allSatisfy { left.steps[$0] == right.steps[$0] }
  }

  public func hash(into hasher: inout Hasher) {
    for index in indices { hasher.combine(steps[index]) }
  }
}

/// Why steps are refused.
public enum EscalationError: Error, Hashable, Sendable, CustomStringConvertible {
  case empty
  case tooManySteps
  case killIsNotLast
  case noPatience(Signal)
  case twice(Signal)
  case notASignal(String)
  case notATime(String)
  case tooManyRows

  public var description: String {
    switch self {
    case .empty: "there is no step; write TERM 3s, KILL"
    case .tooManySteps: "there are more than \(Escalation.capacity) steps"
    case .killIsNotLast: "KILL must be the last step, and none but the last"
    case .noPatience(let signal):
      "\(signal.shortName) needs a time until the next step, such as \(signal.shortName) 3s"
    case .twice(let signal): "\(signal.shortName) is there twice"
    case .notASignal(let text):
      "'\(text)' is not a signal; steps take HUP, INT, QUIT, ABRT, USR1, USR2, TERM and KILL"
    case .notATime(let text): "'\(text)' is not a time; write 3s, 500ms or 1m, an hour at most"
    case .tooManyRows: "there are steps for more than \(Thresholds.capacity) rows"
    }
  }
}

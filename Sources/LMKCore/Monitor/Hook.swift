/// Which hooks there are. Their words are the engine's; the monitor knows only how long a victim may
/// wait for one.
public struct HookPolicy: Hashable, Sendable {
  /// A victim of an automatic kill waits so long at most for the hook before it; `nil`: there is
  /// none.
  public var before: Duration?
  /// A hook runs when a death is settled or given up.
  public var runsAfter = false

  public init() {}
}

public enum HookPhase: String, Hashable, Sendable {
  case before
  case after
}

/// How a hook ended.
public enum HookEnd: Hashable, Sendable {
  case exited(status: Int32)
  case signalled(Signal)
  /// It had to be ended.
  case timedOut(after: Duration)
  case notStarted(Errno)
  /// Too many are waiting already.
  case queueFull

  public var isFailure: Bool { self != .exited(status: 0) }
}

/// What a hook is told.
public struct HookCall: Hashable, Sendable {
  public var phase: HookPhase
  public var record: KillRecord
  /// Only after a death; `nil`: it was given up.
  public var outcome: DeathOutcome?

  public init(phase: HookPhase, record: KillRecord, outcome: DeathOutcome? = nil) {
    self.phase = phase
    self.record = record
    self.outcome = outcome
  }
}

import LMKCore
import LMKLinux

extension Engine {
  /// The screen may be blocked in a write to a terminal that takes nothing. A second after a signal
  /// asked to leave, whoever stands on the engine's thread restores the terminal for it and ends the
  /// program.
  ///
  /// - Parameters:
  ///   - leavingAt: when the signal came; `nil`: none has.
  ///   - front: says what status such a signal ends with.
  ///   - finish: what has to be done before the end.
  func leaveForScreenIfDue(
    since leavingAt: Instant?, at now: Instant, as front: Front, finish: () -> Void = {}
  ) {
    guard let leavingAt, leavingAt.duration(to: now) >= .seconds(1),
      !screenHasLeft.load(ordering: .acquiring), case .signal(let signal) = departure
    else { return }
    TerminalGuard.restore()
    finish()
    ProcessExit.now(status: front.exitStatus(after: signal))
  }
}

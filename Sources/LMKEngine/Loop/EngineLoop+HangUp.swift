import LMKCore
import LMKLinux

/// A terminal that hangs up: told by SIGHUP, or by the screen, which sees its descriptor hang up; the
/// one may come without the other.
extension EngineLoop {
  /// Goes on without a screen, if that is wanted and there is something to go on with. `false`: the
  /// program is to end.
  func goesOnAlone() -> Bool {
    if engine.isAlone { return true }
    guard configuration.onHangUp == .keep, monitor.isArmed else { return false }
    engine.noteAlone()
    send(.command(.goOnAlone))
    return true
  }

  func hangUp() {
    guard !goesOnAlone() else { return }
    leave(on: .hangUp)
  }

  /// Alone and disarmed (a capability was lost), it is of no use any more.
  func leaveIfAloneInVain() {
    if engine.isAlone, !monitor.isArmed, leavingAt == nil { leave(on: .hangUp) }
  }
}

/// What an armed engine does when its terminal hangs up (`--on-hangup`).
public enum HangUp: String, Hashable, Sendable, CaseIterable {
  /// It disarms, and the program ends: nobody is there who could stop it.
  case disarm
  /// It goes on without a screen until SIGTERM. Disarmed, there is nothing to go on with.
  case keep
}

import CLinux
import LMKCore

/// The settings of a terminal at one moment (`struct termios`).
public struct TerminalState: Sendable {
  fileprivate let state: lmk_terminal_state

  /// tcgetattr(3). ENOTTY if the descriptor is no terminal.
  public init(of raw: Int32) throws(Errno) {
    var state = lmk_terminal_state()
    try System.check(lmk_terminal_state_get(raw, &state))
    self.state = state
  }
}

/// Restores the terminal by whatever road the program leaves.
///
/// While it is armed, a crash of ours (SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT) first
/// restores the terminal, then takes its default course. It replaces the handlers of Swift's
/// runtime, which would write a backtrace over the screen and wait 30 s at a prompt, alive.
///
/// What is kept lives in CLinux, once per process: a signal handler can reach nothing else.
public enum TerminalGuard {
  /// Most bytes that can be kept.
  public static let byteLimit = Int(LMK_GUARD_BYTES)

  /// Call it from the main thread; threads of `startThread` are covered as well.
  /// - Parameters:
  ///   - raw: the terminal's descriptor, open until `disarm`.
  ///   - state: the settings from before the screen was entered.
  ///   - bytes: what leaves the alternate screen, shows the cursor, ends mouse modes, …
  /// - Throws: EINVAL for more than `byteLimit` bytes.
  public static func arm(
    _ raw: Int32, restoring state: TerminalState, writing bytes: [UInt8]
  ) throws(Errno) {
    var kept = state.state
    try System.check(lmk_guard_arm(raw, &kept, bytes, bytes.count))
  }

  /// Restores the terminal now, from any thread, without waiting for it: output that is stuck is
  /// thrown away. For the engine, when the screen is blocked in a write. Does nothing when not
  /// armed.
  public static func restore() { lmk_guard_restore() }

  /// Sets the terminal as a login finds it (as `stty sane`), where its former settings are lost: a
  /// SIGKILL took whoever had them.
  /// - Throws: ENOTTY if the descriptor is no terminal.
  public static func makeSane(_ raw: Int32) throws(Errno) {
    try System.check(lmk_terminal_make_sane(raw))
  }

  /// The screen has been left in the ordinary way: the former handlers come back.
  public static func disarm() { lmk_guard_disarm() }
}

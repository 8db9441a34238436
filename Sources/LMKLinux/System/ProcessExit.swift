import CLinux

/// The end of this program without any clean-up but what was done before (_exit(2)).
public enum ProcessExit {
  /// - Parameter status: 0…255; 128 + the signal's number for an end on a signal.
  public static func now(status: Int32) -> Never { lmk_exit_now(status) }
}

/// What Ctrl-Z asks for, once the terminal was left.
public enum ProcessStop {
  /// Stops this program as a whole (SIGSTOP); returns when it was continued.
  public static func now() {
    // A signal to oneself cannot be refused.
    _ = lmk_stop_self()
  }
}

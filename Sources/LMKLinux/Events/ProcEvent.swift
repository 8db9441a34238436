import LMKCore

/// An event of the proc connector, with its moment.
public struct ProcRecord: Hashable, Sendable {
  /// `CLOCK_MONOTONIC`.
  public var at: Instant
  public var event: ProcEvent

  public init(at: Instant, event: ProcEvent) {
    self.at = at
    self.event = event
  }
}

/// What the proc connector tells of processes. Bare pids, as the kernel speaks: only whoever
/// knows a start time can make a key of one.
///
/// Events of threads are left out where they say nothing about their process: a thread's birth,
/// its name, its credentials, and its end (but see `ProcConnector.follow`).
public enum ProcEvent: Hashable, Sendable {
  /// A process was born. `parent` is the process (not the thread) whose child it is.
  case forked(parent: Int32, child: Int32)
  /// The process became another program; its name and its owner may be others. If another thread
  /// than the leader did it, an `exited` of the same pid came before: the leader making way.
  case execed(Int32)
  /// The process gave itself a name, or was given one.
  case renamed(Int32, ProcessName)
  /// The leader of the process has exited. **A hint, not a death**: other threads may run on, or
  /// one of them is about to exec. Only a pidfd or /proc tells. `status` is as wait(2) has it.
  case exited(Int32, status: Int32)
  /// Another thread than the leader has exited, of a process that is followed: perhaps the last.
  case threadExited(Int32)
  /// The credentials of the process changed.
  case userChanged(Int32, real: UInt32, effective: UInt32)
}

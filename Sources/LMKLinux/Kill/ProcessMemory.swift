import CLinux
import LMKCore

/// The memory of a process that is dying.
public enum ProcessMemory {
  /// Gives its private memory back, in the caller's time (process_mrelease(2)). It may take long:
  /// never on the engine's thread.
  /// - Throws: ESRCH: there is none left; EINVAL: the process is not dying, or one that lives shares
  ///   the memory; EAGAIN: some of it is left, try again; ENOSYS before Linux 5.15.
  public static func release(pidfd: Int32) throws(Errno) {
    try System.check(lmk_process_mrelease(pidfd))
  }
}

import CLinux
import LMKCore

/// Whether this kernel lets us kill by pidfd at all.
public enum KillProbe {
  /// The capability `.pidfd`: pidfd_open(2) of ourselves, and signal 0 through it, which reaches
  /// nobody. At the start, once: a seccomp filter may end a program at the first use of a call,
  /// and that must not be in the middle of a shortage.
  public static func check() -> Capability {
    let pidfd = lmk_pidfd_open(Identity.ownPid)
    guard pidfd >= 0 else { return missing("pidfd_open", Errno(-pidfd)) }
    let descriptor = FileDescriptor(taking: pidfd)
    let result = lmk_pidfd_send_signal(descriptor.raw, 0)
    guard result >= 0 else { return missing("pidfd_send_signal", Errno(-result)) }
    return Capability(.pidfd, isAvailable: true)
  }

  /// The capability `.reaping`: process_mrelease(2) of no process at all.
  public static func checkReaping() -> Capability {
    let error = Errno(-lmk_process_mrelease(-1))
    guard error != .badDescriptor else { return Capability(.reaping, isAvailable: true) }
    let cause =
      error == .notImplemented
      ? "this kernel has no process_mrelease (it needs 5.15)" : "process_mrelease: \(error)"
    return Capability(
      .reaping, isAvailable: false,
      reason: "\(cause): a victim that gets no CPU keeps its memory until it does")
  }

  private static func missing(_ call: String, _ error: Errno) -> Capability {
    let cause =
      error == .notImplemented ? "this kernel has no \(call) (it needs 5.3)" : "\(call): \(error)"
    return Capability(.pidfd, isAvailable: false, reason: "\(cause): nothing can be killed")
  }
}

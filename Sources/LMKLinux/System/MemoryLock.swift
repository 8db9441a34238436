import CLinux
import LMKCore

/// Keeps this program's pages in memory, so that the kill path meets no page fault that has to
/// wait for a disk.
public enum MemoryLock {
  public enum Extent: Hashable, Sendable {
    /// `MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT`.
    case presentAndFuture
    /// Without `MCL_FUTURE`: under a limited `RLIMIT_MEMLOCK` it would make the next allocation
    /// or thread fail when the limit is reached, and a Swift program cannot survive that.
    case present

    /// The capability `.memoryLock`.
    public var capability: Capability {
      switch self {
      case .presentAndFuture: Capability(.memoryLock, isAvailable: true)
      case .present:
        Capability(
          .memoryLock, isAvailable: true,
          reason: "RLIMIT_MEMLOCK is limited: only what is mapped now is locked")
      }
    }
  }

  private static let mayLockAnything = 14  // CAP_IPC_LOCK

  /// mlockall(2), after `RLIMIT_MEMLOCK` was raised to its hard limit. Pages that were never
  /// touched are not filled (`MCL_ONFAULT`): touch the kill path before.
  /// - Throws: ENOMEM if more is mapped than may be locked, EPERM if nothing may be locked.
  @discardableResult
  public static func lock() throws(Errno) -> Extent {
    let isUnlimited = try limit() == nil
    try System.check(lmk_memory_lock(isUnlimited ? 1 : 0))
    return isUnlimited ? .presentAndFuture : .present
  }

  /// `RLIMIT_MEMLOCK`, raised to its hard limit, in bytes; `nil`: no limit, or CAP_IPC_LOCK, which is
  /// above it.
  public static func limit() throws(Errno) -> UInt64? {
    var limit: UInt64 = 0
    try System.check(lmk_memory_lock_limit(&limit))
    let isUnlimited = limit == .max || Identity.current().holds(capability: mayLockAnything)
    return isUnlimited ? nil : limit
  }

  /// munlockall(2).
  public static func unlock() throws(Errno) { try System.check(lmk_memory_unlock()) }
}

/// This program's own code, most of which runs once.
public enum StartingCode {
  /// Lets go of the code that starting up has brought in (options, configuration, themes): some
  /// 5 MB that would be resident for ever. What is still used comes back from the page cache, in a
  /// few dozen minor faults; what the heap holds free is given back with it. Before arming, not
  /// after: `MemoryLock` then keeps only what is used.
  /// - Returns: the bytes of the segments it was done to; 0 if it could not be done.
  @discardableResult
  public static func release() -> Int { Int(clamping: lmk_code_release()) }
}

/// The place of the calling thread among those that want the CPU.
///
/// Niceness −20, for the engine's and the reaper's (on Linux setpriority(2) works on threads). A
/// real-time class would come before everything else too, but a fault of ours would then stop
/// the machine that we are here to save.
public struct Priority: Hashable, Sendable {
  /// −20 (first) to 19.
  public let niceness: Int32

  /// The calling thread's.
  public static func current() throws(Errno) -> Priority {
    var niceness: Int32 = 0
    try System.check(lmk_nice_get(&niceness))
    return Priority(niceness: niceness)
  }

  /// Raises the calling thread to −20, and returns what it was before.
  /// - Throws: EACCES without CAP_SYS_NICE or a sufficient `RLIMIT_NICE`; nothing has changed then.
  @discardableResult
  public static func raise() throws(Errno) -> Priority {
    let before = try current()
    try System.check(lmk_nice_set(-20))
    return before
  }

  /// Gives the calling thread this priority (back).
  public func restore() throws(Errno) { try System.check(lmk_nice_set(niceness)) }
}

/// How many descriptors may be open at once.
public enum DescriptorLimit {
  /// Raises `RLIMIT_NOFILE` to its hard limit.
  /// - Returns: how many may be open now. If raising was refused, the former limit holds.
  @discardableResult
  public static func raise() throws(Errno) -> UInt64 {
    var limit: UInt64 = 0
    try System.check(lmk_descriptor_limit_raise(&limit))
    return limit
  }
}

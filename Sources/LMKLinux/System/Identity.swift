import CLinux
import LMKCore

/// Who this program is.
public struct Identity: Hashable, Sendable {
  public var pid: Int32
  public var parent: Int32
  public var effectiveUser: UInt32
  public var effectiveGroup: UInt32
  /// The effective capabilities, bit n for capability n; 0 if capget(2) was refused.
  public var capabilities: UInt64

  /// As it is now, of the calling thread (getpid(2), geteuid(2), getegid(2), capget(2)).
  public static func current() -> Identity {
    var capabilities: UInt64 = 0
    // A refusal (seccomp) leaves 0: what we cannot prove we do not claim.
    _ = lmk_capabilities(&capabilities)
    return Identity(
      pid: lmk_own_pid(), parent: lmk_parent_pid(), effectiveUser: lmk_effective_user(),
      effectiveGroup: lmk_effective_group(), capabilities: capabilities)
  }

  /// This program's pid.
  public static var ownPid: Int32 { lmk_own_pid() }

  /// This program's parent now; 0 if it is outside this pid namespace.
  public static var parentPid: Int32 { lmk_parent_pid() }

  public func holds(capability number: Int) -> Bool {
    number >= 0 && number < 64 && capabilities & 1 << UInt64(number) != 0
  }

  /// Whether it may signal any process (CAP_KILL, 5).
  public var maySignalAll: Bool { holds(capability: 5) }
  /// CAP_SYS_PTRACE, 19: sees through `hidepid`.
  public var mayTraceAll: Bool { holds(capability: 19) }

  /// The capability value of `maySignalAll`, with its reason.
  public var signalAll: Capability {
    maySignalAll
      ? Capability(.signalAll, isAvailable: true)
      : Capability(
        .signalAll, isAvailable: false,
        reason: "no CAP_KILL: only processes of uid \(effectiveUser) can be signalled")
  }

  static func isInGroup(_ group: UInt32) -> Bool { lmk_in_group(group) == 1 }
}

/// The machine this program runs on.
public enum Host {
  /// Bytes of a page (sysconf(3)).
  public static var pageSize: Int { Int(lmk_page_size()) }

  /// Ticks per second in which /proc counts times.
  public static var clockTicks: Int { Int(lmk_clock_ticks()) }

  /// CPUs that may ever come up (sysconf(3)).
  public static var processorCount: Int { Int(lmk_processor_count()) }

  /// gethostname(2); `localhost` if there is none. Not filtered for a terminal.
  public static var name: String {
    var bytes = [CChar](repeating: 0, count: 256)
    guard lmk_hostname(&bytes, bytes.count) == 0, bytes[0] != 0 else { return "localhost" }
    return String(
      decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The file that this program runs (readlinkat(2) of /proc/self/exe); `nil` without a /proc.
  public static var programPath: String? {
    var bytes = [CChar](repeating: 0, count: 4096)
    let length = lmk_readlinkat(Int32(LMK_HERE), "/proc/self/exe", &bytes, bytes.count)
    guard length > 0 else { return nil }
    return String(decoding: bytes[..<Int(length)].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Seconds to add to UTC for local time at that moment (localtime_r(3)).
  public static func utcOffset(at secondsSince1970: Int64) -> Int {
    Int(lmk_utc_offset(secondsSince1970))
  }

  /// The same, now.
  public static func utcOffset() -> Int { utcOffset(at: lmk_realtime() / 1_000_000_000) }
}

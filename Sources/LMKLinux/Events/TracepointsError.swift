import LMKCore

/// Why the tracepoints cannot be listened to.
public enum TracepointsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no tracefs at any of its places.
  case notMounted
  case unreadable(path: String, Errno)
  /// A format that does not have the expected form, or lacks a field.
  case malformed(path: String)
  case processors(Errno)
  /// perf_event_open(2).
  case refused(Errno)
  /// mmap(2) of a ring, or another call that prepares one.
  case ring(Errno)
  /// The pids in the records are not those that we see: we are in a pid namespace.
  case foreignPids
  /// A child of our own was made, and no record tells of it.
  case silent

  public var description: String {
    switch self {
    case .notMounted:
      "tracefs is not mounted (mount -t tracefs tracefs /sys/kernel/tracing)"
    case .unreadable(let path, let errno): "\(path) cannot be read (\(errno))"
    case .malformed(let path): "\(path) does not have the expected form"
    case .processors(let errno): "/sys/devices/system/cpu/online cannot be read (\(errno))"
    case .refused(.accessDenied), .refused(.notPermitted):
      "perf_event_open is refused: it needs CAP_PERFMON"
    case .refused(.notImplemented): "the kernel has no perf_event_open"
    case .refused(let errno): "perf_event_open: \(errno)"
    case .ring(let errno): "no room for the events (\(errno))"
    case .foreignPids: "in a pid namespace they name processes by the outer pids"
    case .silent: "no event arrived about a child of our own"
    }
  }

  /// The capability `.tracepoints`.
  public var capability: Capability {
    Capability(
      .tracepoints, isAvailable: false,
      reason: "no tracepoints, \(self): a changed oom_score_adj is found by sweeps")
  }
}

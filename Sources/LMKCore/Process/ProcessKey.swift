/// The name of one process, once and for all: a pid alone names nobody, because it is reused.
public struct ProcessKey: Hashable, Sendable {
  /// The process id, as /proc shows it. 1…4,194,303 (`PID_MAX_LIMIT` is 2²²).
  public var pid: Int32
  /// /proc/PID/stat, field 22: clock ticks since boot.
  public var startTime: UInt64

  public init(pid: Int32, startTime: UInt64) {
    self.pid = pid
    self.startTime = startTime
  }
}

import CLinux
import LMKCore

/// timerfd_create(2) on `CLOCK_MONOTONIC`, non-blocking: readable when it has expired.
public struct Timer: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  /// Disarmed at first.
  public init() throws(Errno) {
    descriptor = FileDescriptor(taking: try System.check(lmk_timer_create()))
  }

  public var raw: Int32 { descriptor.raw }

  /// Once, after `delay`; at once if it is zero or less.
  public func set(after delay: Duration) throws(Errno) {
    try System.check(lmk_timer_set(raw, Self.atLeastOne(delay), 0))
  }

  /// Once, at `moment`; at once if it has passed.
  public func set(at moment: Instant) throws(Errno) {
    try System.check(lmk_timer_set_at(raw, UInt64(max(1, moment.nanoseconds))))
  }

  /// Again and again, the first time after one `interval`, which is at least a nanosecond.
  public func set(every interval: Duration) throws(Errno) {
    let nanoseconds = Self.atLeastOne(interval)
    try System.check(lmk_timer_set(raw, nanoseconds, nanoseconds))
  }

  public func disarm() throws(Errno) { try System.check(lmk_timer_set(raw, 0, 0)) }

  /// How often it has expired since the last call; 0: it has not.
  @discardableResult
  public func drain() throws(Errno) -> UInt64 { try Counter.read(raw) }

  // Zero would disarm it.
  private static func atLeastOne(_ duration: Duration) -> UInt64 {
    UInt64(max(1, duration.wholeNanoseconds))
  }
}

/// eventfd(2), non-blocking: how one thread wakes another's epoll.
public struct EventDescriptor: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  public init() throws(Errno) {
    descriptor = FileDescriptor(taking: try System.check(lmk_eventfd_create()))
  }

  public var raw: Int32 { descriptor.raw }

  /// Makes it readable. Never blocks; a signal that is not yet drained is not doubled.
  public func signal() {
    var one: UInt64 = 1
    // EAGAIN only says that the counter is full: it is readable, which is all that is wanted.
    _ = lmk_write(raw, &one, 8)
  }

  /// How often it was signalled since the last call; 0: it was not.
  @discardableResult
  public func drain() throws(Errno) -> UInt64 { try Counter.read(raw) }
}

/// The eight bytes that a timerfd and an eventfd give.
private enum Counter {
  static func read(_ raw: Int32) throws(Errno) -> UInt64 {
    var value: UInt64 = 0
    do {
      try System.check(lmk_read(raw, &value, 8))
    } catch .again {
      return 0
    }
    return value
  }
}

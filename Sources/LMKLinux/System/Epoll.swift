import CLinux
import LMKCore

/// epoll(7), level-triggered, with room for the events of one wait.
///
/// The token is the caller's, 64 bits: put a registration number into it, so that an event that
/// was under way for a closed descriptor cannot be taken for one of its successor.
public struct Epoll: ~Copyable {
  /// What may be waited for, and what is reported.
  public struct Events: OptionSet, Hashable, Sendable {
    public var rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `EPOLLIN`. A pidfd is readable when its process has ended.
    public static let readable = Events(rawValue: UInt32(LMK_READABLE))
    /// `EPOLLPRI`: a PSI trigger fired.
    public static let priority = Events(rawValue: UInt32(LMK_PRIORITY))
    /// `EPOLLOUT`.
    public static let writable = Events(rawValue: UInt32(LMK_WRITABLE))
    /// `EPOLLERR`: reported without being asked for.
    public static let fault = Events(rawValue: UInt32(LMK_FAULT))
    /// `EPOLLHUP`: reported without being asked for. On a pidfd: reaped (from about 6.9).
    public static let hungUp = Events(rawValue: UInt32(LMK_HUNG_UP))
  }

  /// Most events that one wait returns; the others come with the next.
  public static let capacity = Int(LMK_EVENT_LIMIT)

  private let descriptor: FileDescriptor
  private let buffer: UnsafeMutablePointer<lmk_event>
  /// The number of events of the last wait.
  public private(set) var count = 0

  /// epoll_create1(2).
  public init() throws(Errno) {
    descriptor = FileDescriptor(taking: try System.check(lmk_epoll_create()))
    buffer = .allocate(capacity: Self.capacity)
    buffer.initialize(repeating: lmk_event(), count: Self.capacity)
  }

  deinit { buffer.deallocate() }

  /// For another epoll, `.readable`: an epoll with something to tell is readable itself.
  public var raw: Int32 { descriptor.raw }

  /// `EPOLL_CTL_ADD`. EEXIST if the descriptor is in already, EPERM if it cannot be waited for.
  public func add(_ raw: Int32, _ events: Events, token: UInt64) throws(Errno) {
    try System.check(lmk_epoll_add(descriptor.raw, raw, events.rawValue, token))
  }

  /// `EPOLL_CTL_MOD`. ENOENT if the descriptor is not in.
  public func modify(_ raw: Int32, _ events: Events, token: UInt64) throws(Errno) {
    try System.check(lmk_epoll_modify(descriptor.raw, raw, events.rawValue, token))
  }

  /// `EPOLL_CTL_DEL`; before the descriptor is closed, for a copy of it may live elsewhere.
  public func remove(_ raw: Int32) throws(Errno) {
    try System.check(lmk_epoll_remove(descriptor.raw, raw))
  }

  /// epoll_wait(2).
  /// - Parameter milliseconds: 0 looks only; `nil` waits for ever.
  /// - Returns: the number of events, 0…`capacity`, read with the subscript until the next wait.
  ///   0 also before the time is over, when the process was stopped and continued.
  @discardableResult
  public mutating func wait(timeoutMilliseconds milliseconds: Int32?) throws(Errno) -> Int {
    count = 0
    count = Int(
      try System.check(
        lmk_epoll_wait(descriptor.raw, buffer, Int32(Self.capacity), milliseconds ?? -1)))
    return count
  }

  /// An event of the last wait. Traps outside 0..<`count`.
  public subscript(index: Int) -> (events: Events, token: UInt64) {
    precondition(index >= 0 && index < count)
    return (Events(rawValue: buffer[index].events), buffer[index].token)
  }
}

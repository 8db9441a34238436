import CLinux
import LMKCore

/// signalfd(2), non-blocking: signals as something to read. They must be blocked in every thread,
/// see `SignalMask`, or their default action comes first.
public struct SignalDescriptor: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  /// EINVAL for a number outside 1…64.
  public init(_ signals: [Signal]) throws(Errno) {
    let numbers = signals.map(\.rawValue)
    descriptor = FileDescriptor(
      taking: try System.check(lmk_signalfd_create(numbers, Int32(numbers.count))))
  }

  public var raw: Int32 { descriptor.raw }

  /// The next signal and the pid that sent it (0: the kernel); `nil`: there is none.
  public func next() throws(Errno) -> (signal: Signal, sender: Int32)? {
    var number: Int32 = 0
    var sender: Int32 = 0
    guard try System.check(lmk_signalfd_next(raw, &number, &sender)) == 1 else { return nil }
    return (Signal(rawValue: number), sender)
  }
}

/// The signal mask of the calling thread, which threads and children made by it inherit.
public enum SignalMask {
  /// pthread_sigmask(3) with `SIG_BLOCK`. Call it before any thread is made.
  public static func block(_ signals: [Signal]) throws(Errno) {
    let numbers = signals.map(\.rawValue)
    try System.check(lmk_signals_block(numbers, Int32(numbers.count)))
  }

  /// An empty mask; for a child, before it becomes another program.
  public static func unblockAll() throws(Errno) { try System.check(lmk_signals_unblock_all()) }
}

extension Signal {
  /// The terminal's window has changed its size.
  public static let windowChange = Signal(rawValue: 28)
  /// Ctrl-Z.
  public static let terminalStop = Signal(rawValue: 20)
  /// A child has ended.
  public static let child = Signal(rawValue: 17)
  /// A write to a pipe or socket without a reader.
  public static let brokenPipe = Signal(rawValue: 13)
}

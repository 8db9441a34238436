import CLinux
import LMKCore

/// What the kernel says from now on (/dev/kmsg): above all, its sentence on each kill of its own.
public struct KernelLog: ~Copyable {
  /// Most records that one `drain` reads. A kill says one for every process when it lists them.
  public static let batchLimit = 128
  /// The kernel's own bound of a record (`CONSOLE_EXT_LOG_MAX`), and room for a newline.
  private static let recordLimit = 8192 + 64

  private let descriptor: FileDescriptor
  private var buffer = RawBuffer(capacity: Self.recordLimit)
  private var lastSequence: UInt64?

  /// Opens the log at its end, non-blocking (`SEEK_END`).
  /// - Throws: ENOENT; EPERM without CAP_SYSLOG where kernel.dmesg_restrict is 1.
  public init(path: String = "/dev/kmsg") throws(Errno) {
    descriptor = FileDescriptor(taking: try System.check(lmk_kernel_log_open(path)))
  }

  /// For epoll, `.readable`.
  public var raw: Int32 { descriptor.raw }

  /// Reads what has come, at most `batchLimit` records. Never waits; allocates nothing.
  /// - Throws: what read(2) says, but for EAGAIN and for EPIPE, which is an overrun: the oldest
  ///   records were written over before we read them.
  public mutating func drain(into receive: (KernelLogLine) -> Void) throws(Errno) -> Drained {
    var drained = Drained()
    for _ in 0..<Self.batchLimit {
      do {
        try buffer.fillOnce(from: descriptor)
      } catch .again {
        return drained
      } catch .brokenPipe {
        drained.overruns += 1
        continue
      } catch .invalid {
        // Longer than any record may be; the kernel passes over it.
        drained.malformed += 1
        continue
      }
      drained.messages += 1
      guard let line = KernelLogLine(buffer.contents) else {
        drained.malformed += 1
        continue
      }
      if let lastSequence, line.sequence > lastSequence {
        drained.missing += line.sequence - lastSequence - 1
      }
      lastSequence = line.sequence
      receive(line)
    }
    drained.hasMore = true
    return drained
  }

  /// The capability `.kernelLog`.
  /// - Parameter refusal: what `init` or `drain` threw; `nil`: all is well.
  public static func capability(_ refusal: Errno?) -> Capability {
    guard let refusal else { return Capability(.kernelLog, isAvailable: true) }
    let cause =
      switch refusal {
      case .notPermitted, .accessDenied: "/dev/kmsg is refused: it needs CAP_SYSLOG"
      case .noEntry: "/dev/kmsg is not there"
      default: "/dev/kmsg: \(refusal)"
      }
    return Capability(
      .kernelLog, isAvailable: false,
      reason: "no kernel log, \(cause): the kernel's own kills are only counted")
  }
}

extension Errno {
  /// EPIPE.
  static let brokenPipe = Errno(32)
}

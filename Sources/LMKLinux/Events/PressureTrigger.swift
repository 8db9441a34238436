import CLinux
import LMKCore

/// A PSI trigger: the kernel wakes us when processes were stalled on memory for longer than asked
/// for within a window.
///
/// It tells at most once a window, and without CAP_SYS_RESOURCE about two seconds late: a fast hog
/// is through by then, so it stands beside the levels and never for them. Closing it takes the
/// kernel about 10 ms of waiting.
public struct PressureTrigger: ~Copyable {
  /// Which of PSI's two lines. (Not `some` and `full`: the first would match `Optional.some`.)
  public enum Stall: Hashable, Sendable {
    /// At least one process stalled.
    case ofAny
    /// All of them did.
    case ofAll
  }

  /// Where the machine's own pressure is; a cgroup's is its memory.pressure.
  public static let machine = "/proc/pressure/memory"
  /// 150 ms of 2 s: what anybody may ask for.
  public static let usualStall = Duration.milliseconds(150)
  public static let usualWindow = Duration.seconds(2)

  private let descriptor: FileDescriptor
  /// The kernel gave the trigger up (its cgroup is gone): it will never tell again. Take it out of
  /// the epoll, or it is ready for ever.
  public private(set) var isGone = false

  /// Opens the file and writes the trigger; it lives as long as its owner.
  /// - Parameters:
  ///   - stalled: at least 1 µs, at most the window.
  ///   - window: 500 ms…10 s; without CAP_SYS_RESOURCE a multiple of 2 s.
  /// - Throws: ENOENT without PSI; EOPNOTSUPP if the kernel was started with psi=0; EINVAL for a
  ///   window or a stall that is not allowed; EACCES or EPERM.
  public init(
    path: String = Self.machine, _ stall: Stall = .ofAny, of stalled: Duration = Self.usualStall,
    within window: Duration = Self.usualWindow
  ) throws(Errno) {
    let file = try FileDescriptor.open(path: path, .readWrite)
    let word = stall == .ofAny ? "some" : "full"
    let text = "\(word) \(Self.microseconds(stalled)) \(Self.microseconds(window))"
    // The kernel writes a NUL over the last byte: without one of our own, a digit is lost.
    let bytes = Array(text.utf8) + [0]
    _ = try bytes.span.bytes.withUnsafeBytes { all throws(Errno) in try file.write(all) }
    descriptor = file
  }

  /// For epoll, `.priority`; `.fault` comes by itself.
  public var raw: Int32 { descriptor.raw }

  /// What epoll said of it.
  /// - Returns: whether the stall was reached. The report is taken with it: no other comes within
  ///   the window.
  public mutating func take(_ events: Epoll.Events) -> Bool {
    // A trigger that is gone has both bits.
    if !events.isDisjoint(with: [.fault, .hungUp]) {
      isGone = true
      return false
    }
    return events.contains(.priority)
  }

  /// The capability `.pressureTrigger` of one that is open.
  public var capability: Capability {
    Capability(
      .pressureTrigger, isAvailable: !isGone,
      reason: isGone ? "the pressure trigger is gone: the kernel gave it up" : "")
  }

  /// The capability `.pressureTrigger` when `init` threw.
  public static func capability(_ refusal: Errno, path: String = Self.machine) -> Capability {
    let cause =
      switch refusal {
      case .noEntry: "\(path) is not there"
      case .notSupported: "the kernel was started with psi=0"
      case .invalid: "without CAP_SYS_RESOURCE its window must be a multiple of 2 s"
      default: "\(path): \(refusal)"
      }
    return Capability(
      .pressureTrigger, isAvailable: false,
      reason: "no pressure trigger, \(cause): stalls are seen only when memory is sampled")
  }

  private static func microseconds(_ duration: Duration) -> Int64 {
    max(0, duration.wholeNanoseconds) / 1000
  }
}

/// An error number of the kernel, with its words.
public struct Errno: Error, Hashable, Sendable, CustomStringConvertible {
  private var number: Int16

  /// - Parameter code: at most 4,095 in the kernel's ABI.
  public init(_ code: Int32) { number = Int16(clamping: code) }

  /// errno(3).
  public var code: Int32 { Int32(number) }

  public static let notPermitted = Errno(1)
  public static let noEntry = Errno(2)
  public static let noProcess = Errno(3)
  public static let interrupted = Errno(4)
  public static let inputOutput = Errno(5)
  public static let badDescriptor = Errno(9)
  public static let again = Errno(11)
  public static let outOfMemory = Errno(12)
  public static let accessDenied = Errno(13)
  public static let busy = Errno(16)
  public static let exists = Errno(17)
  public static let noDevice = Errno(19)
  public static let notDirectory = Errno(20)
  public static let isDirectory = Errno(21)
  public static let invalid = Errno(22)
  public static let tooManyFilesInSystem = Errno(23)
  public static let tooManyFiles = Errno(24)
  public static let noSpace = Errno(28)
  public static let readOnly = Errno(30)
  public static let brokenPipe = Errno(32)
  public static let nameTooLong = Errno(36)
  public static let notImplemented = Errno(38)
  public static let loop = Errno(40)
  public static let notSupported = Errno(95)
  public static let noBuffers = Errno(105)
  public static let timedOut = Errno(110)

  /// The symbolic name, such as `EPERM`; `errno 123` for one that is not listed here.
  public var name: String { Self.table[code]?.name ?? "errno \(code)" }

  /// The name and its words: `EPERM: operation not permitted`.
  public var description: String {
    guard let entry = Self.table[code] else { return "errno \(code)" }
    return "\(entry.name): \(entry.words)"
  }

  private static let table: [Int32: (name: String, words: String)] = [
    1: ("EPERM", "operation not permitted"), 2: ("ENOENT", "no such file or directory"),
    3: ("ESRCH", "no such process"), 4: ("EINTR", "interrupted system call"),
    5: ("EIO", "input/output error"), 9: ("EBADF", "bad file descriptor"),
    11: ("EAGAIN", "try again"), 12: ("ENOMEM", "cannot allocate memory"),
    13: ("EACCES", "permission denied"), 16: ("EBUSY", "device or resource busy"),
    17: ("EEXIST", "file exists"), 19: ("ENODEV", "no such device"),
    20: ("ENOTDIR", "not a directory"),
    21: ("EISDIR", "is a directory"), 22: ("EINVAL", "invalid argument"),
    23: ("ENFILE", "too many open files in the system"), 24: ("EMFILE", "too many open files"),
    28: ("ENOSPC", "no space left on device"), 30: ("EROFS", "read-only file system"),
    32: ("EPIPE", "broken pipe"), 36: ("ENAMETOOLONG", "file name too long"),
    38: ("ENOSYS", "function not implemented"),
    40: ("ELOOP", "too many symbolic links"), 95: ("EOPNOTSUPP", "operation not supported"),
    105: ("ENOBUFS", "no buffer space available"), 110: ("ETIMEDOUT", "timed out"),
  ]
}

import CLinux
import LMKCore

/// An open descriptor, closed when its owner ends.
///
/// Interrupted calls (EINTR) are repeated below this type and nowhere else.
public struct FileDescriptor: ~Copyable, Sendable {
  /// How a file is opened; always with `O_CLOEXEC`.
  public enum Access: Sendable {
    /// `O_RDONLY`.
    case read
    /// `O_RDWR`.
    case readWrite
    /// `O_WRONLY`: for a file of the kernel that can only be written.
    case write
    /// `O_RDONLY | O_DIRECTORY`: can be listed and opened from.
    case folder
    /// `O_PATH | O_DIRECTORY`: can only be opened from; cheaper than `folder`.
    case place
    /// `O_WRONLY | O_APPEND | O_CREAT`, mode 0600.
    case append
    /// `O_WRONLY | O_CREAT | O_EXCL`, mode 0600.
    case createNew
    /// `O_RDWR | O_NOCTTY`.
    case terminal

    var code: Int32 {
      switch self {
      case .read: Int32(LMK_READ)
      case .readWrite: Int32(LMK_READ_WRITE)
      case .write: Int32(LMK_WRITE)
      case .folder: Int32(LMK_FOLDER)
      case .place: Int32(LMK_PLACE)
      case .append: Int32(LMK_APPEND)
      case .createNew: Int32(LMK_CREATE_NEW)
      case .terminal: Int32(LMK_TERMINAL)
      }
    }
  }

  /// The number, for calls that only borrow it.
  public let raw: Int32

  /// Owns `raw` from now on. Traps if it is negative.
  public init(taking raw: Int32) {
    precondition(raw >= 0)
    self.raw = raw
  }

  // Nothing can be done about a close that fails: Linux has given the number back either way.
  deinit { _ = lmk_close(raw) }

  /// Gives the number away; whoever takes it closes it.
  public consuming func release() -> Int32 {
    let number = raw
    discard self
    return number
  }

  /// openat(2), relative to the working folder. Throws what the kernel says.
  public static func open(path: String, _ access: Access) throws(Errno) -> FileDescriptor {
    FileDescriptor(taking: try System.check(lmk_openat(Int32(LMK_HERE), path, access.code)))
  }

  /// openat(2), relative to this folder. Allocates nothing.
  /// - Parameter path: bytes that end with a NUL.
  public func open(at path: UnsafePointer<CChar>, _ access: Access) throws(Errno) -> FileDescriptor
  {
    FileDescriptor(taking: try System.check(lmk_openat(raw, path, access.code)))
  }

  /// openat(2), relative to this folder.
  public func open(at path: StaticString, _ access: Access) throws(Errno) -> FileDescriptor {
    FileDescriptor(taking: try System.check(lmk_openat(raw, path.cString, access.code)))
  }

  /// read(2): the number of bytes, 0 at the end.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
    try System.check(lmk_read(raw, buffer.baseAddress, buffer.count))
  }

  /// pread(2): the number of bytes, 0 at the end.
  public func pread(into buffer: UnsafeMutableRawBufferPointer, offset: Int) throws(Errno) -> Int {
    try System.check(lmk_pread(raw, buffer.baseAddress, buffer.count, Int64(offset)))
  }

  /// write(2): the number of bytes, which may be fewer than asked for.
  public func write(_ buffer: UnsafeRawBufferPointer) throws(Errno) -> Int {
    try System.check(lmk_write(raw, buffer.baseAddress, buffer.count))
  }

  /// write(2) until all is written. On failure some of it may have been.
  public func writeAll(_ bytes: [UInt8]) throws(Errno) {
    var done = 0
    while done < bytes.count {
      done += try bytes.span.bytes.withUnsafeBytes { all throws(Errno) in
        try write(UnsafeRawBufferPointer(rebasing: all[done...]))
      }
    }
  }

  /// fsync(2).
  public func synchronize() throws(Errno) { try System.check(lmk_fsync(raw)) }

  /// The number of the file in its file system (fstat(2)); 0 if it has none.
  public var identity: UInt64 {
    var inode: UInt64 = 0
    return lmk_inode(raw, &inode) == 0 ? inode : 0
  }

  /// How large the file is (fstat(2)); 0 if that cannot be said.
  public var bytes: Int { max(0, Int(lmk_size(raw))) }

  /// Whether the descriptor is a terminal (isatty(3)).
  public var isTerminal: Bool { Self.isTerminal(raw) }

  /// Whether a descriptor that is owned elsewhere, such as 0, is a terminal (isatty(3)).
  public static func isTerminal(_ raw: Int32) -> Bool { lmk_is_terminal(raw) == 1 }
}

import CLinux
import LMKCore

/// The entries of an open folder whose names are pids, a piece at a time (getdents64(2)).
///
///     ┌────────────┬────────────┬──────────┬────────┬───────────────┐
///     │ inode  u64 │ offset s64 │ length   │ type   │ name, NUL …   │
///     │            │            │ u16      │ u8     │               │
///     └────────────┴────────────┴──────────┴────────┴───────────────┘
struct PidListing: ~Copyable {
  /// The kernel fills this in well below a millisecond: some 300 entries of 24 bytes, 0.5 µs each.
  static let capacity = 8 * 1024
  private static let nameOffset = 19
  /// `DT_UNKNOWN` and `DT_DIR`; a captured tree may lie on a file system that does not tell.
  private static let folderTypes: (UInt8, UInt8) = (0, 4)

  private let buffer: UnsafeMutableRawBufferPointer
  private var position = 0
  private var filled = 0

  init() { buffer = .allocate(byteCount: Self.capacity, alignment: 8) }

  deinit { buffer.deallocate() }

  /// Forgets what was read ahead, for another folder or a new walk.
  mutating func reset() {
    position = 0
    filled = 0
  }

  /// The next entry; `nil` at the end. Allocates nothing.
  mutating func next(
    from folder: borrowing FileDescriptor
  ) throws(Errno) -> (pid: Int32, inode: UInt64)? {
    while true {
      if position >= filled {
        position = 0
        filled = 0
        filled = try System.check(lmk_getdents(folder.raw, buffer.baseAddress, buffer.count))
        if filled == 0 { return nil }
      }
      let start = position
      guard filled - start > Self.nameOffset else { throw .inputOutput }
      let length = Int(buffer.loadUnaligned(fromByteOffset: start + 16, as: UInt16.self))
      guard length > Self.nameOffset, length <= filled - start else { throw .inputOutput }
      position = start + length

      let type = buffer[start + 18]
      guard type == Self.folderTypes.0 || type == Self.folderTypes.1 else { continue }
      if let pid = Self.pid(buffer, start + Self.nameOffset, end: start + length) {
        return (pid, buffer.loadUnaligned(fromByteOffset: start, as: UInt64.self))
      }
    }
  }

  /// 1…4,194,303 (`PID_MAX_LIMIT` is 2²²) without leading zeros.
  private static func pid(
    _ buffer: UnsafeMutableRawBufferPointer, _ start: Int, end: Int
  ) -> Int32? {
    var index = start
    var value: Int32 = 0
    while index < end, case let digit = buffer[index] &- 0x30, digit < 10 {
      value = value * 10 + Int32(digit)
      guard value > 0, value < 1 << 22 else { return nil }
      index += 1
    }
    return index > start && index < end && buffer[index] == 0 ? value : nil
  }
}

/// A walk over the processes under a root, which can be left and resumed at any entry.
public struct ProcessDirectory: ~Copyable {
  private let folder: FileDescriptor
  private var listing = PidListing()

  /// Opens the root a second time: a walk has its own place in the folder.
  public init(root: ProcRoot) throws(Errno) {
    folder = try root.folder.open(at: ".", .folder)
  }

  /// Begins again (lseek(2)).
  public mutating func rewind() throws(Errno) {
    listing.reset()
    try System.check(lmk_seek(folder.raw, 0))
  }

  /// The next process; `nil` at the end, again and again until `rewind`.
  ///
  /// A process that was there during the whole walk is met exactly once. One call in some 300 asks
  /// the kernel (about 0.2 ms); the others only step. Allocates nothing.
  /// - Returns: its pid, and the inode of its folder, which names this incarnation of the pid.
  public mutating func next() throws(Errno) -> (pid: Int32, inode: UInt64)? {
    try listing.next(from: folder)
  }
}

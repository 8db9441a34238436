import CLinux
import LMKCore

/// A file of lines that only grows until it is as large as is allowed. Then it becomes `path.1`,
/// what was `path.1` becomes `path.2`, and so on; the last is dropped.
///
/// Several programs may append to one path, and anybody may rename or remove the file: each line
/// goes to the file that bears the name at that moment, in one write(2).
public struct RotatingFile: ~Copyable {
  public let path: String
  /// Bytes of one file. A single line that is longer stands alone.
  public let sizeLimit: Int
  /// So many former files are kept beside it.
  public let kept: Int
  private var file: FileDescriptor
  private var inode: UInt64 = 0
  /// The file does not end with a newline: a line was torn, by us or by an earlier run.
  private var isTorn = false

  /// Opens the file to append, making it (0600) and its folders (0700) where they are missing.
  /// - Throws: what openat(2) says.
  public init(path: String, sizeLimit: Int, kept: Int) throws(Errno) {
    precondition(sizeLimit > 0 && kept > 0)
    self.path = path
    self.sizeLimit = sizeLimit
    self.kept = kept
    file = try FileWriting.openToAppend(path: path)
    takeNote()
  }

  /// The former files and the current one, the oldest first.
  public static func paths(_ path: String, kept: Int) -> [String] {
    (1...max(1, kept)).reversed().map { "\(path).\($0)" } + [path]
  }

  /// Whether the path names another file by now: it was rotated, or removed and made anew.
  public static func isAnother(_ path: String, than identity: UInt64) -> Bool {
    status(path).map { $0.inode != identity } ?? false
  }

  /// Appends one line; a newline is added to it. A torn line before it is ended first.
  /// - Throws: what write(2) or openat(2) says; the line may then be there in part.
  public mutating func append(line: [UInt8]) throws(Errno) {
    var status = Self.status(path)
    if status?.inode != inode {
      file = try FileWriting.openToAppend(path: path)
      takeNote()
      status = Self.status(path)
    }
    if let status, status.isRegular, status.bytes > 0,
      status.bytes + line.count + 1 > sizeLimit
    {
      try rotate()
    }
    var bytes = line
    bytes.append(UInt8(ascii: "\n"))
    if isTorn { bytes.insert(UInt8(ascii: "\n"), at: 0) }
    do {
      try file.writeAll(bytes)
      isTorn = false
    } catch {
      isTorn = true
      throw error
    }
  }

  /// Makes room for a new file. Whoever else rotates at this moment does it for us; what cannot be
  /// renamed goes on growing, for a line too many is better than a line lost.
  private mutating func rotate() throws(Errno) {
    guard lmk_lock_file(file.raw) == 0, Self.status(path)?.inode == inode else { return }
    for number in stride(from: kept - 1, to: 0, by: -1) {
      _ = lmk_rename("\(path).\(number)", "\(path).\(number + 1)")
    }
    guard lmk_rename(path, "\(path).1") == 0 else { return }
    file = try FileWriting.openToAppend(path: path)
    takeNote()
  }

  private mutating func takeNote() {
    inode = file.identity
    isTorn = false
    guard let status = Self.status(path), status.inode == inode, status.isRegular, status.bytes > 0
    else { return }
    isTorn = Self.lastByte(of: path, at: status.bytes - 1) != UInt8(ascii: "\n")
  }

  private static func lastByte(of path: String, at offset: Int) -> UInt8? {
    var byte: UInt8 = 0
    do {
      let file = try FileDescriptor.open(path: path, .read)
      let count = try withUnsafeMutableBytes(of: &byte) { all throws(Errno) in
        try file.pread(into: all, offset: offset)
      }
      return count == 1 ? byte : nil
    } catch {
      // Not ours to read: then a newline too many does no harm.
      return nil
    }
  }

  private static func status(
    _ path: String
  ) -> (inode: UInt64, bytes: Int, isRegular: Bool)? {
    var inode: UInt64 = 0
    var bytes: Int64 = 0
    var isRegular: Int32 = 0
    guard lmk_status_at(Int32(LMK_HERE), path, &inode, &bytes, &isRegular) == 0 else {
      return nil
    }
    return (inode, Int(bytes), isRegular == 1)
  }
}

import CLinux
import LMKCore

/// Files that a worker writes: the journal, and small files that are replaced as a whole.
public enum FileWriting {
  /// Opens a file to append to (`O_APPEND | O_CREAT`, 0600), making the folders above it (0700)
  /// where they are missing.
  public static func openToAppend(path: String) throws(Errno) -> FileDescriptor {
    do {
      return try FileDescriptor.open(path: path, .append)
    } catch .noEntry {
      try makeFolders(above: path)
      return try FileDescriptor.open(path: path, .append)
    }
  }

  /// Replaces a small file so that a reader sees the old bytes or the new ones, never a part:
  /// writes a new file beside it (0600), fsync(2), rename(2). On failure the old file stands.
  public static func replace(path: String, with bytes: [UInt8]) throws(Errno) {
    try makeFolders(above: path)
    let beside = "\(path).\(Identity.ownPid).new"
    // Left by an earlier run with our pid that was killed in between; if not, ENOENT is fine.
    _ = lmk_unlink(beside)
    do {
      let file = try FileDescriptor.open(path: beside, .createNew)
      try file.writeAll(bytes)
      try file.synchronize()
      try System.check(lmk_rename(beside, path))
    } catch {
      _ = lmk_unlink(beside)
      throw error
    }
  }

  /// From now on large buffers go back to the kernel when they are freed (mallopt(3)).
  public static func returnLargeBlocks() { lmk_return_large_blocks() }

  /// From now on a write beyond this process's limit of a file's size (RLIMIT_FSIZE) fails with EFBIG,
  /// and no longer ends the program. What is spawned has the usual action.
  public static func ignoreSizeSignal() { lmk_ignore_file_size_signal() }

  /// Gives a file the name `path.1`, the one that had it `path.2`, and so on; the last is dropped.
  /// What cannot be renamed stays.
  public static func makeRoom(path: String, kept: Int) {
    for number in stride(from: kept - 1, to: 0, by: -1) {
      _ = lmk_rename("\(path).\(number)", "\(path).\(number + 1)")
    }
    _ = lmk_rename(path, "\(path).1")
  }

  /// Whether `openToAppend` would succeed, without doing it (faccessat(2)): the file may be written,
  /// or the nearest folder above it that is there.
  /// - Throws: what the kernel says, such as EACCES or EROFS.
  public static func mayAppend(path: String) throws(Errno) {
    var place = path[...]
    while true {
      let result = lmk_may_write(place.isEmpty ? "/" : String(place))
      guard result == -Errno.noEntry.code, let slash = place.lastIndex(of: "/") else {
        try System.check(result)
        return
      }
      place = place[..<slash]
    }
  }

  /// Whether a file is there and may be run (faccessat(2)).
  public static func mayRun(path: String) throws(Errno) { try System.check(lmk_may_run(path)) }

  /// mkdir(2) of every folder above `path` that is missing, with mode 0700.
  public static func makeFolders(above path: String) throws(Errno) {
    for index in path.utf8.indices.dropFirst() where path.utf8[index] == UInt8(ascii: "/") {
      let result = lmk_mkdir(String(path[..<index]), 0o700)
      // A folder that is there may answer EEXIST, or first that we may not write beside it.
      if result == 0 || result == -Errno.exists.code { continue }
      if lmk_close(lmk_openat(Int32(LMK_HERE), String(path[..<index]), Int32(LMK_PLACE))) == 0 {
        continue
      }
      try System.check(result)
    }
  }
}

import CLinux
import LMKCore

/// Which file a process runs. For a worker, never the engine: /proc/PID/exe may wait for the
/// process's mmap lock.
public struct ExecutableReader: ~Copyable {
  private static let deleted = Array(" (deleted)".utf8)

  private let root: ProcRoot
  private let path = ProcPath()
  private var buffer = [CChar](repeating: 0, count: 4096)

  public init(root: ProcRoot) { self.root = root }

  /// Its path (readlinkat(2) of /proc/PID/exe), without the kernel's remark that the file was deleted
  /// or replaced since: sshd is sshd after an update. `nil`: a kernel thread, gone, or not to be read.
  public mutating func path(of pid: Int32) -> [UInt8]? {
    path.set(pid, "exe")
    let length = lmk_readlinkat(root.folder.raw, path.bytes, &buffer, buffer.count)
    guard length > 0 else { return nil }
    var bytes = buffer[..<Int(length)].map { UInt8(bitPattern: $0) }
    if bytes.suffix(Self.deleted.count).elementsEqual(Self.deleted) {
      bytes.removeLast(Self.deleted.count)
    }
    return bytes
  }

  /// Who owns that file, through the process: whatever stands at the path by now (fstatat(2) of
  /// /proc/PID/exe). `nil`: as above.
  public mutating func owner(of pid: Int32) -> UInt32? {
    path.set(pid, "exe")
    var inode: UInt64 = 0
    var user: UInt32 = 0
    guard lmk_owner_at(root.folder.raw, path.bytes, &inode, &user) == 0 else { return nil }
    return user
  }
}

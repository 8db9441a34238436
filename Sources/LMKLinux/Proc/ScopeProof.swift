import CLinux
import LMKCore

/// Proves, right before a signal, that a process is still in the scope: the cache may be a moment
/// old. For a process that is bound by a pidfd, whose pid nobody else can have.
public struct ScopeProof: ~Copyable {
  private let root: ProcRoot
  private let scope: Scope
  private let path = ProcPath()
  private var buffer = RawBuffer(capacity: 4 * 1024)
  /// /proc/PID/cgroup of the bound ones, kept open: nothing is opened at a kill.
  private var files: ContiguousArray<(key: ProcessKey, raw: Int32)> = []
  private let group: [UInt8]

  public init(_ scope: Scope, root: ProcRoot, capacity: Int) {
    self.root = root
    self.scope = scope
    if case .cgroup(let path) = scope { group = Array(path.utf8) } else { group = [] }
    files.reserveCapacity(capacity)
  }

  deinit { for file in files { _ = lmk_close(file.raw) } }

  /// Prepares for a process that was bound a moment ago.
  public mutating func prepare(_ key: ProcessKey) {
    guard case .cgroup = scope, !files.contains(where: { $0.key == key }) else { return }
    path.set(key.pid, "cgroup")
    // What cannot be opened now cannot be proved later, and is not signalled.
    guard let file = try? root.folder.open(at: path.bytes, .read) else { return }
    files.append((key, file.release()))
  }

  public mutating func forget(_ key: ProcessKey) {
    guard let index = files.firstIndex(where: { $0.key == key }) else { return }
    _ = lmk_close(files[index].raw)
    files.swapAt(index, files.count - 1)
    files.removeLast()
  }

  /// Whether it is in the scope now. What cannot be read is not. Opens nothing, allocates nothing.
  public mutating func holds(_ key: ProcessKey) -> Bool {
    switch scope {
    // Who was born in a subtree stays in it.
    case .machine, .subtree: return true
    case .user(let user):
      path.set(key.pid)
      var inode: UInt64 = 0
      var owner: UInt32 = 0
      return lmk_owner_at(root.folder.raw, path.bytes, &inode, &owner) == 0 && owner == user
    case .cgroup:
      guard let file = files.first(where: { $0.key == key }) else { return false }
      do {
        try buffer.fillOnce(fromRaw: file.raw)
      } catch {
        return false
      }
      return isInGroup(buffer.contents)
    }
  }

  private func isInGroup(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if group.count <= 1 { return true }
    let place = CgroupParser.parse(bytes).memory
    guard place.count >= group.count else { return false }
    for offset in group.indices where bytes[place.lowerBound + offset] != group[offset] {
      return false
    }
    return place.count == group.count
      || bytes[place.lowerBound + group.count] == UInt8(ascii: "/")
  }
}

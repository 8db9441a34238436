import LMKCore

/// The hierarchies of control groups that name a process's own group, in the order in which they are
/// asked: version 2, systemd's own of version 1, the memory controller's, the freezer's.
public struct CgroupHierarchies: Hashable, Sendable {
  /// Where each is mounted; `nil`: it is not.
  public var two: String?
  public var systemd: String?
  public var memory: String?
  public var freezer: String?

  /// By /proc/self/mountinfo under this root; all `nil` if it cannot be read.
  public static func find(_ root: ProcRoot) -> CgroupHierarchies {
    do {
      var buffer = RawBuffer(capacity: 16 * 1024)
      try buffer.fill(from: try root.folder.open(at: "self/mountinfo", .read), upTo: 16 << 20)
      return find(Array(buffer.contents))
    } catch {
      return CgroupHierarchies()
    }
  }

  static func find(_ contents: [UInt8]) -> CgroupHierarchies {
    var found = CgroupHierarchies()
    for mount in CgroupMount.all(contents) {
      if mount.type == "cgroup2" {
        found.two = found.two ?? mount.point
        continue
      }
      if mount.options.contains("name=systemd") { found.systemd = found.systemd ?? mount.point }
      if mount.options.contains("memory") { found.memory = found.memory ?? mount.point }
      if mount.options.contains("freezer") { found.freezer = found.freezer ?? mount.point }
    }
    return found
  }
}

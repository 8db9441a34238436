/// The part of the machine in which lmktop may kill. Outside it nothing is signalled, whoever asks.
public enum Scope: Hashable, Sendable {
  case machine
  /// Processes whose effective user is this one.
  case user(UInt32)
  /// Those in the control group at this path or below it; memory is the group's own. The path is
  /// the one of the memory controller's hierarchy, as /proc/PID/cgroup has it: `/user.slice`.
  case cgroup(String)
  /// A process and all that descend from it, even when who made them has ended.
  case subtree(ProcessKey)

  /// `user 1000`, `cgroup /user.slice`, `subtree of 4711`.
  public var words: String {
    switch self {
    case .machine: "the machine"
    case .user(let user): "user \(user)"
    case .cgroup(let path): "cgroup \(path)"
    case .subtree(let root): "subtree of \(root.pid)"
    }
  }

  /// Whether a path of a control group is the scope's or below it.
  func includes(_ group: ControlGroup) -> Bool {
    guard case .cgroup(let path) = self else { return true }
    if path == "/" { return true }
    let inner = group.memoryPath.utf8
    guard inner.starts(with: path.utf8) else { return false }
    let rest = inner.dropFirst(path.utf8.count)
    return rest.isEmpty || rest.first == UInt8(ascii: "/")
  }
}

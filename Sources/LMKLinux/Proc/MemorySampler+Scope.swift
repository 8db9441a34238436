import LMKCore

extension MemorySampler {
  /// A sampler of the memory that counts in a scope: a control group's own, else the machine's.
  ///
  /// - Throws: for a control group, EOPNOTSUPP where none that accounts for memory is mounted, else
  ///   what opening its files says (ENOENT: there is no such group).
  public init(root: ProcRoot, pageSize: Int = Host.pageSize, scope: Scope) throws(Errno) {
    guard case .cgroup(let path) = scope else {
      self.init(root: root, pageSize: pageSize)
      return
    }
    guard let mount = CgroupMount.find(root) else { throw .notSupported }
    self.init(
      root: root, pageSize: pageSize,
      of: try CgroupMemory(path: path, in: mount, pageSize: pageSize))
  }
}

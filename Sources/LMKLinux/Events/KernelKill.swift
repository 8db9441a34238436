import LMKCore

/// A kill by the kernel's own killer, as far as it told of it. The sizes are in KiB.
public struct KernelKill: Hashable, Sendable {
  /// Whose shortage it was.
  public enum Scope: Hashable, Sendable {
    /// The whole machine's (or a cpuset's, or a node's).
    case machine
    /// A memory cgroup's, which had reached its limit.
    case cgroup
    /// The source does not say (`oom:mark_victim`, and sentences before Linux 4.19).
    case untold
  }

  public var scope: Scope
  /// The victim; `mark_victim` may name another thread of it than the leader.
  public var pid: Int32
  /// Empty if it was not told.
  public var name: ProcessName
  public var totalVM: UInt64?
  public var anonymous: UInt64?
  public var file: UInt64?
  public var shared: UInt64?
  public var pageTables: UInt64?
  public var uid: UInt32?
  public var adj: OOMScoreAdj?

  public init(scope: Scope, pid: Int32, name: ProcessName = ProcessName()) {
    self.scope = scope
    self.pid = pid
    self.name = name
  }
}

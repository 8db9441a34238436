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

  /// Who told of it.
  public enum Source: Hashable, Sendable {
    /// The tracepoint `oom:mark_victim`. It also marks a victim that was dying already, which is
    /// no kill of the kernel's: only the counter tells them apart.
    case mark
    /// The kernel's sentence in its log: it comes last, and says most.
    case sentence
  }

  public var scope: Scope
  /// The victim as the kernel numbers it in its first pid namespace; not always the leader, but
  /// the thread of it that still had the memory.
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

  /// Adds what another source knows of the same kill, and this one does not.
  mutating func complete(with other: KernelKill) {
    if scope == .untold { scope = other.scope }
    if name.count == 0 { name = other.name }
    totalVM = totalVM ?? other.totalVM
    anonymous = anonymous ?? other.anonymous
    file = file ?? other.file
    shared = shared ?? other.shared
    pageTables = pageTables ?? other.pageTables
    uid = uid ?? other.uid
    adj = adj ?? other.adj
  }
}

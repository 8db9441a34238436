import LMKCore

/// What a tracepoint tells. Bare pids, as the kernel speaks.
public enum TraceEvent: Hashable, Sendable {
  /// `oom:oom_score_adj_update`. The number may be a thread's: adj belongs to its process. Told
  /// for the process that was written; others that share its memory change silently with it.
  case adjChanged(thread: Int32, adj: OOMScoreAdj, name: ProcessName)
  /// `task:task_newtask`, threads left out. `adj` is inherited.
  case newProcess(pid: Int32, adj: OOMScoreAdj, name: ProcessName, flags: CloneFlags)
  /// `oom:mark_victim`.
  case victimMarked(KernelKill)

  /// clone(2)'s flags, as far as they matter here.
  public struct CloneFlags: OptionSet, Hashable, Sendable {
    public var rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// `CLONE_VM`.
    public static let memory = CloneFlags(rawValue: 0x100)
    /// `CLONE_VFORK`: the parent waits until the child has left its memory.
    public static let vfork = CloneFlags(rawValue: 0x4000)
    /// `CLONE_PARENT`: a sibling of its maker, not a child.
    public static let sibling = CloneFlags(rawValue: 0x8000)
    /// `CLONE_THREAD`.
    public static let thread = CloneFlags(rawValue: 0x10000)

    /// It lives on in the memory of its maker, and shares its adj for good: a write to one
    /// changes both, and only one is told.
    public var sharesMemory: Bool {
      intersection([.memory, .vfork, .thread]) == .memory
    }
  }
}

/// A trace event, with its moment and its author.
public struct TraceRecord: Hashable, Sendable {
  /// `CLOCK_MONOTONIC`.
  public var at: Instant
  /// The process that did it: the writer of an adj, the maker of a process, who asked for the
  /// memory that was not there. 0 if it is outside our pid namespace.
  public var by: Int32
  public var event: TraceEvent
}

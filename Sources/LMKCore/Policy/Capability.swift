/// Something lmktop may or may not be able to do here: a value, shown with its reason, never an
/// exit and never a silent fallback.
public struct Capability: Hashable, Sendable {
  public enum Name: String, Hashable, Sendable, CaseIterable {
    /// Every process can be seen (no `hidepid` mount hides other users').
    case processes = "all-processes"
    /// /proc/vmstat: without it there is no rule at all.
    case vmstat
    /// /proc/zoneinfo: without it the reserve counts as 0.
    case zoneinfo
    /// /proc/meminfo.
    case meminfo
    /// /proc/pressure/memory.
    case pressure
    /// `pidfd_open` and `pidfd_send_signal`: without them nothing is killed.
    case pidfd
    /// `process_mrelease`: the memory of a victim that gets no CPU comes back all the same.
    case reaping
    /// Signals to processes of other users (CAP_KILL, or root).
    case signalAll = "signal-all"
    /// This is the live kernel, not a captured tree.
    case live = "live-kernel"
    /// `mlockall`, when armed.
    case memoryLock = "memory-lock"
    /// A raised priority of the engine, when armed.
    case priority
    /// lmktop's own `oom_score_adj`, lowered when armed: the kernel's killer takes others first.
    case ownAdj = "own-adj"
    /// The journal file.
    case journal
    /// journald's socket, where there is one.
    case journald
    /// The recording: all that happened can be written.
    case recording
    /// Some process could not be read (refused), so the order may have holes.
    case reading = "process-reading"
    /// Births, execs and ends of processes as they happen (netlink's proc connector).
    case procConnector = "proc-connector"
    /// `oom_score_adj` writes as they happen, and whom the kernel's own killer marks.
    case tracepoints
    /// A wake-up when processes stall on memory (a PSI trigger).
    case pressureTrigger = "pressure-trigger"
    /// The scope is there: its control group, or the root of its subtree.
    case scope
    /// The rules' questions are answered: no reading of a process hangs.
    case rules
    /// The kernel's sentence on each kill of its own (/dev/kmsg).
    case kernelLog = "kernel-log"
  }

  public var name: Name
  public var isAvailable: Bool
  /// One sentence: what was tried, and what it means. Empty where all is well and nothing is to say.
  public var reason: String

  public init(_ name: Name, isAvailable: Bool, reason: String = "") {
    self.name = name
    self.isAvailable = isAvailable
    self.reason = reason
  }
}

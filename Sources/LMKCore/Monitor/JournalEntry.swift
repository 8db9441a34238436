/// One line of the append-only account: every verdict, edit, arming and outcome. A value without
/// heap references, but for the words of a refusal.
public struct JournalEntry: Hashable, Sendable {
  /// Rises by one from entry to entry, from 1.
  public var sequence: UInt64
  public var at: Instant
  public var kind: Kind

  public init(sequence: UInt64, at: Instant, kind: Kind) {
    self.sequence = sequence
    self.at = at
    self.kind = kind
  }

  public enum Kind: Hashable, Sendable {
    case started
    case armed(Escalation)
    case armingRefused(ArmingRefusal)
    case disarmed(DisarmReason)
    /// A row became the active one (index), or none (`nil`).
    case levelChanged(from: Int?, to: Int?, terms: MemoryTerms)
    case edited(row: Int, from: Level, to: Level)
    case thresholdsReplaced(Thresholds)
    /// The configuration was read again and holds.
    case ruleAdopted(Rule)
    /// The configuration was read again, and the old one stands: why.
    case ruleRefused(String)
    /// Disarmed, and this is who would have died; once for each victim and row.
    case wouldKill(KillRecord)
    /// A signal is about to be sent: it stands in the journal's ring before the signal is. On disk
    /// alone: the screen sees what came of it.
    case intent(KillRecord)
    /// A signal was sent.
    case signalled(KillRecord)
    /// Nothing was sent, or nothing more: the reason.
    case failed(KillRecord, KillFailure)
    /// A scan named a victim, and at the kill memory had recovered.
    case recovered(KillRecord)
    /// The victim is gone, and a second has passed: what came back.
    case died(KillRecord, DeathOutcome)
    /// SIGKILL, and still there after its time.
    case timedOut(KillRecord, after: Duration)
    /// One that was given up as stuck is gone after all.
    case diedLate(KillRecord, after: Duration)
    /// All of what a dialog has shown is about to be signalled: before the first signal, on disk
    /// alone.
    case reachIntent(ReachRecord)
    /// All of it was signalled.
    case reachSignalled(ReachRecord)
    /// None of it was signalled: why.
    case reachRefused(ReachRecord, ReachObstacle)
    /// Those who were signalled have ended, or were given up.
    case reachEnded(ReachRecord, ReachOutcome)
    /// A control group (its path) was frozen for a kill of all of it, and its thaw was refused: those
    /// who live in it stand still. It is tried again with each sample.
    case leftFrozen(String, Errno)
    /// A dialog was opened on a process that cannot be bound any more.
    case notBound(ProcessKey, ProcessName, KillFailure)
    /// A victim waits for its hook, for so long at most.
    case hookBegan(KillRecord, limit: Duration)
    /// A hook did not run as it should.
    case hookFailed(HookPhase, KillRecord, HookEnd)
    /// The operator let the thresholds be written to the configuration.
    case thresholdsWritten(WriteOutcome)
    /// So many entries never reached the disk: it was too slow, or refused them.
    case journalLost(UInt64)
    /// The recording is not whole, and why; or it is written again.
    case recording(isWritten: Bool, String)
    /// The kernel's own OOM killer acted, and told whom it killed.
    case kernelKilled(KernelKill)
    /// It acted so many times, and nobody told on whom.
    case kernelKillsCounted(UInt64)
    /// The operator protects one process, or protects it no more.
    case pinned(Candidate)
    case unpinned(Candidate)
    /// Its `oom_score_adj` was written by hand; the process as it stands now.
    case adjWritten(Candidate, from: OOMScoreAdj)
    /// It was to be written, and was not.
    case adjRefused(Candidate, to: OOMScoreAdj, KillFailure)
    /// The scope is gone, in these words: nothing can be killed any more.
    case scopeLost(String)
    /// Kills brought no memory back: nobody is named for a while.
    case paused(kills: Int, Duration, HeldMemory)
    /// One of the same name and owner as a victim was started again: so many times by now.
    case respawned(Candidate, times: UInt32)
    /// The terminal is gone. Armed, it goes on without a screen.
    case hungUp
    case leaving(Signal?)
  }
}

/// What became of a file that was to be written.
public enum WriteOutcome: Hashable, Sendable {
  case written
  case refused(Errno)
  /// There is no place for it: no home, or another file was named.
  case noPlace
}

/// What one death brought.
public struct DeathOutcome: Hashable, Sendable {
  /// From the first signal to the exit.
  public var took: Duration
  /// MemAvailable and page lists, one second after the exit, above what they were at the signal: its
  /// share by what was expected, where several died at once.
  public var freedPages: Int
  /// What other processes took of it meanwhile, in pages of anonymous memory.
  public var takenPages: Int
  /// Memory came back, or no row is crossed any more. What other processes took meanwhile came back
  /// too: there is somebody left whose death helps.
  public var isRelief: Bool

  public init(took: Duration, freedPages: Int, takenPages: Int = 0, isRelief: Bool) {
    self.took = took
    self.freedPages = freedPages
    self.takenPages = takenPages
    self.isRelief = isRelief
  }
}

/// Why a signal did not reach its process.
public enum KillFailure: Hashable, Sendable {
  /// The process had ended.
  case gone
  /// Its pid belongs to another process now: nothing was sent.
  case reused
  /// It is not in the scope: nothing was sent, whoever asked.
  case outsideScope
  /// lmktop was started read-only: nothing is sent and nothing written, whoever asks.
  case readOnly
  /// The kernel refused.
  case refused(Errno)
  /// Anything else.
  case error(Errno)
}

extension KillFailure {
  /// Out of memory, or of descriptors: likely exactly when memory is gone, and tried again.
  var isTransient: Bool {
    guard case .error(let errno) = self else { return false }
    return switch errno {
    case .outOfMemory, .interrupted, .tooManyFiles, .tooManyFilesInSystem, .again, .noBuffers: true
    default: false
    }
  }
}

public enum DisarmReason: Hashable, Sendable {
  case atStart
  case byOperator
  case panic
  case leaving
  case hangUp
  /// Several kills in a minute brought no memory back.
  case noRelief(kills: Int, HeldMemory)
  /// A capability that arming needs went away.
  case lost(Capability.Name)
}

/// Why lmktop does not arm.
public enum ArmingRefusal: Hashable, Sendable {
  case capturedTree
  /// lmktop was started read-only.
  case readOnly
  case hiddenProcesses
  case noPidfd
  case noVmstat
  case noThresholds
  /// What the scope names is gone.
  case scopeLost
  /// meminfo and zoneinfo speak of different machines, as in a container with a /proc of its own.
  case memoryDisagrees
}

public enum Arming: Hashable, Sendable {
  case disarmed(DisarmReason, since: Instant)
  case armed(since: Instant)

  public var isArmed: Bool {
    switch self {
    case .armed: true
    case .disarmed: false
    }
  }
}

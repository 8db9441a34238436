/// What reaches the monitor: from the kernel, from the operator, from the killer.
public enum Event: Sendable {
  /// lmktop watches from now on.
  case started
  /// The memory files were read.
  case sampled(MemoryReading, Work)
  /// A pass over the processes begins.
  case passBegan(PassKind)
  /// One process was read, all of it.
  case measured(ProcessReading)
  /// One process was read again: its memory, and these parts.
  case refreshed(ProcessReading, ReadingParts)
  /// Its CPU time was read, in clock ticks (stat fields 14 and 15).
  case timed(ProcessKey, ticks: UInt64)
  /// A process's control group was read.
  case grouped(ProcessKey, ControlGroupID)
  /// A control group that was not met before has this number, the next one.
  case groupNamed(ControlGroupID, ControlGroup)
  /// It is pid 1 of a pid namespace within ours.
  case containerInit(ProcessKey)
  /// Who lmktop's own parents are, up to pid 1, which is not among them.
  case ancestors([ProcessKey])
  /// There were too many control groups: all numbers are void.
  case groupsForgotten
  /// A process is there, and was not read: it is fresh, or could not be read. What is known stays.
  case seen(pid: Int32)
  /// A process was not there any more (ENOENT, ESRCH).
  case vanished(pid: Int32)
  /// A pass is over, and met so many places: whoever a listing did not meet is gone.
  case passEnded(met: Int, Work)
  /// The kernel's event sources spoke: so many events, so many of them known to be lost.
  case fed(events: UInt64, lost: UInt64)
  /// The kernel's PSI trigger fired: processes are stalled on memory.
  case stalled
  /// The kernel's own killer has acted, says one of its sources; others may say it too.
  case kernelKilled(KernelKill, by: KernelKill.Source)
  /// An interval is over: time for rates.
  case ticked(OwnCost)
  case command(Command)
  /// A pidfd is open for the dialog's process, and its start time agrees.
  case bound(ProcessKey)
  /// The victim is bound; it and the memory terms were read again just now.
  case confirmed(ProcessKey, Confirmation, Work)
  case signalled(ProcessKey, Signal, KillPurpose)
  case failed(ProcessKey, KillFailure, KillPurpose)
  /// An adj was written by hand.
  case adjSet(ProcessKey, from: OOMScoreAdj, to: OOMScoreAdj)
  /// It was not, and nothing has changed.
  case adjNotSet(ProcessKey, OOMScoreAdj, KillFailure)
  /// A hook that was asked for has ended, or could not be run.
  case hookEnded(HookCall, HookEnd)
  /// A worker says what the rules mean for a process; `question` is the number of what it was asked.
  case ruled(ProcessKey, RuleEffect, question: UInt16)
  /// No worker can say it.
  case notRuled(ProcessKey, question: UInt16)
  /// A process runs another program from now on, maybe by the same name.
  case execed(pid: Int32)
  /// A worker says who belongs to what a dialog asks about, or has done to it what was asked.
  case reachAnswered(ReachQuestion, ReachAnswer)
  /// It is time for the next members: `Monitor.hasReachStep`.
  case reachStep
  /// A pidfd is open for one of many, and its start time agrees.
  case memberBound(ProcessKey)
  /// A pidfd told the end of a process.
  case exited(ProcessKey)
  /// Reaping a process that was signalled has ended.
  case reaped(ProcessKey, Reaping)
  case capability(Capability)
  /// The journal can be written again, and so many entries are missing in it.
  case journalLost(UInt64)
  /// lmktop leaves, on a signal or by the operator's word.
  case leaving(Signal?)
}

/// What a pass is for.
public enum PassKind: Hashable, Sendable {
  /// Over /proc as it is listed, by pid: finds who is new and who is gone, and reads in turns.
  case walk
  /// Over the processes that are known, in turns; births, ends, new programs and new names are told
  /// by events.
  case sweep
  /// Over /proc as it is listed, between sweeps: it proves what the events told. Turns go by
  /// another order there, so nobody's turn comes.
  case reconciliation
  /// Over the processes that are known, between two walks while a row is near: those alone who are
  /// read in every pass.
  case head
}

/// What was true a moment before the signal.
public struct Confirmation: Hashable, Sendable {
  public var adj: OOMScoreAdj
  /// `nil`: it could not be read again (a zombie leader's statm says nothing); what is known stays.
  public var rssPages: Int?
  public var sharedPages: Int?
  public var memory: MemoryReading

  public init(adj: OOMScoreAdj, rssPages: Int?, sharedPages: Int?, memory: MemoryReading) {
    self.adj = adj
    self.rssPages = rssPages
    self.sharedPages = sharedPages
    self.memory = memory
  }
}

/// Why the killer was asked.
public enum KillPurpose: Hashable, Sendable {
  /// A kill dialog was opened.
  case binding
  /// A kill by hand.
  case byHand
  /// A scan's victim.
  case scan
  /// SIGKILL after SIGTERM.
  case escalation
  /// One of many, by hand.
  case reach
}

/// What the monitor wants done. Whoever carries it out answers with an event; nothing here waits.
public enum Effect: Sendable {
  /// Open its pidfd and compare its start time → `.bound` or `.failed`.
  case bind(ProcessKey)
  /// Bind it if it is not, then read its adj and the memory terms again → `.confirmed` or `.failed`.
  case confirm(ProcessKey)
  /// Signal it through its pidfd, watch for its end, and reap it if the signal may end it →
  /// `.signalled` or `.failed`, `.reaped`, `.exited`.
  case signal(ProcessKey, Signal, KillPurpose)
  /// Write the adj of a process that is bound → `.adjSet` or `.adjNotSet`.
  case setAdj(ProcessKey, OOMScoreAdj)
  /// Let a worker look who belongs together, or act on them as one → `.reachAnswered`.
  case askReach(ReachQuestion)
  /// Bind one of many → `.memberBound` or `.failed`.
  case bindMember(ProcessKey)
  /// Run a hook, or leave it → `.hookEnded`.
  case runHook(HookCall)
  /// Close its pidfd.
  case release(ProcessKey)
  /// The leader has exited while other threads run on: let the end of its threads be told.
  case follow(ProcessKey)
  /// Other rules hold from now on, and everybody is asked about again.
  case adoptRules(RuleBook)
  case journal(JournalEntry)
  /// Armed: lock memory, raise the priority.
  case armed
  case disarmed
  case setInterval(Duration)
}

/// A list of effects that keeps its room from call to call.
public struct Effects: Sendable {
  public private(set) var list: ContiguousArray<Effect> = []

  public init() { list.reserveCapacity(64) }

  public mutating func append(_ effect: Effect) { list.append(effect) }

  /// Empties the list, and gives its former content. The room is swapped, not freed.
  public mutating func take(into other: inout Effects) {
    other.list.removeAll(keepingCapacity: true)
    swap(&self, &other)
  }

  public mutating func removeAll() { list.removeAll(keepingCapacity: true) }

  public var isEmpty: Bool { list.isEmpty }
}

/// The only mutable truth: the cache, the thresholds, the deaths under way, the statistics.
///
/// It has no I/O, no clock and no lock. What it learns comes in as events with their time; what it
/// wants done goes out as effects; what others may see is copied into a snapshot.
public struct Monitor: ~Copyable {
  var configuration: MonitorConfiguration
  var table: ProcessTable
  var memory = MemoryReading()
  var terms = MemoryTerms(otherFree: 0, otherFile: 0)
  /// The first pass is under way: an evaluation would find nobody, and count that.
  var isBlind = false
  var evaluation: Evaluation
  var trend = Trend()
  var arming: Arming
  var deaths: ContiguousArray<PendingDeath> = []
  var scanUnderWay: ScanUnderWay?
  var binding = Binding.none
  /// Given up, and not gone when last heard of.
  var stuck: ContiguousArray<StuckVictim> = []
  /// Whom the kill dialog was opened on, as it was known then, and the signal asked for.
  var handTarget: Candidate?
  var handSignal = Signal.terminate
  var capabilities: [Capability] = []
  var groups: [ControlGroupID: ControlGroup] = [:]
  var pass: UInt64 = 0
  var rotation = Rotation()
  var stallWatch = StallWatch()
  var board = LampBoard()
  var kernelKills = KernelKillLedger()
  var respawns = RespawnLedger()
  /// What a dialog has asked about beyond one process.
  var reach: ReachKill?
  /// What it was told instead.
  var reachRefusal: ReachPreview?
  var reachDeaths: ContiguousArray<ReachDeaths> = []
  /// Of questions, and of orders.
  var reachNumber: UInt32 = 0
  var reachOrder: UInt32 = 0

  // The account
  var statistics = Statistics()
  var interval: Interval
  var stalls: ContiguousArray<Float> = []
  var entries: ContiguousArray<JournalEntry> = []
  var entryCount: UInt64 = 0
  /// Who stood first at the last intent.
  public private(set) var decision = Decision()
  var memoirs = Memoirs()
  var snapshotCount: UInt64 = 0
  /// Is told of all that comes in and of all that is wanted; `nil`: nobody is.
  public var tap: (any MonitorTap)?
  var scratch = SnapshotScratch()
  var demand: SnapshotDemand = []
  var times = TimeLedger()

  /// One scan, from its verdict to its outcome.
  struct ScanUnderWay {
    var record: KillRecord
    /// Candidates tried so far, this one included.
    var steps: Int
    var work: Work
    var hook: HookWait?
  }

  /// The statistics at the last two ends of an interval, for rates.
  struct Interval {
    var statistics = Statistics()
    var at: Instant
    var earlier = Statistics()
    var earlierAt: Instant
    var cost = OwnCost()
    var costEarlier = OwnCost()
    var stallTotal: UInt64?
  }

  /// What was said last, so that a row that flickers does not fill the journal.
  struct Memoirs {
    var level: Int?
    var levelAt: Instant?
    var wouldKill: ProcessKey?
    var wouldKillLevel = -1
    var wouldKillAt: Instant?
    var recoveredAt: Instant?
    var kernelKills: UInt64?
    var hasLeft = false
    /// When the last deaths without relief were counted.
    var noRelief: [Instant] = []
    /// Nobody is named until then.
    var pausedUntil: Instant?
  }

  static let entryCapacity = 256
  static let stallCapacity = 60
  /// Candidates that one scan tries before it gives up.
  static let stepLimit = 8
  static let stuckCapacity = 16

  public init(_ configuration: MonitorConfiguration, at now: Instant) {
    self.configuration = configuration
    table = ProcessTable(
      rankedBy: configuration.rankBasis, policy: StandingPolicy(configuration),
      capacity: configuration.capacity)
    evaluation = Evaluation(
      active: nil, deciding: nil, credited: terms, eligible: Reclaimable(),
      verdict: .spare(.noRowCrossed))
    arming = .disarmed(.atStart, since: now)
    interval = Interval(at: now, earlierAt: now)
    deaths.reserveCapacity(64)
    stuck.reserveCapacity(Self.stuckCapacity)
    entries.reserveCapacity(Self.entryCapacity)
    stalls.reserveCapacity(Self.stallCapacity)
    memoirs.noRelief.reserveCapacity(8)
  }

  mutating func take(_ event: Event, at now: Instant, into effects: inout Effects) {
    switch event {
    case .started:
      record(.started, at: now, into: &effects)
    case .sampled(let reading, let work):
      sample(reading, work, at: now, into: &effects)
    case .passBegan(let kind):
      pass += 1
      if pass == 1 { isBlind = true }
      planPass(kind)
      planTimes(kind, at: now)
    case .measured(let reading):
      note(reading, adjReadAt: now, at: now, into: &effects)
    case .refreshed(let reading, let parts):
      // A write of an adj that would have been told is as good as a reading of it.
      let adjReadAt = parts.contains(.adj) || tellsAdj ? now : nil
      note(reading, adjReadAt: adjReadAt, at: now, into: &effects)
    case .timed(let key, let ticks): note(key, ticks: ticks, at: now)
    case .grouped(let key, let group):
      table.setGroup(group, of: key, at: now)
    case .groupNamed(let number, let group):
      groups[number] = group
      if configuration.scope.includes(group) { table.policy.groupsInScope.insert(number) }
    case .containerInit(let key):
      table.markContainerInit(key, at: now)
      if handTarget?.key == key { handTarget?.isContainerInit = true }
    case .ancestors(let keys):
      table.setAncestors(keys, at: now)
    case .groupsForgotten:
      groups.removeAll()
      table.policy.groupsInScope.removeAll()
      table.forgetGroups(at: now)
    case .seen(let pid):
      table.markSeen(pid: pid, pass: pass)
    case .ruled(let key, let effect, let question):
      table.answer(effect, of: key, question: question, at: now)
    case .notRuled(let key, let question):
      table.answer(nil, of: key, question: question, at: now)
    case .execed(let pid):
      table.askAgain(pid: pid, at: now)
    case .vanished(let pid):
      vanish(pid)
      watchScope(at: now, into: &effects)
    case .passEnded(let met, let work):
      isBlind = false
      endPass(met: met, at: now)
      // Only a listing proves that somebody is gone.
      switch rotation.kind {
      case .walk, .reconciliation: table.removeUnseen(since: pass)
      case .sweep, .head: break
      }
      table.settleSubtree(at: now)
      watchScope(at: now, into: &effects)
      statistics.passes.add(work)
      statistics.relinks = table.tree.relinks
      evaluation = evaluate(terms, table.tree, configuration.thresholds, credit)
    case .fed(let events, let lost):
      statistics.events += events
      statistics.lost += lost
      if lost > 0 { noteLoss() }
    case .stalled:
      stallWatch.alarm()
    case .kernelKilled(let kill, let source):
      hear(kill, from: source, at: now, into: &effects)
    case .ticked(let cost):
      tick(cost, at: now)
    case .command(let command):
      obey(command, at: now, into: &effects)
    case .bound(let key):
      if binding == .opening(key) { binding = .bound(key) } else { release(key, into: &effects) }
    case .confirmed(let key, let confirmation, let work):
      confirm(key, confirmation, work, at: now, into: &effects)
    case .signalled(let key, let signal, let purpose):
      noteSignal(key, signal, purpose, at: now, into: &effects)
    case .failed(let key, let failure, let purpose):
      noteFailure(key, failure, purpose, at: now, into: &effects)
    case .adjSet(let key, let old, let new):
      noteAdj(key, from: old, to: new, at: now, into: &effects)
    case .adjNotSet(let key, let adj, let failure):
      noteAdjFailure(key, adj, failure, at: now, into: &effects)
    case .hookEnded(let call, let end):
      noteHook(call, end, at: now, into: &effects)
    case .reachAnswered(let question, let answer):
      noteReach(question, answer, at: now, into: &effects)
    case .reachStep:
      stepReach(at: now, into: &effects)
    case .memberBound(let key):
      noteMemberBound(key, into: &effects)
    case .exited(let key):
      noteExit(key, at: now, into: &effects)
      watchScope(at: now, into: &effects)
    case .reaped(let key, let reaping):
      noteReaping(key, reaping, at: now)
    case .capability(let capability):
      note(capability, at: now, into: &effects)
    case .journalLost(let count):
      record(.journalLost(count), at: now, into: &effects)
    case .leaving(let signal):
      if arming.isArmed {
        disarm(signal == .hangUp ? .hangUp : .leaving, at: now, into: &effects)
      }
      guard !memoirs.hasLeft else { return }
      memoirs.hasLeft = true
      leaveReach(at: now, into: &effects)
      record(.leaving(signal), at: now, into: &effects)
    }
  }

  var credit: PendingCredit {
    var credit = PendingCredit()
    for death in deaths where !death.isBack {
      // Those who were signalled together count as one: they are an act of the operator's.
      if death.reach == nil { credit.deaths += 1 }
      credit.pages += death.expectedPages
    }
    credit.deaths += reachDeaths.count
    return credit
  }

  mutating func record(
    _ kind: JournalEntry.Kind, at now: Instant, into effects: inout Effects
  ) {
    entryCount += 1
    let entry = JournalEntry(sequence: entryCount, at: now, kind: kind)
    if entries.count == Self.entryCapacity { entries.removeFirst() }
    entries.append(entry)
    effects.append(.journal(entry))
  }

  private mutating func note(
    _ reading: ProcessReading, adjReadAt: Instant?, at now: Instant, into effects: inout Effects
  ) {
    let former = respawns.isEmpty ? nil : table.reading(pid: reading.key.pid)
    table.note(reading, adjReadAt: adjReadAt, at: now, pass: pass)
    if !respawns.isEmpty, former?.key != reading.key || former?.name != reading.name {
      noteBirth(reading.key, at: now, into: &effects)
    }
    if reading.isZombieLeader { effects.append(.follow(reading.key)) }
  }

  /// Lets the journal know what is about to be done, and who stood first then.
  mutating func recordIntent(
    _ kill: KillRecord, at now: Instant, into effects: inout Effects
  ) {
    entryCount += 1
    // SIGKILL after SIGTERM is no new choice, and must not take the place of one under way.
    if kill.steps.signalled == nil { decision.take(table.tree, for: entryCount) }
    effects.append(
      .journal(JournalEntry(sequence: entryCount, at: now, kind: .intent(kill))))
  }

  private mutating func vanish(_ pid: Int32) {
    guard let reading = table.reading(pid: pid) else { return }
    // The end of a dying one is told by its pidfd.
    if deaths.contains(where: { $0.key == reading.key }) { return }
    table.remove(pid: pid)
  }

  mutating func note(
    _ capability: Capability, at now: Instant, into effects: inout Effects
  ) {
    if let index = capabilities.firstIndex(where: { $0.name == capability.name }) {
      noteRecording(from: capabilities[index], to: capability, at: now, into: &effects)
      capabilities[index] = capability
    } else {
      noteRecording(from: nil, to: capability, at: now, into: &effects)
      capabilities.append(capability)
    }
    if capability.name == .scope, !capability.isAvailable {
      loseScope(capability.reason, at: now, into: &effects)
    }
    let needed: [Capability.Name] = [.pidfd, .processes, .vmstat, .scope]
    if arming.isArmed, !capability.isAvailable, needed.contains(capability.name) {
      disarm(.lost(capability.name), at: now, into: &effects)
    }
  }

  private mutating func tick(_ cost: OwnCost, at now: Instant) {
    interval.earlier = interval.statistics
    interval.earlierAt = interval.at
    interval.costEarlier = interval.cost
    let total = memory.pressure?.some.total
    if let total, let before = interval.stallTotal, total >= before, now > interval.at {
      let share = Double(total - before) / 1e6 / now.seconds(since: interval.at)
      if stalls.count == Self.stallCapacity { stalls.removeFirst() }
      stalls.append(Float(min(share, 1)))
    }
    interval.stallTotal = total
    interval.statistics = statistics
    interval.at = now
    interval.cost = cost
  }
}

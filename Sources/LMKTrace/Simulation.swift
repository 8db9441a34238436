import LMKCore

/// A recorded episode under another rule: who would have been killed, when, and what of it really
/// happened.
///
/// Two monitors live through the recording side by side. The recorded one is replayed; the other one
/// is armed, has the other rule, and gets the same events, but for what its own kills would have
/// changed:
///
///     killed only here    its readings are left out, and what it held is added to free and available
///     killed only there   it lives on at its last size, which is taken from free and available
///     answers of the killer   come from here: a victim ends when it really did after its signal, else
///                             `assumedDeath` after the first one
public final class Simulation {
  /// Who was not killed then ends so long after its first signal here.
  public static let assumedDeath: Duration = .milliseconds(100)

  let replay: TraceReplay
  private var monitor: Monitor
  private var effects = Effects()
  private var batch = Effects()
  public private(set) var result: SimulationResult
  /// Killed here, and alive there: what each held when it was read last.
  private var ghosts: [ProcessKey: Int] = [:]
  /// Killed there, and alive here.
  private var survivors: [ProcessKey: Int] = [:]
  /// Killed there by a row: when.
  private var killedThere: [ProcessKey: Instant] = [:]
  private var dying: [(key: ProcessKey, at: Instant)] = []
  private var memory = MemoryReading()
  private var sampledAt: Instant?
  private var now: Instant

  /// - Parameter replay: at its beginning; nothing else may use it meanwhile.
  public init(_ replay: TraceReplay, under rule: Rule) {
    self.replay = replay
    replay.seek(to: replay.index.first)
    var image = MonitorImage()
    replay.monitor.write(into: &image, at: replay.now)
    image.liftReadOnly()
    monitor = Monitor(image)
    now = replay.now
    result = SimulationResult(rule: rule, first: replay.index.first)
    let recorded = image.configuration.rule
    // Answers of other rules than those that were asked about are not in the recording.
    var own = rule
    own.book = recorded.book
    result.rule = own
    give(.command(.adopt(own)))
    give(.command(.arm))
  }

  /// Lives through all of it.
  public func run() -> SimulationResult {
    while true {
      switch replay.step() {
      case .event(let event): take(event, at: replay.now)
      case .gap: result.gaps += 1
      case .end:
        result.last = now
        settleFates()
        return result
      }
    }
  }

  // MARK: The other world's events

  private func take(_ event: Event, at moment: Instant) {
    endWhoIsDue(by: moment)
    now = moment
    noteThere(event)
    for effect in replay.effects.list {
      if case .journal(let entry) = effect { result.noteReal(entry) }
    }
    switch event {
    case .sampled(let reading, let work): sample(reading, work)
    case .measured(let reading), .refreshed(let reading, _):
      if ghosts[reading.key] != nil {
        ghosts[reading.key] = reading.freesPages
      } else {
        dropSurvivor(pid: reading.key.pid)
        give(event)
      }
    case .grouped(let key, _), .containerInit(let key), .ruled(let key, _, _),
      .notRuled(let key, _):
      if ghosts[key] == nil { give(event) }
    case .seen(let pid), .execed(let pid):
      if !isGhost(pid) { give(event) }
    case .vanished(let pid):
      if let ghost = ghosts.keys.first(where: { $0.pid == pid }) {
        ghosts[ghost] = nil
      } else if !survivors.keys.contains(where: { $0.pid == pid }) {
        give(event)
      }
    case .exited(let key): noteEnd(key)
    case .passEnded(let met, let work):
      // They are there, though nobody could see them.
      for key in survivors.keys.sorted(by: { $0.pid < $1.pid }) { give(.seen(pid: key.pid)) }
      give(.passEnded(met: met, work))
    case .command(let command): take(command)
    case .capability(let capability): take(capability)
    // The killer of there answered the monitor of there.
    case .bound, .confirmed, .signalled, .failed, .hookEnded, .reaped, .journalLost, .leaving,
      .reachAnswered, .reachStep, .memberBound, .adjNotSet, .timed:
      break
    // The operator would have written it here too.
    case .adjSet(let key, _, _):
      if ghosts[key] == nil { give(event) }
    case .started, .passBegan, .groupNamed, .ancestors, .groupsForgotten, .fed, .stalled,
      .kernelKilled, .ticked:
      give(event)
    }
  }

  private func noteThere(_ event: Event) {
    guard case .signalled(let key, _, let purpose) = event else { return }
    switch purpose {
    case .scan, .escalation: killedThere[key] = killedThere[key] ?? now
    case .byHand, .binding, .reach: break
    }
  }

  private func noteEnd(_ key: ProcessKey) {
    if ghosts[key] != nil {
      ghosts[key] = nil
      result.noteEnd(key, at: now)
    } else if let index = dying.firstIndex(where: { $0.key == key }) {
      // Signalled here too: it ends as it did.
      dying.remove(at: index)
      give(.exited(key))
    } else if killedThere[key] != nil {
      // It would have lived on; its size is what it was when it was read last.
      survivors[key] = monitor.reading(pid: key.pid)?.freesPages ?? 0
      result.noteSpared(key, name: monitor.reading(pid: key.pid)?.name ?? ProcessName())
    } else {
      give(.exited(key))
    }
  }

  private func take(_ command: Command) {
    switch command {
    case .pin, .unpin, .setInterval: give(.command(command))
    case .arm, .disarm, .setThresholds, .adopt, .refuseRule, .bind, .release, .signal, .noteWritten,
      .setAdj, .survey, .signalReach, .look, .goOnAlone:
      break
    }
  }

  /// What could not be killed there is assumed to be possible here.
  private func take(_ capability: Capability) {
    switch capability.name {
    case .pidfd, .processes, .live, .scope: break
    default: give(.capability(capability))
    }
  }

  private func isGhost(_ pid: Int32) -> Bool { ghosts.keys.contains { $0.pid == pid } }

  private func isDying(_ key: ProcessKey) -> Bool { dying.contains { $0.key == key } }

  /// Its pid belongs to another now: how long it would have lived nobody can say.
  private func dropSurvivor(pid: Int32) {
    guard let key = survivors.keys.first(where: { $0.pid == pid }) else { return }
    survivors[key] = nil
    give(.exited(key))
  }

  // MARK: Memory

  private func sample(_ reading: MemoryReading, _ work: Work) {
    let difference = ghosts.values.reduce(0, +) - survivors.values.reduce(0, +)
    memory = reading
    memory.freePages += difference
    memory.availablePages = max(0, memory.availablePages + difference)
    let passed = sampledAt?.duration(to: now) ?? .zero
    sampledAt = now
    result.noteLook(
      real: reading, simulated: memory, crossedThere: !replay.monitor.isAtEase,
      crossedHere: !monitor.isAtEase, passed)
    give(.sampled(memory, work))
  }

  // MARK: The other killer

  private func give(_ event: Event) {
    monitor.apply(event, at: now, into: &effects)
    while !effects.isEmpty {
      effects.take(into: &batch)
      let list = batch.list
      for effect in list { carryOut(effect) }
    }
    while monitor.nextRuleQuestion() != nil {}
  }

  private func carryOut(_ effect: Effect) {
    switch effect {
    case .confirm(let key):
      guard let reading = monitor.reading(pid: key.pid), reading.key == key else {
        monitor.apply(.failed(key, .gone, .scan), at: now, into: &effects)
        return
      }
      let confirmation = Confirmation(
        adj: reading.adj, rssPages: reading.rssPages, sharedPages: reading.sharedPages,
        memory: memory)
      monitor.apply(.confirmed(key, confirmation, Work()), at: now, into: &effects)
    case .signal(let key, let signal, let purpose):
      monitor.apply(.signalled(key, signal, purpose), at: now, into: &effects)
      if !isDying(key) { dying.append((key, now.advanced(by: Self.assumedDeath))) }
    case .runHook(let call):
      monitor.apply(.hookEnded(call, .exited(status: 0)), at: now, into: &effects)
    case .journal(let entry): result.noteSimulated(entry)
    case .bind, .setAdj, .askReach, .bindMember, .release, .follow, .adoptRules, .armed, .disarmed,
      .setInterval:
      break
    }
  }

  private func endWhoIsDue(by moment: Instant) {
    while let index = dying.firstIndex(where: { $0.at <= moment }) {
      let (key, at) = dying.remove(at: index)
      now = max(now, at)
      // One that had ended there already has given its memory back there too.
      let hadEnded = survivors.removeValue(forKey: key) != nil
      if !hadEnded, let reading = replay.monitor.reading(pid: key.pid), reading.key == key {
        ghosts[key] = reading.freesPages
      }
      give(.exited(key))
    }
  }

  private func settleFates() {
    for index in result.kills.indices where result.kills[index].fate == .livedOn {
      if let at = killedThere[result.kills[index].key] {
        result.kills[index].fate = .killed(at)
      }
    }
  }
}

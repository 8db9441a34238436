extension Monitor {
  /// Acts on a verdict: disarmed, it is counted and told; armed, the victim is confirmed first.
  mutating func scan(
    _ victim: Candidate, level: Int, _ work: Work, at now: Instant, into effects: inout Effects
  ) {
    guard arming.isArmed else {
      statistics.wouldKill.add(work)
      noteWouldKill(kill(of: victim, level: level), level: level, at: now, into: &effects)
      return
    }
    guard var own = passOverForeign(at: now) else {
      statistics.refused.add(work)
      return
    }
    own.steps.sampled = now.advanced(by: .nanoseconds(-Int64(clamping: work.nanoseconds)))
    scanUnderWay = ScanUnderWay(record: own, steps: 1, work: work)
    effects.append(.confirm(own.victim.key))
  }

  /// The kill that the row `level` asks for at this moment.
  private func kill(
    of victim: Candidate, level: Int, after steps: KillSteps = KillSteps()
  ) -> KillRecord {
    var kill = KillRecord(
      victim: victim, signal: signal(for: victim, level: level),
      cause: .row(level: level, configuration.thresholds[level]), terms: terms)
    kill.steps = steps
    kill.ruleSteps = ruleSteps(of: victim.key)
    return kill
  }

  /// The first victim that may be signalled. Without CAP_KILL those of other users are set aside
  /// without being tried: 30 s at a time, and said in their rows. `nil`: nobody is left.
  private mutating func passOverForeign(at now: Instant) -> KillRecord? {
    while case .kill(let victim, let level) = evaluation.verdict {
      guard let only = configuration.signalsOnly, victim.uid != only else {
        return kill(of: victim, level: level)
      }
      statistics.stepsRefused += 1
      setAside(victim.key, .notPermitted, at: now)
      evaluation = evaluate(terms, table.tree, configuration.thresholds, credit)
    }
    return nil
  }

  /// The victim is bound, and it and memory were read again at this moment: what was true when the
  /// scan began must still be true now.
  mutating func confirm(
    _ key: ProcessKey, _ confirmation: Confirmation, _ work: Work, at now: Instant,
    into effects: inout Effects
  ) {
    memory = confirmation.memory
    takeTerms(at: now)
    correct(key, confirmation, at: now)
    if confirmEscalation(key, confirmation, at: now, into: &effects) { return }
    guard var scan = scanUnderWay, scan.record.victim.key == key else {
      release(key, into: &effects)
      return
    }
    scan.work += work
    scanUnderWay = scan
    guard arming.isArmed else {
      end(scan, as: \.wouldKill, into: &effects)
      return
    }
    evaluation = evaluate(terms, table.tree, configuration.thresholds, credit)
    switch evaluation.verdict {
    case .spare(.nobodyEligible):
      // Not memory has changed but the victim: it is none any more, and nobody else is.
      statistics.headCorrections += 1
      end(scan, as: \.noKill, into: &effects)
    case .spare:
      noteRecovered(scan.record, at: now, into: &effects)
      end(scan, as: \.recovered, into: &effects)
    case .kill(let victim, let level) where victim.key == key:
      scan.record.steps.confirmed = now
      scan.record = kill(of: victim, level: level, after: scan.record.steps)
      scanUnderWay = scan
      if waitsForHook(scan, at: now, into: &effects) { return }
      recordIntent(scan.record, at: now, into: &effects)
      effects.append(.signal(key, scan.record.signal, .scan))
    case .kill(let victim, _):
      // The cached first was stale: somebody else is first by what is true now.
      statistics.headCorrections += 1
      scanUnderWay = nil
      release(key, into: &effects)
      tryNext(victim, after: scan, otherwise: \.error, into: &effects)
    }
  }

  /// Lets the table and the tree know what was read of the victim.
  private mutating func correct(
    _ key: ProcessKey, _ confirmation: Confirmation, at now: Instant
  ) {
    guard let record = table.record(key) else { return }
    var reading = record.reading
    reading.adj = confirmation.adj
    // A statm of zeros: the memory of a single thread is gone already; of several, it says nothing.
    let known = reading.threadCount > 1 ? reading.rssPages : 0
    reading.rssPages = confirmation.rssPages ?? known
    reading.sharedPages = confirmation.sharedPages ?? reading.sharedPages
    table.note(reading, adjReadAt: now, at: now, pass: record.pass)
  }

  /// The scan's victim could not be signalled: the next in the tree's order gets its turn, within
  /// the same scan, up to `stepLimit`.
  mutating func stepFailed(
    _ scan: ScanUnderWay, _ failure: KillFailure, at now: Instant, into effects: inout Effects
  ) {
    let key = scan.record.victim.key
    record(.failed(scan.record, failure), at: now, into: &effects)
    scanUnderWay = nil
    if failure.isTransient {
      // It is the victim still, and the next sample tries again; nobody else dies in its place.
      statistics.stepsError += 1
      end(scan, as: \.error, into: &effects)
      return
    }
    let outcome: WritableKeyPath<Statistics, Tally>
    switch failure {
    case .gone:
      statistics.stepsGone += 1
      outcome = \.gone
      table.remove(key)
    case .reused:
      statistics.stepsReused += 1
      outcome = \.reused
      table.remove(key)
    case .outsideScope:
      // It left the scope a moment ago; what it is now is read when it is bound again.
      statistics.stepsRefused += 1
      outcome = \.refused
      table.stand(key, as: .exempt(.outsideScope), at: now)
    case .readOnly:
      // Nothing is armed then, so nobody is tried.
      statistics.stepsRefused += 1
      outcome = \.refused
    case .refused(let errno):
      statistics.stepsRefused += 1
      outcome = \.refused
      setAside(key, errno, at: now)
    case .error(let errno):
      statistics.stepsError += 1
      outcome = \.error
      setAside(key, errno, at: now)
    }
    release(key, into: &effects)
    evaluation = evaluate(terms, table.tree, configuration.thresholds, credit)
    guard arming.isArmed, case .kill(let next, _) = evaluation.verdict else {
      end(scan, as: outcome, into: &effects)
      return
    }
    tryNext(next, after: scan, otherwise: outcome, into: &effects)
  }

  private mutating func tryNext(
    _ victim: Candidate, after scan: ScanUnderWay,
    otherwise outcome: WritableKeyPath<Statistics, Tally>, into effects: inout Effects
  ) {
    guard scan.steps < Self.stepLimit else {
      end(scan, as: outcome, into: &effects)
      return
    }
    var next = scan
    next.steps += 1
    next.record.victim = victim
    scanUnderWay = next
    effects.append(.confirm(victim.key))
  }

  mutating func end(
    _ scan: ScanUnderWay, as outcome: WritableKeyPath<Statistics, Tally>,
    into effects: inout Effects
  ) {
    statistics[keyPath: outcome].add(scan.work)
    scanUnderWay = nil
    release(scan.record.victim.key, into: &effects)
  }

  /// The first of the row's steps; SIGKILL at once if at the present slope memory is gone before the
  /// grace ends, and for a container's init, which takes no other signal from outside.
  private func signal(for victim: Candidate, level: Int) -> Signal {
    let steps = ruleSteps(of: victim.key) ?? steps(of: level)
    if victim.isContainerInit || isGone(within: steps.grace) { return .kill }
    return steps.first.signal
  }

  /// What a rule wants a process to hear; `nil`: no rule says so. Allocates nothing.
  func ruleSteps(of key: ProcessKey) -> Escalation? {
    guard let place = table.record(key)?.ruling.effect?.steppedBy,
      configuration.book.rules.indices.contains(Int(place))
    else { return nil }
    return configuration.book.rules[Int(place)].steps
  }

  /// What a victim of the row `level` gets to hear.
  func steps(of level: Int) -> Escalation {
    configuration.thresholds[level].steps ?? configuration.patience.steps
  }

  /// Whether headroom reaches zero within `time`, at the present slope.
  func isGone(within time: Duration) -> Bool {
    trend.time(to: 0, from: terms.headroom).map { $0 < time } ?? false
  }

  private mutating func setAside(_ key: ProcessKey, _ errno: Errno, at now: Instant) {
    let until = now.advanced(by: configuration.patience.setAside)
    table.stand(key, as: .refused(errno), until: until, at: now)
  }

  /// Told once a second at most: at the very edge of a row it may happen at every sample.
  private mutating func noteRecovered(
    _ kill: KillRecord, at now: Instant, into effects: inout Effects
  ) {
    if let last = memoirs.recoveredAt, last.duration(to: now) < .seconds(1) { return }
    memoirs.recoveredAt = now
    record(.recovered(kill), at: now, into: &effects)
  }

  private mutating func noteWouldKill(
    _ kill: KillRecord, level: Int, at now: Instant, into effects: inout Effects
  ) {
    if memoirs.wouldKill == kill.victim.key, memoirs.wouldKillLevel == level { return }
    if let last = memoirs.wouldKillAt, last.duration(to: now) < .seconds(1) { return }
    memoirs.wouldKill = kill.victim.key
    memoirs.wouldKillLevel = level
    memoirs.wouldKillAt = now
    record(.wouldKill(kill), at: now, into: &effects)
  }
}

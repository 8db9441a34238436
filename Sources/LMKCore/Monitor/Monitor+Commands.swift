extension Monitor {
  /// After kills in vain, when nobody is there.
  static let pauseAlone: Duration = .seconds(10)

  mutating func obey(_ command: Command, at now: Instant, into effects: inout Effects) {
    if configuration.isReadOnly, refuse(command, at: now, into: &effects) { return }
    switch command {
    case .arm:
      arm(at: now, into: &effects)
    case .disarm(let reason):
      if arming.isArmed { disarm(reason, at: now, into: &effects) }
    case .setThresholds(let thresholds, let edited):
      let before = configuration.thresholds
      guard thresholds != before else { return }
      configuration.thresholds = thresholds
      takeTerms(at: now)
      if let edited, edited < before.count, edited < thresholds.count {
        record(
          .edited(row: edited, from: before[edited], to: thresholds[edited]), at: now,
          into: &effects)
      } else {
        record(.thresholdsReplaced(thresholds), at: now, into: &effects)
      }
      if scanUnderWay == nil {
        evaluation = evaluate(terms, table.tree, thresholds, credit)
      }
    case .adopt(let rule):
      let hasOtherRules = rule.book != configuration.book
      configuration.rule = rule
      table.rank(by: rule.rankBasis)
      takeTerms(at: now)
      record(.ruleAdopted(rule), at: now, into: &effects)
      if hasOtherRules {
        table.adopt(rule.book, at: now)
        effects.append(.adoptRules(rule.book))
      }
      if scanUnderWay == nil {
        evaluation = evaluate(terms, table.tree, rule.thresholds, credit)
      }
    case .refuseRule(let words):
      record(.ruleRefused(words), at: now, into: &effects)
    case .bind(let key):
      let former = binding
      binding = .opening(key)
      handTarget = table.record(key)?.candidate
      if case .bound(let other) = former, other != key { release(other, into: &effects) }
      if handTarget == nil {
        binding = .failed(key, .gone)
        record(.notBound(key, ProcessName(), .gone), at: now, into: &effects)
      } else if !table.isInScope(key) {
        binding = .failed(key, .outsideScope)
      } else {
        effects.append(.bind(key))
      }
    case .release:
      let former = binding
      binding = .none
      if case .bound(let key) = former { release(key, into: &effects) }
      leaveReachDialog()
    case .survey(let reach, let key):
      survey(reach, of: key, at: now, into: &effects)
    case .signalReach(let reach, let key, let signal):
      signalReach(reach, of: key, signal, at: now, into: &effects)
    case .signal(let key, let signal):
      guard binding == .bound(key) else {
        if let victim = handTarget, victim.key == key {
          statistics.handFailed += 1
          let kill = KillRecord(victim: victim, signal: signal, cause: .byHand, terms: terms)
          record(.failed(kill, .gone), at: now, into: &effects)
        }
        return
      }
      handSignal = signal
      if let victim = handTarget, victim.key == key {
        let kill = KillRecord(victim: victim, signal: signal, cause: .byHand, terms: terms)
        recordIntent(kill, at: now, into: &effects)
      }
      effects.append(.signal(key, signal, .byHand))
    case .setAdj(let key, let adj):
      setAdj(of: key, to: adj, at: now, into: &effects)
    case .pin(let key):
      guard let record = table.record(key), !record.standing.isExempt else { return }
      table.pin(key, at: now)
      self.record(.pinned(record.candidate), at: now, into: &effects)
    case .unpin(let key):
      guard table.policy.pins.contains(key) else { return }
      table.unpin(key, at: now)
      if let record = table.record(key) {
        self.record(.unpinned(record.candidate), at: now, into: &effects)
      }
    case .setInterval(let interval):
      let bounded = min(max(interval, .milliseconds(100)), .seconds(60))
      configuration.interval = bounded
      effects.append(.setInterval(bounded))
    case .look(let demand): look(at: demand)
    case .goOnAlone:
      guard arming.isArmed else { return }
      // Nobody is there any more who would arm again.
      configuration.noRelief = .pause(Self.pauseAlone)
      record(.hungUp, at: now, into: &effects)
    case .noteWritten(let outcome):
      record(.thresholdsWritten(outcome), at: now, into: &effects)
    }
  }

  /// Starts automatic kills, if everything they need is there.
  private mutating func arm(at now: Instant, into effects: inout Effects) {
    // An order that was on its way when lmktop began to leave comes too late.
    guard !arming.isArmed, !memoirs.hasLeft else { return }
    if let refusal = armingRefusal {
      record(.armingRefused(refusal), at: now, into: &effects)
      return
    }
    arming = .armed(since: now)
    memoirs.noRelief.removeAll(keepingCapacity: true)
    memoirs.pausedUntil = nil
    record(.armed(configuration.patience.steps), at: now, into: &effects)
    effects.append(.armed)
  }

  private var armingRefusal: ArmingRefusal? {
    if configuration.isReadOnly { return .readOnly }
    for capability in capabilities where !capability.isAvailable {
      switch capability.name {
      case .live: return .capturedTree
      case .processes: return .hiddenProcesses
      case .pidfd: return .noPidfd
      case .vmstat: return .noVmstat
      case .scope: return .scopeLost
      case .zoneinfo, .meminfo, .pressure, .reaping, .signalAll, .memoryLock, .priority, .ownAdj,
        .journal,
        .journald,
        .recording,
        .reading,
        .procConnector, .tracepoints, .pressureTrigger, .kernelLog, .rules:
        continue
      }
    }
    if memory.isOfTwoMinds { return .memoryDisagrees }
    return configuration.thresholds.isEmpty ? .noThresholds : nil
  }

  /// Ends automatic kills at once. A victim that was signalled already gets no SIGKILL any more.
  mutating func disarm(_ reason: DisarmReason, at now: Instant, into effects: inout Effects) {
    arming = .disarmed(reason, since: now)
    for index in deaths.indices where deaths[index].escalatesAt != nil {
      deaths[index].escalatesAt = nil
    }
    leaveHook(into: &effects)
    record(.disarmed(reason), at: now, into: &effects)
    effects.append(.disarmed)
  }
}

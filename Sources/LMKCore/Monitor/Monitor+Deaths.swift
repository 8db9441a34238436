extension Monitor {
  mutating func noteSignal(
    _ key: ProcessKey, _ signal: Signal, _ purpose: KillPurpose, at now: Instant,
    into effects: inout Effects
  ) {
    switch purpose {
    case .binding:
      return
    case .reach:
      noteReachSignal(key, signal, at: now, into: &effects)
    case .escalation:
      guard let index = deaths.firstIndex(where: { $0.key == key }) else { return }
      statistics.escalations += 1
      deaths[index].record.steps.escalated = now
      noteStep(index, signal, at: now)
      record(.signalled(deaths[index].record), at: now, into: &effects)
    case .scan:
      guard var scan = scanUnderWay, scan.record.victim.key == key else { return }
      statistics.kill.add(scan.work)
      statistics.pending += 1
      scanUnderWay = nil
      scan.record.steps.signalled = now
      record(.signalled(scan.record), at: now, into: &effects)
      expectDeath(scan.record, at: now)
    case .byHand:
      statistics.handSignals += 1
      binding = .sent(key, signal)
      guard let victim = handTarget, victim.key == key else { return }
      var kill = KillRecord(victim: victim, signal: signal, cause: .byHand, terms: terms)
      kill.steps.signalled = now
      record(.signalled(kill), at: now, into: &effects)
      if let index = deaths.firstIndex(where: { $0.key == key }) {
        // A second signal to one that is dying already: it stays whose it was.
        if signal == .kill { noteStep(index, signal, at: now) }
      } else if signal.mayEnd {
        expectDeath(kill, at: now)
      } else {
        release(key, into: &effects)
      }
    }
  }

  mutating func noteFailure(
    _ key: ProcessKey, _ failure: KillFailure, _ purpose: KillPurpose, at now: Instant,
    into effects: inout Effects
  ) {
    switch purpose {
    case .binding:
      if binding == .opening(key) {
        binding = .failed(key, failure)
        let name = handTarget?.key == key ? handTarget?.name : nil
        record(.notBound(key, name ?? ProcessName(), failure), at: now, into: &effects)
      }
      if failure == .gone || failure == .reused { forget(key) }
    case .reach:
      noteReachFailure(key, failure, at: now, into: &effects)
    case .byHand:
      binding = .failed(key, failure)
      statistics.handFailed += 1
      if let victim = handTarget, victim.key == key {
        let kill = KillRecord(victim: victim, signal: handSignal, cause: .byHand, terms: terms)
        record(.failed(kill, failure), at: now, into: &effects)
      }
      if failure == .gone || failure == .reused { forget(key) }
      release(key, into: &effects)
    case .scan:
      if let index = deaths.firstIndex(where: { $0.key == key && $0.confirming != nil }) {
        deaths[index].confirming = nil
        if failure == .gone || failure == .reused { noteExit(key, at: now, into: &effects) }
        return
      }
      guard let scan = scanUnderWay, scan.record.victim.key == key else { return }
      stepFailed(scan, failure, at: now, into: &effects)
    case .escalation:
      guard let index = deaths.firstIndex(where: { $0.key == key }) else { return }
      deaths[index].escalatesAt = nil
      if failure == .gone || failure == .reused {
        noteExit(key, at: now, into: &effects)
      } else if failure.isTransient {
        // Due still: the next sample tries again.
        statistics.stepsError += 1
        deaths[index].escalatesAt = now
        deaths[index].timesOutAt = now.advanced(by: configuration.patience.death)
      } else {
        deaths[index].timesOutAt = now
        record(.failed(deaths[index].record, failure), at: now, into: &effects)
      }
    }
  }

  mutating func noteExit(_ key: ProcessKey, at now: Instant, into effects: inout Effects) {
    noteMemberExit(key, at: now, into: &effects)
    if let index = deaths.firstIndex(where: { $0.key == key }), deaths[index].exitedAt == nil {
      deaths[index].exitedAt = now
      deaths[index].record.steps.exited = now
      let record = deaths[index].record
      if record.cause != .byHand {
        respawns.noteDeath(record.victim.name, uid: record.victim.uid, at: now)
      }
    }
    noteLateExit(key, at: now, into: &effects)
    endHookWait(for: key, into: &effects)
    table.remove(key)
    if binding == .bound(key) || binding == .opening(key) { binding = .failed(key, .gone) }
    release(key, into: &effects)
  }

  /// Settles and gives up first, for that may disarm; then escalates, whatever is due.
  mutating func advanceDeaths(at now: Instant, into effects: inout Effects) {
    var index = 0
    while index < deaths.count {
      if let reapedAt = deaths[index].reapedAt,
        reapedAt.advanced(by: configuration.patience.settling) <= now
      {
        deaths[index].isBack = true
      }
      let death = deaths[index]
      if let exitedAt = death.exitedAt {
        if exitedAt.advanced(by: configuration.patience.settling) <= now {
          deaths.remove(at: index)
          settle(death, exitedAt: exitedAt, at: now, into: &effects)
          continue
        }
      } else if death.timesOutAt <= now {
        deaths.remove(at: index)
        giveUp(death, at: now, into: &effects)
        continue
      }
      index += 1
    }
    guard arming.isArmed, let active = configuration.thresholds.active(at: terms) else { return }
    let rowSteps = steps(of: active)
    for index in deaths.indices where deaths[index].exitedAt == nil {
      // What was begun by a rule's steps is ended by them.
      let steps = deaths[index].record.ruleSteps ?? rowSteps
      guard deaths[index].escalatesAt != nil, deaths[index].confirming == nil,
        let next = steps.next(after: deaths[index].record.signal)
      else { continue }
      let due = deaths[index].sentAt.advanced(by: next.wait)
      deaths[index].escalatesAt = due
      let wait = now.duration(to: due)
      let isLate = isGone(within: wait + steps.wait(from: next.signal))
      guard wait <= .zero || isLate else { continue }
      // Memory may have come back in the grace, or the row may not reach this victim any more: then
      // the next step waits for the next shortage.
      guard mayDie(deaths[index].record.victim, at: now) else { continue }
      deaths[index].confirming = isLate ? .kill : next.signal
      effects.append(.confirm(deaths[index].key))
    }
  }

  /// Whether the active row, without any credit, reaches a victim, and no rule or pin spares it.
  private func mayDie(_ victim: Candidate, at now: Instant) -> Bool {
    guard victim.adj != .never, let active = configuration.thresholds.active(at: terms),
      let record = table.record(victim.key), table.protection(of: record, at: now) == nil
    else { return false }
    let effect = record.ruling.effect ?? .none
    return effect.shifted(victim.adj) >= configuration.thresholds[active].adj
  }

  /// The victim of an escalation and memory were read again. `false`: no escalation is under way.
  mutating func confirmEscalation(
    _ key: ProcessKey, _ confirmation: Confirmation, at now: Instant, into effects: inout Effects
  ) -> Bool {
    guard let index = deaths.firstIndex(where: { $0.key == key && $0.confirming != nil }),
      let signal = deaths[index].confirming
    else { return false }
    deaths[index].confirming = nil
    deaths[index].record.victim.adj = confirmation.adj
    guard arming.isArmed, mayDie(deaths[index].record.victim, at: now),
      let active = configuration.thresholds.active(at: terms)
    else { return true }
    // Asked once; the answer sets the next deadline.
    deaths[index].escalatesAt = nil
    deaths[index].timesOutAt = now.advanced(by: configuration.patience.death)
    deaths[index].record.terms = terms
    deaths[index].record.cause = .row(level: active, configuration.thresholds[active])
    var intent = deaths[index].record
    intent.signal = signal
    recordIntent(intent, at: now, into: &effects)
    effects.append(.signal(key, signal, .escalation))
    return true
  }

  // MARK: One death

  /// - Parameter reach: the order that it is one of many of.
  mutating func expectDeath(_ kill: KillRecord, in reach: UInt32? = nil, at now: Instant) {
    deaths.append(
      PendingDeath(
        record: kill, signalledAt: now, sentAt: now, escalatesAt: nil,
        timesOutAt: now.advanced(by: configuration.patience.byHand), exitedAt: nil,
        availableBefore: availableNow, anonBefore: memory.anonPages, reach: reach))
    if kill.cause != .byHand || kill.signal == .kill {
      noteStep(deaths.count - 1, kill.signal, at: now)
    }
    table.stand(kill.victim.key, as: .dying, at: now)
    evaluation = evaluate(terms, table.tree, configuration.thresholds, credit)
  }

  /// A step was sent: when the next one is due, and when it is given up.
  mutating func noteStep(_ index: Int, _ signal: Signal, at now: Instant) {
    deaths[index].record.signal = signal
    deaths[index].sentAt = now
    deaths[index].escalatesAt = nil
    var patience = configuration.patience.death
    if case .row(_, let level) = deaths[index].record.cause {
      let steps = deaths[index].record.ruleSteps ?? level.steps ?? configuration.patience.steps
      if let next = steps.next(after: signal) {
        deaths[index].escalatesAt = now.advanced(by: next.wait)
        patience += next.wait + steps.wait(from: next.signal)
      }
    }
    deaths[index].timesOutAt = now.advanced(by: patience)
  }

  private mutating func settle(
    _ death: PendingDeath, exitedAt: Instant, at now: Instant, into effects: inout Effects
  ) {
    let freed = takeShare(of: death, exitedAt: exitedAt)
    if let order = death.reach {
      statistics.handExited += 1
      noteReachDeath(death, in: order, freed: freed, at: now, into: &effects)
      release(death.key, into: &effects)
      return
    }
    let taken = taken(during: death)
    // Less than a mebibyte is noise, whatever was expected.
    let mebibyte = max(1, 1_048_576 / configuration.pageSize)
    let isRelief =
      max(freed, taken) >= max(mebibyte, death.expectedPages / 2)
      || configuration.thresholds.active(at: terms) == nil
    let outcome = DeathOutcome(
      took: death.signalledAt.duration(to: exitedAt), freedPages: freed, takenPages: taken,
      isRelief: isRelief)
    var settled = death.record
    settled.steps.settled = now
    record(.died(settled, outcome), at: now, into: &effects)
    runHookAfter(settled, outcome, into: &effects)
    release(death.key, into: &effects)
    if death.record.cause == .byHand {
      statistics.handExited += 1
      return
    }
    statistics.pending -= 1
    statistics.freedPages += freed
    if isRelief {
      statistics.relief += 1
    } else {
      statistics.noRelief += 1
      noteNoRelief(at: now, into: &effects)
    }
  }

  private mutating func giveUp(
    _ death: PendingDeath, at now: Instant, into effects: inout Effects
  ) {
    if let order = death.reach {
      noteReachDeath(death, in: order, freed: nil, at: now, into: &effects)
    } else {
      record(
        .timedOut(death.record, after: death.signalledAt.duration(to: now)), at: now,
        into: &effects)
      runHookAfter(death.record, nil, into: &effects)
    }
    if death.record.cause != .byHand {
      statistics.pending -= 1
      statistics.timedOut += 1
    }
    if death.record.signal == .kill {
      // In D state, or held by a debugger: it dies when it can, and must not block until then.
      table.stand(death.key, as: .stuck, at: now)
      if stuck.count == Self.stuckCapacity { stuck.removeFirst() }
      stuck.append(StuckVictim(record: death.record, signalledAt: death.signalledAt))
    } else {
      table.reinstate(death.key, at: now)
      release(death.key, into: &effects)
    }
  }

  private mutating func noteLateExit(
    _ key: ProcessKey, at now: Instant, into effects: inout Effects
  ) {
    guard let index = stuck.firstIndex(where: { $0.record.victim.key == key }) else { return }
    var victim = stuck.remove(at: index)
    victim.record.steps.exited = now
    let took = victim.signalledAt.duration(to: now)
    record(.diedLate(victim.record, after: took), at: now, into: &effects)
  }

  mutating func forget(_ key: ProcessKey) {
    if !deaths.contains(where: { $0.key == key }) { table.remove(key) }
  }

  /// Closes a pidfd that nobody needs any more. A stuck victim's stays open: it tells the end.
  mutating func release(_ key: ProcessKey, into effects: inout Effects) {
    if !holds(key) { effects.append(.release(key)) }
  }
}

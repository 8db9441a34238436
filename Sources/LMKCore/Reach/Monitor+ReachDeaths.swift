/// The ends of those who were signalled together: each is a pending death like any other, and the
/// journal has one line for all.
extension Monitor {
  mutating func expectReachDeath(
    _ kill: KillRecord, of record: ReachRecord, at now: Instant, into effects: inout Effects
  ) {
    if let index = deaths.firstIndex(where: { $0.key == kill.victim.key }) {
      // It is dying already, and stays whose it was.
      if kill.signal == .kill { noteStep(index, kill.signal, at: now) }
      return
    }
    guard kill.signal.mayEnd else {
      release(kill.victim.key, into: &effects)
      return
    }
    if reachDeaths.last.map(\.isComplete) ?? true {
      reachOrder += 1
      reachDeaths.append(ReachDeaths(number: reachOrder, record: record, sentAt: now))
    }
    reachDeaths[reachDeaths.count - 1].pending += 1
    expectDeath(kill, in: reachOrder, at: now)
    // Some may have returned their memory by now.
    guard let since = reach?.endingSince else { return }
    deaths[deaths.count - 1].signalledAt = since.at
    deaths[deaths.count - 1].availableBefore = since.available
    reachDeaths[reachDeaths.count - 1].sentAt = since.at
  }

  /// All signals of an order are sent.
  mutating func completeReachDeaths(
    _ record: ReachRecord, at now: Instant, into effects: inout Effects
  ) {
    guard let index = reachDeaths.indices.last, !reachDeaths[index].isComplete else { return }
    reachDeaths[index].record = record
    reachDeaths[index].isComplete = true
    endReachDeaths(index, at: now, into: &effects)
  }

  /// One of them has ended, or was given up.
  mutating func noteReachDeath(
    _ death: PendingDeath, in order: UInt32, freed: Int?, at now: Instant,
    into effects: inout Effects
  ) {
    guard let index = reachDeaths.firstIndex(where: { $0.number == order }) else { return }
    reachDeaths[index].pending -= 1
    if let freed, let exitedAt = death.exitedAt {
      reachDeaths[index].outcome.exited += 1
      reachDeaths[index].outcome.freedPages += freed
      let took = reachDeaths[index].sentAt.duration(to: exitedAt)
      reachDeaths[index].outcome.took = max(reachDeaths[index].outcome.took, took)
    } else {
      reachDeaths[index].outcome.left += 1
    }
    endReachDeaths(index, at: now, into: &effects)
  }

  private mutating func endReachDeaths(
    _ index: Int, at now: Instant, into effects: inout Effects
  ) {
    let over = reachDeaths[index]
    guard over.isComplete, over.pending == 0 else { return }
    reachDeaths.remove(at: index)
    record(.reachEnded(over.record, over.outcome), at: now, into: &effects)
    let kill = KillRecord(
      victim: over.record.root, signal: over.record.signal, cause: .byHand, terms: terms)
    let outcome = DeathOutcome(
      took: over.outcome.took, freedPages: over.outcome.freedPages,
      isRelief: configuration.thresholds.active(at: terms) == nil)
    runHookAfter(kill, outcome, into: &effects)
  }

  /// Whether a death is one of many, so that its end need not be looked at by itself.
  public borrowing func isOneOfMany(_ key: ProcessKey) -> Bool {
    guard let death = deaths.first(where: { $0.key == key }), let order = death.reach,
      let all = reachDeaths.first(where: { $0.number == order })
    else { return false }
    return all.pending > 1
  }

  /// For the journal alone: the screen sees what came of it.
  mutating func recordOnDisk(
    _ kind: JournalEntry.Kind, at now: Instant, into effects: inout Effects
  ) {
    entryCount += 1
    effects.append(.journal(JournalEntry(sequence: entryCount, at: now, kind: kind)))
  }
}

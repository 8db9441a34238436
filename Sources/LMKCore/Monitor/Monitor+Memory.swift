extension Monitor {
  /// One look at memory: the deaths under way first, then count, then maybe scan.
  mutating func sample(
    _ reading: MemoryReading, _ work: Work, at now: Instant, into effects: inout Effects
  ) {
    memory = reading
    takeTerms(at: now)
    trend.add(headroom: terms.headroom, at: now)
    stallWatch.add(total: reading.pressure?.some.total, at: now)
    noteKernelKills(at: now, into: &effects)
    statistics.unanswered += UInt64(table.releaseDue(at: now))
    let hadDeaths = !deaths.isEmpty
    advanceDeaths(at: now, into: &effects)
    if hadDeaths, deaths.isEmpty {
      board.restartStalls()
      terms.lamps.dimStallRows()
    }
    advanceHook(at: now, into: &effects)
    advanceReach(at: now, into: &effects)
    // A scan that waits for its answer is the evaluation: a second one would name the same victim.
    guard scanUnderWay == nil, !isBlind else { return }
    guard knowsMemory else {
      evaluation = Evaluation(
        active: nil, deciding: nil, credited: terms, eligible: Reclaimable(),
        verdict: .spare(.memoryUnknown))
      return
    }
    evaluation = evaluate(terms, table.tree, configuration.thresholds, credit)
    if isPaused(at: now), case .kill(_, let level) = evaluation.verdict {
      evaluation.verdict = .spare(.paused(level: level))
    }
    noteLevel(at: now, into: &effects)
    account(work, at: now, into: &effects)
  }

  /// The terms of what was read last, with the lamps of the rows.
  mutating func takeTerms(at now: Instant) {
    terms = MemoryTerms(memory, fileTerm: configuration.fileTerm)
    terms.lamps = board.lamps(of: configuration.thresholds, memory, terms, at: now)
  }

  /// Lets the evaluation land in exactly one counter; a scan's own outcome lands when it is known.
  private mutating func account(_ work: Work, at now: Instant, into effects: inout Effects) {
    switch evaluation.verdict {
    case .spare(.memoryUnknown): break
    case .spare(.noRowCrossed):
      statistics.zero.add(work)
      memoirs.wouldKill = nil
    case .spare(.nobodyEligible): statistics.noKill.add(work)
    case .spare(.pendingEnough), .spare(.pendingFull), .spare(.paused): statistics.busy.add(work)
    case .kill(let victim, let level):
      precondition(count(evaluation) > 0, "count and scan read one answer")
      scan(victim, level: level, work, at: now, into: &effects)
    }
  }

  /// The time until memory should be looked at again: headroom over the next row at 6 GiB/s, or by
  /// the slope if that is sooner; 2 ms…1 s; within 100 ms while processes begin to stall or a row
  /// is near; and no later than the next deadline of a death.
  public borrowing func nextSample(after now: Instant) -> Duration {
    let next = nextRowBelow(terms.headroom)
    let pagesPerSecond = 6.0 * 1_073_741_824 / Double(configuration.pageSize)
    var seconds = Double(max(0, terms.headroom - next)) / pagesPerSecond
    if let fall = trend.time(to: next, from: terms.headroom) {
      seconds = min(seconds, fall.inSeconds / 2)
    }
    var wait = Duration.nanoseconds(Int64(min(max(seconds, 0.002), 1) * 1e9))
    if stallWatch.isSuspicious { wait = min(wait, StallWatch.interval) }
    if isTense { wait = min(wait, Rotation.tensePace) }
    if let deadline = kernelKills.deadline {
      wait = min(wait, max(.milliseconds(2), now.duration(to: deadline)))
    }
    if let until = memoirs.pausedUntil, now < until {
      // Nothing would follow from what is seen: no haste, but be there when it is over.
      wait = max(wait, min(.milliseconds(100), now.duration(to: until)))
    }
    if let deadline = hookDeadline {
      wait = min(wait, Self.hookLook, max(.milliseconds(2), now.duration(to: deadline)))
    }
    if let release = table.nextRelease {
      wait = min(wait, max(.milliseconds(2), now.duration(to: release)))
    }
    for death in deaths {
      let deadline = death.nextDeadline(after: now, settling: configuration.patience.settling)
      wait = min(wait, max(.milliseconds(2), now.duration(to: deadline)))
    }
    return wait
  }

  /// The largest minfree at or below `headroom`: the next row to be crossed; 0 below row 1.
  private borrowing func nextRowBelow(_ headroom: Int) -> Int {
    let thresholds = configuration.thresholds
    for index in thresholds.indices.reversed()
    where thresholds[index].minfreePages <= headroom {
      return thresholds[index].minfreePages
    }
    return 0
  }

  /// Without a whole vmstat there are no terms, and nobody dies by a number that is not known.
  var knowsMemory: Bool {
    !capabilities.contains { $0.name == .vmstat && !$0.isAvailable }
  }

  private mutating func noteLevel(at now: Instant, into effects: inout Effects) {
    guard evaluation.active != memoirs.level else { return }
    if let last = memoirs.levelAt, last.duration(to: now) < .seconds(1) { return }
    record(
      .levelChanged(from: memoirs.level, to: evaluation.active, terms: terms), at: now,
      into: &effects)
    memoirs.level = evaluation.active
    memoirs.levelAt = now
  }
}

extension PendingDeath {
  func nextDeadline(after now: Instant, settling: Duration) -> Instant {
    if let exitedAt { return exitedAt.advanced(by: settling) }
    if let reapedAt, !isBack { return min(reapedAt.advanced(by: settling), timesOutAt) }
    // One that is overdue waits for the next shortage, and needs no haste.
    if let escalatesAt, escalatesAt > now { return min(escalatesAt, timesOutAt) }
    return timesOutAt
  }
}

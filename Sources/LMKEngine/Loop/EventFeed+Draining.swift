import LMKCore
import LMKLinux

extension EventFeed {
  // MARK: The proc connector

  /// Reads what the connector has to say; `takeConnector` takes it.
  ///
  /// - Throws: what reading it said; then it is dropped, and /proc is walked from now on.
  mutating func drainConnector() throws(Errno) -> Drained {
    // Out of `self` while the connector fills it, and back with its room.
    var batch = ContiguousArray<ProcRecord>()
    swap(&batch, &events)
    defer { swap(&batch, &events) }
    var sum = Drained()
    do throws(Errno) {
      for _ in 0..<Self.drainLimit {
        guard let drained = try connector?.drain(into: { batch.append($0) }) else { break }
        sum += drained
        if !drained.hasMore { break }
      }
    } catch {
      connector = nil
      followed.removeAll(keepingCapacity: true)
      needsListing = true
      throw error
    }
    return sum
  }

  /// Takes what was read. Drain the tracepoints in between: a birth that came before an exec or an
  /// end stands in its ring by then, and has to be known first.
  mutating func takeConnector(
    _ sum: Drained, _ monitor: inout Monitor, at now: Instant, into effects: inout Effects
  ) {
    for index in events.indices {
      take(events[index])
      if case .execed(let pid) = events[index].event {
        monitor.apply(.execed(pid: pid), at: now, into: &effects)
      }
    }
    events.removeAll(keepingCapacity: true)
    account(sum, &monitor, at: now, into: &effects)
  }

  /// Every event is a hint, and what /proc says decides: one that comes twice, or late, does no
  /// harm.
  mutating func take(_ record: ProcRecord) {
    switch record.event {
    case .forked(_, let child): name(child)
    case .execed(let pid):
      sharers.leave(pid, at: record.at)
      name(pid)
    case .renamed(let pid, _): name(pid)
    case .userChanged(let pid, _, _): name(pid)
    // Also of one that was never met: it may be the leader alone that has exited. Who is gone costs
    // one fstatat(2) that fails.
    case .exited(let pid, _), .threadExited(let pid): name(pid)
    }
  }

  // MARK: The tracepoints

  /// Takes what the tracepoints have to say. `true`: a kill by the kernel.
  ///
  /// - Throws: what reading them said; then they are dropped.
  mutating func drainTracepoints(
    _ monitor: inout Monitor, at now: Instant, into effects: inout Effects
  ) throws(Errno) -> Bool {
    guard tracepoints != nil else { return false }
    var batch = TraceBatch()
    swap(&batch, &traces)
    defer { swap(&batch, &traces) }
    let sum: Drained
    do throws(Errno) {
      sum = try fill(&batch)
    } catch {
      tracepoints = nil
      throw error
    }
    take(&batch, &monitor, at: now, into: &effects)
    account(sum, &monitor, at: now, into: &effects)
    let hasVictims = !batch.victims.isEmpty
    batch.removeAll()
    return hasVictims
  }

  /// Reads until nothing more comes: the rings are read one by one, and what one says of a birth
  /// must be known before what another says of its adj.
  private mutating func fill(_ batch: inout TraceBatch) throws(Errno) -> Drained {
    var sum = Drained()
    for _ in 0..<Self.drainLimit {
      let drained = try tracepoints?.drain { record in
        switch record.event {
        case .adjChanged(let thread, _, _): batch.written.append(thread)
        case .newProcess(let pid, _, _, let flags):
          batch.born.append(
            TraceBatch.Birth(
              child: pid, maker: record.by, sharesMemory: flags.sharesMemory, at: record.at))
        case .victimMarked(let kill): batch.victims.append(kill)
        }
      }
      guard let drained else { break }
      sum += drained
      if drained.messages == 0 { break }
    }
    return sum
  }

  private mutating func take(
    _ batch: inout TraceBatch, _ monitor: inout Monitor, at now: Instant,
    into effects: inout Effects
  ) {
    for birth in batch.born where birth.sharesMemory {
      if sharers.isFull { sharers.prune { monitor.knows(pid: $0) } }
      sharers.join(birth.child, of: birth.maker, at: birth.at)
    }
    var unattributed: UInt64 = 0
    for pid in batch.written {
      let isMember = sharers.contains(pid)
      // The number may be a thread's, and a thread must not be taken for a process: what cannot be
      // attributed counts as lost, and everybody's adj is read again by his next turn.
      let isProcess =
        isMember || monitor.knows(pid: pid) || isNamed.contains(pid)
        || batch.born.contains { $0.child == pid }
      if isProcess {
        name(pid)
      } else {
        unattributed += 1
      }
      if sharers.hasOverflowed, !isMember { unattributed += 1 }
      batch.others.removeAll(keepingCapacity: true)
      sharers.appendOthers(of: pid, to: &batch.others)
      for other in batch.others { name(other) }
    }
    if unattributed > 0 {
      monitor.apply(.fed(events: 0, lost: unattributed), at: now, into: &effects)
    }
    for kill in batch.victims {
      monitor.apply(.kernelKilled(kill, by: .mark), at: now, into: &effects)
    }
  }

  // MARK: The kernel's log

  /// Takes what the kernel has said.
  ///
  /// What was lost of it is not lost of the cache: its kills are counted in vmstat.
  /// - Throws: what reading it said; then it is dropped.
  mutating func drainKernelLog(
    _ monitor: inout Monitor, at now: Instant, into effects: inout Effects
  ) throws(Errno) -> (drained: Drained, hasKills: Bool) {
    guard kernelLog != nil else { return (Drained(), false) }
    var batch = ContiguousArray<KernelKill>()
    swap(&batch, &sentences)
    defer { swap(&batch, &sentences) }
    let drained: Drained
    do throws(Errno) {
      drained =
        try kernelLog?.drain { line in
          if let kill = KernelKill(line) { batch.append(kill) }
        } ?? Drained()
    } catch {
      kernelLog = nil
      throw error
    }
    let hasKills = !batch.isEmpty
    for kill in batch {
      monitor.apply(.kernelKilled(kill, by: .sentence), at: now, into: &effects)
    }
    batch.removeAll(keepingCapacity: true)
    return (drained, hasKills)
  }

  private mutating func account(
    _ drained: Drained, _ monitor: inout Monitor, at now: Instant, into effects: inout Effects
  ) {
    if drained.hasLost { needsListing = true }
    let lost = max(drained.overruns, drained.missing) + drained.malformed
    if drained.messages > 0 || lost > 0 {
      monitor.apply(.fed(events: UInt64(drained.messages), lost: lost), at: now, into: &effects)
    }
  }
}

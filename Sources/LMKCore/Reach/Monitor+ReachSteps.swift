/// The members of an order, a few at a time: bound, stopped, signalled.
extension Monitor {
  /// Binds or signals the next few; when all are, goes on to what follows.
  mutating func stepReach(at now: Instant, into effects: inout Effects) {
    guard hasReachStep, let signal = reach?.record?.signal else { return }
    var count = 0
    while let reach, reach.next < reach.members.count, count < ReachKill.stride {
      let member = reach.members[reach.next]
      self.reach?.next += 1
      switch (reach.stage, member.state) {
      case (.binding, .found): effects.append(.bindMember(member.candidate.key))
      case (.stopping, .bound): effects.append(.signal(member.candidate.key, .stop, .reach))
      case (.sending, .bound), (.sending, .stopped):
        effects.append(.signal(member.candidate.key, signal, .reach))
      default: continue
      }
      count += 1
    }
    if count == 0 { endReachStage(at: now, into: &effects) }
  }

  private mutating func endReachStage(at now: Instant, into effects: inout Effects) {
    guard let reach, let record = reach.record else { return }
    self.reach?.next = 0
    switch reach.stage {
    case .binding:
      recordReachIntent(at: now, into: &effects)
      switch record.means {
      case .whole:
        self.reach?.stage = .ending
        let available = availableNow
        self.reach?.endingSince = (now, available)
        askReach(.kill, into: &effects)
      case .stopped: self.reach?.stage = .stopping
      case .frozen where !reach.isFrozen && !reach.hasSignalled:
        self.reach?.stage = .freezing
        askReach(.freeze, into: &effects)
      case .frozen, .looking: self.reach?.stage = .sending
      }
    case .stopping, .sending:
      self.reach?.stage = .looking
      askReach(.list, into: &effects)
    case .looking, .shown, .freezing, .ending: break
    }
  }

  /// Once, before the first signal.
  private mutating func recordReachIntent(at now: Instant, into effects: inout Effects) {
    guard let reach, let record = reach.record, !reach.hasIntent else { return }
    self.reach?.hasIntent = true
    recordOnDisk(.reachIntent(record), at: now, into: &effects)
  }

  mutating func noteMemberBound(_ key: ProcessKey, into effects: inout Effects) {
    guard let reach, reach.stage == .binding, let index = reach.index(of: key) else {
      release(key, into: &effects)
      return
    }
    self.reach?.members[index].state = .bound
  }

  mutating func noteReachFailure(
    _ key: ProcessKey, _ failure: KillFailure, at now: Instant, into effects: inout Effects
  ) {
    guard var reach, let index = reach.index(of: key), var record = reach.record else {
      release(key, into: &effects)
      return
    }
    let member = reach.members[index].candidate
    if failure != .gone, failure != .reused, reach.stage == .binding, !reach.hasSignalled {
      refuseReach(.notBound(key, member.name, failure), at: now, into: &effects)
      return
    }
    reach.members[index].state = .out
    if failure == .gone || failure == .reused {
      record.gone += 1
    } else {
      record.failed += 1
      statistics.handFailed += 1
      record.firstFailure = record.firstFailure ?? .notBound(key, member.name, failure)
    }
    reach.record = record
    self.reach = reach
    if failure == .gone || failure == .reused { forget(key) }
    release(key, into: &effects)
  }

  mutating func noteReachSignal(
    _ key: ProcessKey, _ signal: Signal, at now: Instant, into effects: inout Effects
  ) {
    guard let reach, let index = reach.index(of: key), reach.record != nil else {
      // SIGCONT to one that was stopped for an order that was refused.
      release(key, into: &effects)
      return
    }
    if reach.stage == .stopping {
      self.reach?.members[index].state = .stopped
    } else {
      noteMemberSignalled(index, signal, at: now, into: &effects)
    }
  }

  /// The kernel has ended the group as one, or would not.
  mutating func noteEnded(_ errno: Errno?, at now: Instant, into effects: inout Effects) {
    guard let reach else { return }
    self.reach?.next = 0
    if let errno {
      self.reach?.record?.detour = errno
      self.reach?.record?.means = .stopped
      self.reach?.stage = .stopping
      return
    }
    for index in reach.members.indices where reach.members[index].state == .bound {
      noteMemberSignalled(index, .kill, at: now, into: &effects)
    }
    self.reach?.record?.signalled += reach.unwatched
    self.reach?.unwatched = 0
    self.reach?.stage = .looking
    askReach(.list, into: &effects)
  }

  /// One that is bound has ended by itself.
  mutating func noteMemberExit(
    _ key: ProcessKey, at now: Instant, into effects: inout Effects
  ) {
    guard let reach, reach.record != nil, let index = reach.index(of: key),
      [.found, .bound, .stopped].contains(reach.members[index].state)
    else { return }
    if reach.stage == .ending {
      // The group is being ended, and its members are faster than the worker that says so.
      noteMemberSignalled(index, .kill, at: now, into: &effects)
      return
    }
    self.reach?.members[index].state = .out
    self.reach?.record?.gone += 1
  }

  private mutating func noteMemberSignalled(
    _ index: Int, _ signal: Signal, at now: Instant, into effects: inout Effects
  ) {
    guard let reach, let record = reach.record else { return }
    let member = reach.members[index].candidate
    self.reach?.members[index].state = .signalled
    self.reach?.record?.signalled += 1
    statistics.handSignals += 1
    var kill = KillRecord(victim: member, signal: signal, cause: .byHand, terms: terms)
    kill.steps.signalled = now
    recordOnDisk(.signalled(kill), at: now, into: &effects)
    expectReachDeath(kill, of: record, at: now, into: &effects)
  }
}

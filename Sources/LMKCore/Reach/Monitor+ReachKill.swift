extension Monitor {
  /// The operator has seen what it holds, and orders a signal to all of it.
  mutating func signalReach(
    _ wanted: KillReach, of key: ProcessKey, _ signal: Signal, at now: Instant,
    into effects: inout Effects
  ) {
    guard var reach, reach.stage == .shown, reach.reach == wanted, reach.root.key == key,
      reach.preview.state == .ready
    else { return }
    var record = ReachRecord(root: reach.root, reach: wanted, signal: signal)
    record.means = Self.means(of: signal, in: reach)
    record.path = reach.preview.path
    reach.record = record
    reach.preview.state = .signalling
    reach.forgetMembers()
    reach.hasIntent = false
    reach.stage = .looking
    reach.deadline = now.advanced(by: ReachKill.patience)
    self.reach = reach
    askReach(.list, into: &effects)
  }

  /// Whether the next members wait to be bound or signalled: then `Event.reachStep`.
  public var hasReachStep: Bool {
    guard let reach else { return false }
    return switch reach.stage {
    case .binding, .stopping, .sending: true
    case .looking, .shown, .freezing, .ending: false
    }
  }

  /// Who belongs to it at this moment.
  mutating func noteLook(
    _ members: [Candidate], at now: Instant, into effects: inout Effects
  ) {
    guard var reach, var record = reach.record else { return }
    record.looks += 1
    record.processGroup = reach.processGroup
    var new = members.filter { reach.index(of: $0.key) == nil }
    if let obstacle = obstacle(in: new) {
      guard reach.hasSignalled else {
        refuseReach(obstacle, at: now, into: &effects)
        return
      }
      // Too late to refuse all of it: this one is passed over, and named.
      record.failed += 1
      record.firstFailure = record.firstFailure ?? obstacle
      new.removeAll { table.bar(of: $0.key) != nil }
    }
    if record.means == .frozen, !reach.isFrozen, !reach.hasSignalled {
      reach.record = record
      reach.stage = .freezing
      self.reach = reach
      askReach(.freeze, into: &effects)
      return
    }
    if reach.members.count + new.count > ReachKill.limit {
      guard record.means == .whole || reach.hasSignalled else {
        refuseReach(.tooMany(members.count), at: now, into: &effects)
        return
      }
      // The kernel ends them all; the first of them are watched.
      let room = max(0, ReachKill.limit - reach.members.count)
      if record.looks == 1 {
        reach.unwatched = new.count - room
        for member in new.dropFirst(room) { record.add(member) }
      }
      new = Array(new.prefix(room))
    }
    for member in new {
      reach.add(member)
      record.add(member)
    }
    let isLast = record.looks >= ReachKill.looks
    record.isUnsettled = isLast && !new.isEmpty
    let isStopped = reach.members.contains { $0.state == .stopped }
    reach.record = record
    reach.next = 0
    self.reach = reach
    if !new.isEmpty, !isLast {
      self.reach?.stage = .binding
    } else if isStopped {
      self.reach?.stage = .sending
    } else {
      finishReach(at: now, into: &effects)
    }
  }

  mutating func noteFrozen(_ errno: Errno?, into effects: inout Effects) {
    guard var reach else { return }
    if let errno {
      let isKill = reach.record?.signal == .kill
      reach.record?.detour = errno
      reach.record?.means = isKill ? .stopped : .looking
    } else {
      reach.isFrozen = true
    }
    reach.stage = .looking
    self.reach = reach
    // Whoever was born before it stood still is found now.
    askReach(.list, into: &effects)
  }

  // MARK: Steps

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

  // MARK: The end

  /// All that could be signalled was.
  mutating func finishReach(at now: Instant, into effects: inout Effects) {
    guard let record = reach?.record else { return }
    guard record.signalled > 0 else {
      refuseReach(record.firstFailure ?? .gone, at: now, into: &effects)
      return
    }
    self.record(.reachSignalled(record), at: now, into: &effects)
    endReach(as: .signalled(record), at: now, into: &effects)
    completeReachDeaths(record, at: now, into: &effects)
  }

  /// Nobody is signalled, and who was stopped or frozen goes on.
  mutating func refuseReach(
    _ obstacle: ReachObstacle, at now: Instant, into effects: inout Effects
  ) {
    if let record = reach?.record {
      statistics.handFailed += 1
      self.record(.reachRefused(record, obstacle), at: now, into: &effects)
    }
    endReach(as: .refused(obstacle), at: now, into: &effects)
  }

  private mutating func endReach(
    as state: ReachPreview.State, at now: Instant, into effects: inout Effects
  ) {
    guard let reach else { return }
    if reach.isFrozen { askReach(.thaw, into: &effects) }
    self.reach?.isFrozen = false
    self.reach?.record = nil
    self.reach?.stage = .shown
    self.reach?.preview.state = state
    self.reach?.forgetMembers()
    for member in reach.members {
      switch member.state {
      case .stopped:
        // One that stood still before stands still.
        if member.candidate.state != .stopped {
          effects.append(.signal(member.candidate.key, .resume, .reach))
        } else {
          release(member.candidate.key, into: &effects)
        }
      case .found, .bound: release(member.candidate.key, into: &effects)
      case .signalled, .out: break
      }
    }
    if reach.isLeft { self.reach = nil }
  }

  /// Looked at with each sample: an answer that does not come must not hold the group for ever.
  mutating func advanceReach(at now: Instant, into effects: inout Effects) {
    guard let reach, reach.stage != .shown, reach.deadline <= now else { return }
    if reach.hasSignalled {
      self.reach?.record?.isUnsettled = true
      finishReach(at: now, into: &effects)
    } else {
      refuseReach(.noAnswer, at: now, into: &effects)
    }
  }

  /// lmktop leaves: nobody stays frozen or stopped.
  mutating func leaveReach(at now: Instant, into effects: inout Effects) {
    guard let reach, reach.stage != .shown else { return }
    if reach.hasSignalled {
      finishReach(at: now, into: &effects)
    } else {
      refuseReach(.leaving, at: now, into: &effects)
    }
  }
}

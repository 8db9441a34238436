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
    if reach.members.count + new.count > ReachKill.limit {
      guard mayEndUnwatched(record.means) || reach.hasSignalled else {
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
    // Who is bound already goes the same way on: the group was frozen meanwhile, or could not be.
    let isBound = reach.members.contains { $0.state == .bound }
    if isBound || !new.isEmpty, !isLast {
      self.reach?.stage = .binding
    } else if isStopped {
      self.reach?.stage = .sending
    } else {
      finishReach(at: now, into: &effects)
    }
  }

  /// Those who are too many to be bound are ended by the kernel alone: not where each has to be proved
  /// to be in a scope.
  func mayEndUnwatched(_ means: ReachMeans) -> Bool {
    means == .whole && configuration.scope == .machine
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

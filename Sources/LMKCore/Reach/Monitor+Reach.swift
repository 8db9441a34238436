/// Kills by hand of more than one process: what a reach holds, and whether all of it may die.
///
/// A worker says who belongs to it; the monitor says whether that may be signalled. What one kill of
/// one process goes through, each member goes through: it is bound, its scope is proved again, and
/// it is signalled through its pidfd, watched and accounted for.
extension Monitor {
  /// What the dialog shows.
  var reachPreview: ReachPreview? { reachRefusal ?? reach?.preview }

  /// A dialog asks what `key` would take with it.
  mutating func survey(
    _ wanted: KillReach, of key: ProcessKey, at now: Instant, into effects: inout Effects
  ) {
    reachRefusal = nil
    guard wanted != .process else { return leaveReachDialog() }
    if let reach, reach.record != nil, reach.stage != .shown {
      refuseAtOnce(wanted, key, .busy)
      return
    }
    let needed: [Capability.Name] = [.live, .pidfd, .scope]
    if let missing = capabilities.first(where: { !$0.isAvailable && needed.contains($0.name) }) {
      refuseAtOnce(wanted, key, .cannotKill(missing.name))
      return
    }
    guard let root = table.record(key)?.candidate else {
      refuseAtOnce(wanted, key, .gone)
      return
    }
    reachNumber += 1
    reach = ReachKill(
      root: root, reach: wanted, question: reachNumber,
      deadline: now.advanced(by: ReachKill.patience))
    askReach(.list, into: &effects)
  }

  private mutating func refuseAtOnce(
    _ wanted: KillReach, _ key: ProcessKey, _ obstacle: ReachObstacle
  ) {
    var preview = ReachPreview(root: key, reach: wanted)
    preview.state = .refused(obstacle)
    reachRefusal = preview
  }

  /// The dialog is closed, or asks for one process alone. What is under way goes on.
  mutating func leaveReachDialog() {
    reachRefusal = nil
    guard let reach else { return }
    if reach.record != nil, reach.stage != .shown {
      self.reach?.isLeft = true
    } else {
      self.reach = nil
    }
  }

  mutating func askReach(_ act: ReachQuestion.Act, into effects: inout Effects) {
    guard let reach else { return }
    reachNumber += 1
    var known = [reach.root.key]
    // A look that follows on signals knows more of them than the first, which may be dead by now.
    if reach.record != nil { known += reach.members.map(\.candidate.key) }
    var question = ReachQuestion(number: reachNumber, act: act, reach: reach.reach, known: known)
    question.processGroup = reach.processGroup
    question.place = reach.place
    self.reach?.question = reachNumber
    effects.append(.askReach(question))
  }

  mutating func noteReach(
    _ question: ReachQuestion, _ answer: ReachAnswer, at now: Instant, into effects: inout Effects
  ) {
    // Whatever the dialog asks by now: somebody stands still.
    if case .thawed(let errno?) = answer {
      record(.leftFrozen(question.place?.path ?? "", errno), at: now, into: &effects)
      return
    }
    guard let reach, reach.question == question.number else { return }
    switch (reach.stage, answer) {
    case (.looking, .members(let readings, let group, let place)):
      self.reach?.processGroup = group
      self.reach?.place = place
      let members = known(readings, at: now)
      if reach.record == nil {
        show(members)
      } else {
        noteLook(members, at: now, into: &effects)
      }
    case (.looking, .failed(let obstacle)):
      // After the signals, nobody is left to be found.
      if reach.hasSignalled {
        finishReach(at: now, into: &effects)
      } else {
        refuseReach(obstacle, at: now, into: &effects)
      }
    case (.freezing, .frozen(let errno)): noteFrozen(errno, into: &effects)
    case (.ending, .killed(let errno)): noteEnded(errno, at: now, into: &effects)
    case (.looking, _), (.freezing, _), (.ending, _), (.shown, _), (.binding, _), (.stopping, _),
      (.sending, _):
      break
    }
  }

  /// Takes what was read into the table, which knows who may never die.
  private mutating func known(_ readings: [ProcessReading], at now: Instant) -> [Candidate] {
    for reading in readings { table.note(reading, adjReadAt: now, at: now, pass: pass) }
    table.settleSubtree(at: now)
    return readings.compactMap { table.record($0.key)?.candidate }
  }

  /// The first of them who may never die.
  func obstacle(in members: some Sequence<Candidate>) -> ReachObstacle? {
    for member in members {
      if let bar = table.bar(of: member.key) { return .holds(member.key, member.name, bar) }
    }
    return nil
  }

  private mutating func show(_ members: [Candidate]) {
    guard var reach else { return }
    var preview = ReachPreview(root: reach.root.key, reach: reach.reach)
    preview.path = reach.place?.path ?? ""
    preview.processGroup = reach.processGroup
    preview.means = Self.means(of: .kill, in: reach)
    var users: Set<UInt32> = []
    for member in members {
      preview.total.count += 1
      preview.total.pages += member.freesPages
      preview.rssPages += member.rssPages
      users.insert(member.uid)
      if member.uid == 0 { preview.ownedByRoot += 1 }
      if member.adj < 0 { preview.withNegativeAdj += 1 }
      if case .protected? = table.record(member.key)?.standing { preview.spared += 1 }
      if let only = configuration.signalsOnly, member.uid != only { preview.foreign += 1 }
    }
    preview.users = users.count
    preview.largest = Array(
      members.sorted { ($0.freesPages, $1.key.pid) > ($1.freesPages, $0.key.pid) }
        .prefix(ReachPreview.shown))
    preview.state = .ready
    if let obstacle = obstacle(in: members) {
      preview.state = .refused(obstacle)
    } else if members.isEmpty {
      preview.state = .refused(.gone)
    } else if members.count > ReachKill.limit, !mayEndUnwatched(preview.means) {
      preview.state = .refused(.tooMany(members.count))
    }
    reach.preview = preview
    reach.stage = .shown
    self.reach = reach
  }

  /// How a signal is brought to all of them.
  static func means(of signal: Signal, in reach: ReachKill) -> ReachMeans {
    if let place = reach.place {
      if signal == .kill, place.canKill { return .whole }
      if place.freezer != nil { return .frozen }
    }
    // Who stands still makes no children; and who is to hear anything but SIGKILL must not.
    return signal == .kill ? .stopped : .looking
  }
}

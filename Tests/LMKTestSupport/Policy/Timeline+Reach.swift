import LMKCore

/// Kills of more than one process: `ask subtree 10` is what the dialog asks, `members 10 11` the
/// worker's answer to the last question (`kill` and `freezer` behind the pids: what the control group
/// can do), `frozen`, `frozen 1`, `thawed`, `thawed 1`, `ended` and `ended 1` those to the others (a
/// number is an errno), `nobody` that all are gone. `order subtree 10 KILL` is the operator's word, `step` the engine's
/// turn, and `reach` asks what the dialog shows. `sender 11 gone` lets a signal fail.
extension Timeline {
  static let reaches: [String: KillReach] = [
    "group": .processGroup, "subtree": .subtree, "cgroup": .cgroup, "process": .process,
  ]

  mutating func happenByReach(
    _ words: [String], at now: Instant, to monitor: inout Monitor, into effects: inout Effects,
    saying said: inout [String]
  ) {
    switch words[0] {
    case "ask":
      let command = Command.survey(Self.reaches[words[1]]!, key(words[2]))
      monitor.apply(.command(command), at: now, into: &effects)
    case "order":
      let signal = Signal.offered.first { $0.shortName == words[3] }!
      monitor.apply(
        .command(.signalReach(Self.reaches[words[1]]!, key(words[2]), signal)), at: now,
        into: &effects)
    case "release": monitor.apply(.command(.release), at: now, into: &effects)
    case "step": monitor.apply(.reachStep, at: now, into: &effects)
    case "sender": sender[Int32(words[1])!] = words[2] == "gone" ? .gone : .refused(.notPermitted)
    case "members":
      let pids = words.dropFirst().compactMap { Int32($0) }
      let readings = pids.map { pid in
        processes[pid] ?? ProcessReading(key: key("\(pid)"), rssPages: 1)
      }
      var place: ReachPlace?
      if lastQuestion?.reach == .cgroup {
        place = ReachPlace(
          path: "/a", folder: "/sys/fs/cgroup/a", identity: 1, canKill: words.contains("kill"),
          freezer: words.contains("freezer") ? .two("/sys/fs/cgroup/a") : nil)
      }
      say(.members(readings, processGroup: 7, place), at: now, to: &monitor, into: &effects)
    case "nobody": say(.failed(.gone), at: now, to: &monitor, into: &effects)
    case "frozen":
      say(
        .frozen(words.count > 1 ? Errno(Int32(words[1])!) : nil), at: now, to: &monitor,
        into: &effects)
    case "ended":
      say(
        .killed(words.count > 1 ? Errno(Int32(words[1])!) : nil), at: now, to: &monitor,
        into: &effects)
    case "thawed":
      say(
        .thawed(words.count > 1 ? Errno(Int32(words[1])!) : nil), at: now, to: &monitor,
        into: &effects)
    case "reach": said.append(shown(by: &monitor, at: now))
    default: preconditionFailure("no reach does \(words)")
    }
  }

  private func say(
    _ answer: ReachAnswer, at now: Instant, to monitor: inout Monitor,
    into effects: inout Effects
  ) {
    guard let lastQuestion else { return }
    monitor.apply(.reachAnswered(lastQuestion, answer), at: now, into: &effects)
  }

  /// `3 processes 40 pages`, `refused: …`, `signalled 3`
  private func shown(by monitor: inout Monitor, at now: Instant) -> String {
    var snapshot = Snapshot()
    monitor.writeSnapshot(into: &snapshot, at: now)
    guard let preview = snapshot.reach else { return "nothing shown" }
    return switch preview.state {
    case .asked: "asked"
    case .ready:
      "\(preview.total.count) processes \(preview.total.pages) pages \(preview.means.rawValue)"
    case .refused(let obstacle): "refused: \(words(obstacle))"
    case .signalling: "signalling"
    case .signalled(let record): "signalled \(record.signalled)"
    }
  }

  func words(_ obstacle: ReachObstacle) -> String {
    switch obstacle {
    case .holds(let key, _, let exemption): "holds \(key.pid) \(exemption.words)"
    case .notBound(let key, _, let failure): "\(key.pid) \(failure)"
    default: "\(obstacle)"
    }
  }

  func words(_ record: ReachRecord) -> String {
    var words = "sent to \(record.signalled) by \(record.means.rawValue)"
    if record.gone > 0 { words += " gone \(record.gone)" }
    if record.failed > 0 { words += " failed \(record.failed)" }
    if record.isUnsettled { words += " unsettled" }
    return words
  }
}

extension ReachQuestion.Act {
  var timelineWord: String {
    switch self {
    case .list: "look"
    case .freeze: "freeze"
    case .kill: "end"
    case .thaw: "thaw"
    }
  }
}

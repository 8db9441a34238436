import LMKCore

/// The part of the kill dialog that speaks of more than one process.
extension KillDialogView {
  /// The preview that belongs to what is chosen; `nil`: it is not there yet.
  var preview: ReachPreview? {
    guard let preview = scene.snapshot.reach, preview.root == dialog.target.key,
      preview.reach == dialog.reach
    else { return nil }
    return preview
  }

  var linesForMany: [StyledText] {
    let target = dialog.target
    var lines = [choice] + holds
    lines.append(
      StyledText("from     \(target.key.pid) ") + StyledText(scene.name(target, columns: .max))
        + StyledText(", user \(scene.user(target.uid)), parent \(target.parent)", .dim))
    if case .requested = dialog.stage { return lines }
    return lines + signals
  }

  /// `what     process  group  [subtree]  cgroup`
  var choice: StyledText {
    var line = StyledText("what     ")
    let names: [(KillReach, String)] = [
      (.process, "process"), (.processGroup, "group"), (.subtree, "subtree"), (.cgroup, "cgroup"),
    ]
    for (reach, name) in names {
      let isChosen = reach == dialog.reach
      line = line + StyledText(isChosen ? "[\(name)]" : " \(name) ", isChosen ? .select : .dim)
    }
    return line
  }

  /// How many, how much, who.
  var holds: [StyledText] {
    guard let preview else { return [StyledText("holds    looking ...", .dim)] }
    switch preview.state {
    case .asked: return [StyledText("holds    looking ...", .dim)]
    case .refused(let obstacle):
      return [StyledText("refused  ") + StyledText(ReachWords.words(obstacle), .error)]
    case .ready, .signalling, .signalled: break
    }
    let size = scene.size
    var lines = [
      StyledText("holds    ")
        + StyledText(
          "\(ReachWords.processes(preview.total.count)), frees \(size(preview.total.pages)) of RSS "
            + "\(size(preview.rssPages))", .title)
    ]
    let names = preview.largest.map {
      "\($0.key.pid) \($0.name.text) \(size($0.freesPages))"
    }
    let more = preview.total.count - names.count
    let rest = more > 0 ? ", \(more) more" : ""
    lines.append(StyledText("who      \(names.joined(separator: ", "))\(rest)"))
    if dialog.reach == .cgroup { lines.append(StyledText("cgroup   \(preview.path)", .dim)) }
    if preview.foreign > 0 {
      lines.append(
        StyledText("\(preview.foreign) of other users, whom lmktop may not signal", .warn))
    }
    if dialog.signal == .kill, preview.total.count > 1 { lines.append(means(preview.means)) }
    return lines
  }

  private func means(_ means: ReachMeans) -> StyledText {
    switch means {
    case .looking: StyledText("one by one, until nobody is left", .dim)
    case .stopped: StyledText("all are stopped first, so that none slips away", .dim)
    case .frozen: StyledText("the group is frozen first, so that none slips away", .dim)
    case .whole: StyledText("the kernel ends the group as one (cgroup.kill)", .dim)
    }
  }

  /// What the keys would do now.
  var promptForMany: [StyledText] {
    let help = StyledText("Tab or p g s c: what; Up, Down: signal; Esc closes", .dim)
    guard let preview, preview.state == .ready else {
      return [StyledText("nothing can be sent", .dim), help]
    }
    let whom = ReachWords.processes(preview.total.count)
    let reasons = dialog.reasonsToAsk(preview)
    if dialog.stage == .asking {
      return [
        StyledText(reasons.joined(separator: "; "), .warn),
        StyledText("y sends \(dialog.signal) to \(whom)", .error)
          + StyledText("; n or Esc does not"),
      ]
    }
    let then = reasons.isEmpty ? "sends" : "asks before it sends"
    let command = ReachWords.command(
      dialog.reach, dialog.signal, path: preview.path, processGroup: preview.processGroup)
    return [
      StyledText("Enter \(then) \(dialog.signal) to \(whom)")
        + StyledText(command.map { " (\($0))" } ?? "", .dim),
      help,
    ]
  }

  func resultForMany(_ signal: Signal, since: Instant) -> [StyledText] {
    var lines: [StyledText] = []
    switch preview?.state {
    case .signalled(let record):
      lines.append(
        StyledText(
          ReachWords.sentence(record, scene.size), record.failed > 0 ? .warn : .ok))
    case .refused(let obstacle):
      lines.append(StyledText("\(ReachWords.words(obstacle)): nothing sent", .error))
    case .asked, .ready, .signalling, nil:
      lines.append(StyledText("\(signal) handed over, no answer yet", .dim))
    }
    for entry in scene.snapshot.entries.reversed() where entry.at >= since {
      guard case .reachEnded(let record, _) = entry.kind, record.root.key == dialog.target.key
      else { continue }
      let words = EventWords(
        entry, pageSize: scene.snapshot.pageSize, isASCII: scene.environment.isASCII)
      lines.append(StyledText("\(words.tag) \(words.text)", words.role))
      break
    }
    lines.append(StyledText("Enter or Esc closes", .dim))
    return lines
  }
}

import LMKCore

/// The kill dialog in words: the target and what it is bound by, the signal, what was sent and
/// what became of it.
struct KillDialogView {
  let scene: Scene
  let dialog: KillDialog

  var box: DialogBox {
    DialogBox(title: title, lines: lines, prompt: prompt, role: .warn)
  }

  private var pid: Int32 { dialog.target.key.pid }

  /// What is reached stands in it: in a small window little else does.
  private var title: String {
    let whom = "\(pid) \(dialog.target.name.text)"
    let title =
      dialog.reach == .process ? "Signal \(whom)" : "Signal the \(dialog.reach.rawValue) of \(whom)"
    return dialog.turn.map { "\(title)  (\($0.words))" } ?? title
  }

  private var lines: [StyledText] {
    let target = dialog.target
    let size = scene.size
    if dialog.reach != .process { return linesForMany }
    var lines = [
      StyledText("process  \(pid) ", .title) + StyledText(scene.name(target, columns: .max)),
      StyledText(
        "start    \(target.key.startTime) ticks after boot, user \(scene.user(target.uid)), "
          + "parent \(target.parent)"),
      StyledText(
        "frees    \(size(target.freesPages)) of RSS \(size(target.rssPages)), adj \(adj(target))"),
    ]
    let children = scene.snapshot.rows.reduce(0) {
      $0 + ($1.candidate.parent == pid ? 1 : 0)
    }
    lines.append(choice)
    if children > 0 {
      lines.append(
        StyledText(
          "children \(children): they get no signal, and may outlive it (s: the subtree)", .warn))
    }
    if dialog.isAncestor {
      lines.append(StyledText("lmktop runs in it: it ends lmktop's own terminal", .error))
    }
    if isContainerInit {
      lines.append(
        StyledText(
          "a container's init: all of its container dies with it; from here it takes SIGKILL only",
          .warn))
    }
    lines.append(StyledText("bound    ") + binding)
    if case .choosing = dialog.stage { lines += signals }
    if case .asking = dialog.stage { lines += signals }
    return lines
  }

  private var isContainerInit: Bool {
    dialog.target.isContainerInit
      || scene.snapshot.rows.contains {
        $0.candidate.isContainerInit && $0.candidate.key == dialog.target.key
      }
  }

  private func adj(_ target: Candidate) -> String {
    target.adj == target.effectiveAdj
      ? "\(target.adj)" : "\(target.adj) (effective \(target.effectiveAdj))"
  }

  private var binding: StyledText {
    switch scene.snapshot.binding {
    case .bound(dialog.target.key):
      StyledText("yes: a pidfd is open, the start time agrees", .ok)
    case .sent(dialog.target.key, let signal): StyledText("\(signal) went through it", .ok)
    case .failed(dialog.target.key, let failure):
      StyledText(EventWords.words(failure, pid), .error)
    case .none, .opening, .bound, .sent, .failed: StyledText("opening the pidfd ...", .dim)
    }
  }

  /// A few of the list around the chosen one.
  var signals: [StyledText] {
    let all = Signal.offered
    let first = min(max(0, dialog.choice - 2), max(0, all.count - 5))
    return all.indices.dropFirst(first).prefix(5).map { index in
      let isChosen = index == dialog.choice
      let mark = isChosen ? scene.glyphs.pointer : " "
      return StyledText(
        "\(mark) \(all[index].description.padded(to: 8)) \(all[index].rawValue)",
        isChosen ? .select : .text)
    }
  }

  private var prompt: [StyledText] {
    let key = dialog.target.key
    switch dialog.stage {
    case .requested(let signal, let at):
      return dialog.reach == .process ? result(signal, at) : resultForMany(signal, since: at)
    case .choosing, .asking: break
    }
    if dialog.reach != .process { return promptForMany }
    if case .failed(key, let failure) = scene.snapshot.binding {
      return [
        StyledText(EventWords.words(failure, pid), .error), StyledText("Esc closes", .dim),
      ]
    }
    guard scene.snapshot.binding == .bound(key) else {
      return [StyledText("nothing can be sent before it is bound; Esc closes", .dim)]
    }
    if dialog.stage == .asking {
      return [
        StyledText(dialog.reasonsToAsk().joined(separator: "; "), .warn),
        StyledText("y sends \(dialog.signal) to \(pid)", .error)
          + StyledText("; n or Esc does not"),
      ]
    }
    let then = dialog.reasonsToAsk().isEmpty && !isContainerInit ? "sends" : "asks before it sends"
    return [
      StyledText("Enter \(then) \(dialog.signal) to \(pid)")
        + StyledText(" (kill -\(dialog.signal.shortName) \(pid))", .dim),
      StyledText(
        dialog.turn?.rest.isEmpty == false
          ? "Up, Down: signal; Tab or p g s c: what; x skips this one; Esc closes, the others too"
          : "Up, Down: signal; Tab or p g s c: what; Esc closes", .dim),
    ]
  }

  private func result(_ signal: Signal, _ at: Instant) -> [StyledText] {
    var lines = [StyledText("kill -\(signal.shortName) \(pid)", .dim)]
    switch scene.snapshot.binding {
    case .sent(dialog.target.key, let signal):
      lines.append(StyledText("\(signal) sent to \(pid)", .ok))
    case .failed(dialog.target.key, let failure):
      lines.append(StyledText("\(signal): \(EventWords.words(failure, pid))", .error))
    case .none, .opening, .bound, .sent, .failed:
      lines.append(StyledText("\(signal) handed over, no answer yet", .dim))
    }
    if let outcome = outcome(since: at) { lines.append(outcome) }
    lines.append(StyledText("Enter or Esc closes", .dim))
    return lines
  }

  /// What the journal says became of it.
  private func outcome(since: Instant) -> StyledText? {
    for entry in scene.snapshot.entries.reversed() where entry.at >= since {
      let record: KillRecord
      switch entry.kind {
      case .died(let died, _): record = died
      case .timedOut(let late, _), .diedLate(let late, _): record = late
      default: continue
      }
      guard record.victim.key == dialog.target.key else { continue }
      let words = EventWords(
        entry, pageSize: scene.snapshot.pageSize, isASCII: scene.environment.isASCII)
      return StyledText("\(words.tag) \(words.text)", words.role)
    }
    return nil
  }
}

import LMKCore

/// The adj dialog in words: the target, what it is bound by, what the value would change, and what
/// became of it.
struct AdjDialogView {
  let scene: Scene
  let dialog: AdjDialog

  var box: DialogBox {
    DialogBox(title: title, lines: lines, prompt: prompt, role: .warn)
  }

  private var key: ProcessKey { dialog.target.key }
  private var snapshot: Snapshot { scene.snapshot }
  private var title: String { "oom_score_adj of \(key.pid) \(dialog.target.name.text)" }

  private var row: Snapshot.Row? { snapshot.rows.first { $0.candidate.key == key } }

  private var lines: [StyledText] {
    let target = dialog.target
    var lines = [
      StyledText("process  \(key.pid) ", .title) + StyledText(scene.name(target, columns: .max)),
      StyledText(
        "start    \(key.startTime) ticks after boot, user \(scene.user(target.uid)), "
          + "parent \(target.parent)"),
      StyledText("bound    ") + binding,
    ]
    if case .requested = dialog.stage { return lines }
    lines.append(
      StyledText("adj      \(target.adj) \(scene.glyphs.arrow) ")
        + StyledText(" \(dialog.text) ", .edit)
        + StyledText(dialog.value == nil ? "  not a whole number from -1000 to 1000" : "", .error))
    if let value = dialog.value, let row { lines += consequences(value, row) }
    return lines
  }

  private func consequences(_ value: OOMScoreAdj, _ row: Snapshot.Row) -> [StyledText] {
    let before = AdjProspect(of: row, at: dialog.target.adj, in: snapshot)
    let after = AdjProspect(of: row, at: value, in: snapshot)
    let arrow = scene.glyphs.arrow
    var lines: [StyledText] = []
    if after.effective != value || before.effective != dialog.target.adj {
      lines.append(
        StyledText("counts   \(before.effective) \(arrow) \(after.effective), shifted by rules"))
    }
    let place =
      before.rank == after.rank && before.count == after.count
      ? "\(words(after)), as before" : "\(words(before)) \(arrow) \(words(after))"
    lines.append(StyledText("place    \(place)"))
    lines.append(
      StyledText("reach    ")
        + StyledText(
          before.mayDieNow == after.mayDieNow && before.row == after.row
            ? "\(reach(after)), as before" : "\(reach(before)) \(arrow) \(reach(after))",
          after.mayDieNow ? .victim : .text))
    if let first = after.first, first.key != before.first?.key {
      lines.append(
        StyledText("first    ")
          + StyledText("\(first.key.pid) \(first.name.text) would be next to die", .warn))
    }
    lines.append(
      StyledText(
        value > dialog.target.adj
          ? "Its owner may raise it; children born from now on inherit it."
          : value < dialog.target.adj
            ? "Below 0 (or the least it was ever given) it needs CAP_SYS_RESOURCE." : "", .dim))
    return lines
  }

  private func words(_ prospect: AdjProspect) -> String {
    prospect.rank.map { "\($0) of \(prospect.count)" } ?? "not in the kill order"
  }

  private func reach(_ prospect: AdjProspect) -> String {
    if prospect.rank == nil { return "never" }
    if prospect.mayDieNow { return "may die now" }
    return prospect.row.map { "safe until row \($0 + 1)" } ?? "below all rows"
  }

  private var binding: StyledText {
    switch snapshot.binding {
    case .bound(key): StyledText("yes: a pidfd is open, the start time agrees", .ok)
    case .failed(key, let failure): StyledText(AdjWords.failure(failure, key.pid), .error)
    case .none, .opening, .bound, .sent, .failed: StyledText("opening the pidfd ...", .dim)
    }
  }

  private var prompt: [StyledText] {
    if case .requested(let value, let at) = dialog.stage { return result(value, at) }
    if case .failed(key, let failure) = snapshot.binding {
      return [
        StyledText(AdjWords.failure(failure, key.pid), .error), StyledText("Esc closes", .dim),
      ]
    }
    guard snapshot.binding == .bound(key) else {
      return [StyledText("nothing can be written before it is bound; Esc closes", .dim)]
    }
    guard let value = dialog.value else {
      return [StyledText("Up Down 10, Left Right 1, PgUp PgDn 100; Esc closes", .dim)]
    }
    if dialog.stage == .asking {
      return [
        StyledText(dialog.reasonsToAsk(snapshot).joined(separator: "; "), .warn),
        StyledText("y writes \(value) to \(key.pid)", .error) + StyledText("; n or Esc does not"),
      ]
    }
    let then = dialog.reasonsToAsk(snapshot).isEmpty ? "writes" : "asks before it writes"
    return [
      StyledText("Enter \(then) it")
        + StyledText(" (echo \(value) > /proc/\(key.pid)/oom_score_adj)", .dim),
      StyledText("Up Down 10, Left Right 1, PgUp PgDn 100, or digits; Esc closes", .dim),
    ]
  }

  /// What the journal says became of it.
  private func result(_ value: OOMScoreAdj, _ at: Instant) -> [StyledText] {
    var lines = [StyledText("echo \(value) > /proc/\(key.pid)/oom_score_adj", .dim)]
    let entry = snapshot.entries.last { entry in
      guard entry.at >= at else { return false }
      return switch entry.kind {
      case .adjWritten(let candidate, _), .adjRefused(let candidate, _, _): candidate.key == key
      default: false
      }
    }
    if let entry {
      let words = EventWords(
        entry, pageSize: snapshot.pageSize, isASCII: scene.environment.isASCII)
      lines.append(StyledText("\(words.tag) \(words.text)", words.role))
    } else {
      lines.append(StyledText("handed over, no answer yet", .dim))
    }
    if let row {
      lines.append(
        StyledText("now: \(words(AdjProspect(of: row, at: row.candidate.adj, in: snapshot)))"))
    }
    lines.append(StyledText("Enter or Esc closes", .dim))
    return lines
  }
}

/// Why an adj was not written, in words.
enum AdjWords {
  static func failure(_ failure: KillFailure, _ pid: Int32) -> String {
    switch failure {
    case .gone: "\(pid) is gone: nothing written"
    case .reused: "\(pid) belongs to another process now: nothing written"
    case .outsideScope: "\(pid) is outside the scope: nothing written"
    case .readOnly: "read-only: nothing written"
    case .refused(let errno), .error(let errno): "\(errno): nothing written"
    }
  }

  /// What EACCES means depends on the direction.
  static func refusal(
    _ failure: KillFailure, _ candidate: Candidate, to adj: OOMScoreAdj
  ) -> String {
    let words = self.failure(failure, candidate.key.pid)
    guard failure == .refused(.accessDenied) else { return words }
    return adj < candidate.adj
      ? "\(words); lowering needs CAP_SYS_RESOURCE" : "\(words); it is another user's process"
  }
}

import LMKCore

/// The statistics: every count and scan in exactly one place, so that the sums can be checked by
/// eye. Totals and rates never share a column.
struct ShrinkerPane {
  let scene: Scene

  /// Rows of the screen, with the title.
  static let lowHeight = 5
  static let tallHeight = 16

  private var statistics: Statistics { scene.snapshot.statistics }

  func drawLow(into canvas: inout Canvas, in region: Region) {
    var region = region
    PaneTitle(title: "Shrinker", tails: lastKill)
      .draw(into: &canvas, in: region.takeTop(1))
    let all = statistics
    let lines = [
      sum(
        "count \(all.count)",
        [
          ("zero", all.zero.calls, .text), ("no kill", all.noKill.calls, .text),
          ("busy", all.busy.calls, .text), ("scan", all.scan, .text),
        ]),
      sum(
        "scan \(all.scan)",
        [
          ("kill", all.kill.calls, .victim), ("would kill", all.wouldKill.calls, .text),
          ("waste", all.waste, .warn),
        ]),
      waste, rates,
    ]
    for (index, line) in lines.enumerated() {
      canvas.drawShortened(line.fitted(to: region.width), in: region.line(index))
    }
  }

  /// `scan 352 = kill 2 + would kill 349 + waste 1`; zeros go first when it is narrow.
  private func sum(_ total: String, _ terms: [(name: String, calls: UInt64, role: Role)])
    -> FlexLine
  {
    var line = FlexLine()
    line.gap = 1
    line.add(StyledText(total), weight: 9)
    var sign = "="
    for (index, term) in terms.enumerated() {
      let role: Role = term.calls > 0 ? term.role : .dim
      let words = "\(sign) \(term.name) \(term.calls)"
      if term.calls == 0 && index > 0 {
        line.add(StyledText(words, role), "", weight: index)
      } else {
        line.add(StyledText(words, role), weight: 9)
      }
      sign = "+"
    }
    return line
  }

  private var waste: FlexLine {
    let all = statistics
    return sum(
      "waste \(all.waste)",
      [
        ("gone", all.gone.calls, .warn), ("reused", all.reused.calls, .warn),
        ("refused", all.refused.calls, .warn), ("recovered", all.recovered.calls, .warn),
        ("error", all.error.calls, .error),
      ])
  }

  private var rates: FlexLine {
    var line = FlexLine()
    line.gap = 1
    line.add(StyledText("per second:", .dim), weight: 9)
    line.add(StyledText("count \(rate(\.count))", .dim), weight: 9)
    line.add(StyledText("scan \(rate(\.scan))", .dim), weight: 8)
    line.add(StyledText("kill \(rate(\.kill.calls))", .dim), "", weight: 6)
    line.add(StyledText("waste \(rate(\.waste))", .dim), "", weight: 5)
    addLowTail(to: &line)
    return line
  }

  private func rate(_ path: KeyPath<Statistics, UInt64>) -> String {
    let elapsed = scene.snapshot.at.seconds(since: scene.snapshot.earlierAt)
    let new = statistics[keyPath: path]
    let old = scene.snapshot.earlier[keyPath: path]
    guard elapsed > 0, new >= old else { return "-" }
    return NumberText.rate(Double(new - old) / elapsed)
  }

  private var lastKill: [StyledText] {
    for entry in scene.snapshot.entries.reversed() {
      if case .died(_, let outcome) = entry.kind {
        let words =
          "freed \(scene.size(outcome.freedPages)) in \(NumberText.span(outcome.took))"
        return [StyledText("last kill \(words)", .dim), StyledText(words, .dim)]
      }
    }
    return [StyledText("no kill yet", .dim)]
  }

  // MARK: With room

  func drawTall(into canvas: inout Canvas, in region: Region) {
    var region = region
    PaneTitle(title: "Shrinker", tails: lastKill)
      .draw(into: &canvas, in: region.takeTop(1))
    let all = statistics
    canvas.draw(
      "calls".padded(to: 16) + "total".rightAligned(to: 12) + "per s".rightAligned(to: 9), .dim,
      in: region.line(0))
    let rows: [(String, UInt64, String, Role)] = [
      ("count", all.count, rate(\.count), .title),
      ("= zero", all.zero.calls, rate(\.zero.calls), .text),
      ("+ no kill", all.noKill.calls, rate(\.noKill.calls), .text),
      ("+ busy", all.busy.calls, rate(\.busy.calls), .text),
      ("+ scan", all.scan, rate(\.scan), .title),
      ("   = kill", all.kill.calls, rate(\.kill.calls), .victim),
      ("   + would kill", all.wouldKill.calls, rate(\.wouldKill.calls), .text),
      ("   + waste", all.waste, rate(\.waste), .warn),
    ]
    for (index, row) in rows.enumerated() {
      let role: Role = row.1 == 0 ? .dim : row.3
      canvas.draw(
        row.0.padded(to: 16) + String(row.1).rightAligned(to: 12) + row.2.rightAligned(to: 9),
        role, in: region.line(index + 1))
    }
    let more: [FlexLine] = [
      waste,
      sum(
        "kill \(all.kill.calls)",
        [
          ("exited", all.exited, .text), ("pending", all.pending, .dying),
          ("timed out", all.timedOut, .error),
        ]),
      sum(
        "exited \(all.exited)",
        [("relief", all.relief, .ok), ("no relief", all.noRelief, .warn)]),
      reaping, respawned, byHand,
    ]
    for (index, line) in more.enumerated() {
      canvas.drawShortened(
        line.fitted(to: region.width), in: region.line(rows.count + 1 + index))
    }
  }

  /// What became of process_mrelease: all memory back; nothing left; not dying yet, or shared; else.
  private var reaping: FlexLine {
    let all = statistics
    return sum(
      "reaps \(all.reaped + all.reapsGone + all.reapsInvalid + all.reapsFailed)",
      [
        ("reaped", all.reaped, .ok), ("empty", all.reapsGone, .text),
        ("not dying", all.reapsInvalid, .text), ("failed", all.reapsFailed, .warn),
      ])
  }

  private var respawned: FlexLine {
    var line = FlexLine()
    let times = statistics.respawned
    line.add(
      StyledText(
        times == 0
          ? "respawned 0" : "respawned \(times): victims' names that came back",
        times == 0 ? .dim : .warn),
      StyledText("respawned \(times)", times == 0 ? .dim : .warn), weight: 9)
    return line
  }

  /// In a low pane, where there is something to say.
  private func addLowTail(to line: inout FlexLine) {
    let all = statistics
    if all.respawned > 0 {
      line.add(StyledText("respawned \(all.respawned)", .warn), "", weight: 7)
    }
    if all.reaped > 0 { line.add(StyledText("reaped \(all.reaped)", .ok), "", weight: 4) }
  }

  private var byHand: FlexLine {
    var line = FlexLine()
    let all = statistics
    line.add(StyledText("by hand: \(all.handSignals) sent", .dim), weight: 3)
    line.add(StyledText("\(all.handExited) exited", .dim), "", weight: 2)
    line.add(StyledText("\(all.handFailed) failed", .dim), "", weight: 1)
    return line
  }
}

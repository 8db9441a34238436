import LMKCore

extension Header {
  // MARK: Which row holds?

  var rule: FlexLine {
    let table = snapshot.thresholds
    let size = scene.size
    var line = FlexLine()
    guard !table.isEmpty else {
      line.add("No thresholds: nobody ever dies", "no thresholds", "no rows", weight: 9)
      return line
    }
    if let active = scene.active, active >= table.count { return stallRule(active) }
    if let gated = gatedRule { return gated }
    guard let active = scene.active, table.indices.contains(active) else {
      let first = table.count - 1
      let minfree = size(table[first].minfreePages)
      let away = size(snapshot.terms.headroom - table[first].minfreePages)
      line.add(
        StyledText("No row crossed: nobody may die.", .ok), StyledText("No row crossed.", .ok),
        StyledText("No row crossed", .ok), StyledText("no row", .ok), weight: 9)
      line.add(
        StyledText(
          "Row \(table.count) (adj \(scene.glyphs.atLeast) \(table[first].adj)) at \(minfree), "
            + "\(away) away"),
        StyledText("Row \(table.count) at \(minfree), \(away) away"),
        StyledText("Row \(table.count) at \(minfree)"), "", weight: 6)
      if let time = scene.time(toRow: first) { line.add(StyledText(time, .warn), "", weight: 8) }
      return line
    }
    let role = scene.levelRole(active)
    let adj = "adj \(scene.glyphs.atLeast) \(table[active].adj)"
    let lastResort = active == 0 ? " (last resort)" : " (1 = last resort)"
    line.add(
      StyledText("ROW \(active + 1) of \(table.count)\(lastResort):", role),
      StyledText("ROW \(active + 1) of \(table.count):", role),
      StyledText("ROW \(active + 1)/\(table.count)", role), weight: 8)
    if scene.eligible.count == 0 {
      line.add(
        StyledText("can kill nobody: \(nobodyBecause(table[active].adj))", .warn),
        StyledText("can kill nobody", .warn), StyledText("nobody", .warn), weight: 8)
    } else {
      let count = "\(scene.eligible.count) of \(snapshot.candidateCount)"
      line.add(
        StyledText("\(adj) may die: \(count), \(size(scene.eligible.pages)).", role),
        StyledText("\(adj): \(count), \(size(scene.eligible.pages))", role),
        StyledText("\(scene.eligible.count) may die", role), "", weight: 9)
    }
    if active > 0 {
      let words = scene.time(toRow: active - 1)
      line.add(
        StyledText(words.map { "Row \(active) \($0)" } ?? "", .warn), "", weight: 7)
    }
    switch snapshot.evaluation.verdict {
    case .spare(.pendingEnough), .spare(.pendingFull):
      let dying = snapshot.rows.reduce(0) { $0 + ($1.standing == .dying ? 1 : 0) }
      line.add(
        StyledText("waiting for \(NumberText.count(dying, "death", "deaths"))", .dying),
        StyledText("waiting", .dying), "", weight: 8)
    case .spare(.paused):
      line.add(StyledText("pausing: kills brought nothing", .warn), "", weight: 8)
    case .spare(.noRowCrossed), .spare(.nobodyEligible), .spare(.memoryUnknown), .kill: break
    }
    return line
  }

  private func nobodyBecause(_ adj: OOMScoreAdj) -> String {
    guard let highest = snapshot.exposures.first?.adj else { return "there is no candidate" }
    if highest == 0 && snapshot.exposures.count == 1 { return "all adj are 0, it asks \(adj)" }
    return "the highest adj is \(highest), it asks \(adj)"
  }

  /// Both terms against the row that holds, or would hold first.
  var condition: FlexLine {
    var line = FlexLine()
    let table = snapshot.thresholds
    guard !table.isEmpty else { return line }
    let size = scene.size
    let terms = snapshot.terms
    if let active = scene.active, active >= table.count { return stallCondition(active) }
    let crossed = table.crossed(at: terms)
    let row = min(scene.active ?? crossed ?? table.count - 1, table.count - 1)
    let minfree = table[row].minfreePages
    func term(_ name: String, _ pages: Int) -> StyledText {
      pages < minfree
        ? StyledText("\(name) \(size(pages)) < \(size(minfree)) yes", .warn)
        : StyledText("\(name) \(size(pages)) < \(size(minfree)) no", .ok)
    }
    line.add(
      StyledText("row \(row + 1) asks", .dim), StyledText("row \(row + 1):", .dim), weight: 9)
    line.add(term("free", terms.otherFree), weight: 9)
    line.add(term("file", terms.otherFile), weight: 9)
    addGates(of: row, to: &line)
    let larger = terms.otherFile >= terms.otherFree ? "file" : "free"
    let distance = size((terms.headroom - minfree).magnitudeAsInt)
    if table.blockers(ofRow: row, at: terms) != nil {
      line.add(StyledText("gated", .ok), "", weight: 6)
    } else if terms.headroom < minfree {
      line.add(
        StyledText("both: holds; \(distance) more \(larger) lifts it", .warn),
        StyledText("holds by \(distance)", .warn), "", weight: 6)
    } else {
      line.add(
        StyledText("\(larger) blocks by \(distance)", .ok), StyledText("blocked", .ok), "",
        weight: 6)
    }
    return line
  }

  // MARK: Who dies next, and why?

  var next: FlexLine {
    var line = FlexLine()
    guard let next = scene.next else {
      line.add("NEXT nobody: there is no candidate", "NEXT nobody", weight: 9)
      return line
    }
    let candidate = next.candidate
    let isDue =
      switch snapshot.evaluation.verdict {
      case .kill: true
      case .spare: false
      }
    let word = isDue ? (scene.isArmed ? "KILLS NOW" : "WOULD KILL") : "NEXT"
    let role: Role = isDue ? .victim : .text
    line.add(
      StyledText("\(word) \(candidate.key.pid) \(candidate.name.text)", role), weight: 9)
    line.add(StyledText("adj \(candidate.effectiveAdj)", role), "", weight: 7)
    line.add(
      StyledText("frees \(scene.size(candidate.freesPages))", role),
      StyledText(scene.size(candidate.freesPages), role), "", weight: 8)
    line.add(StyledText("(\(scene.reasonForNext))"), "", weight: 5)
    line.gap = 1
    return line
  }
}

extension Int {
  /// Without trapping at the smallest number.
  fileprivate var magnitudeAsInt: Int { self == .min ? .max : abs(self) }
}

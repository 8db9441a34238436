import LMKCore

/// The top of the screen, in the order of an operator's questions: am I armed? how short is
/// memory? who dies next, and why? what would change that?
struct Header {
  /// A line of it, by importance: a low window keeps the first ones.
  enum Line: Int, CaseIterable {
    case state, rule, next, headroom, memory, condition, warnings, facts

    /// The order from top to bottom.
    static let shown: [Line] = [
      .state, .headroom, .memory, .rule, .condition, .next, .warnings, .facts,
    ]
  }

  let scene: Scene

  /// The lines that a window of this height shows, top first.
  func lines(height: Int) -> [Line] {
    let count =
      switch height {
      case ..<4: height
      case ..<10: 4
      case ..<14: 5
      default: 6
      }
    var lines = Line.shown.filter { $0.rawValue < count }
    if height >= 18 && !warnings.isEmpty { lines.append(.warnings) }
    if height >= 32 { lines.append(.facts) }
    return lines
  }

  func draw(_ lines: [Line], into canvas: inout Canvas, in region: Region) {
    for (index, line) in lines.enumerated() {
      let row = region.line(index)
      switch line {
      case .state:
        canvas.draw(state.fitted(to: row.width), in: row)
        if scene.isArmed { canvas.restyle(row, .armed) }
      case .headroom: HeadroomBar(scene: scene).draw(into: &canvas, in: row)
      case .memory: canvas.drawShortened(memory.fitted(to: row.width), in: row)
      case .rule: canvas.drawShortened(rule.fitted(to: row.width), in: row)
      case .condition: canvas.drawShortened(condition.fitted(to: row.width), in: row)
      case .next: canvas.drawShortened(next.fitted(to: row.width), in: row)
      case .warnings:
        var line = FlexLine()
        for (index, words) in warnings.enumerated() {
          line.add(StyledText(words, .warn), "", weight: warnings.count - index)
        }
        canvas.drawShortened(line.fitted(to: row.width), in: row)
      case .facts: canvas.drawShortened(facts.fitted(to: row.width), in: row)
      }
    }
  }

  private var snapshot: Snapshot { scene.snapshot }

  // MARK: Am I armed?

  private var state: FlexLine {
    var line = FlexLine()
    let environment = scene.environment
    switch snapshot.arming {
    case .armed(let since):
      line.add("!! ARMED !!", "!ARMED!", "ARMED", "!", weight: 99)
      line.add(
        StyledText("auto-kill since \(scene.clock.time(since))"),
        StyledText("since \(scene.clock.time(since))"), "auto-kill on", "", weight: 6)
      line.add(
        StyledText(EventWords.steps(snapshot.grace, scene.glyphs.arrow)), "", weight: 4)
      line.add("A disarms", "", weight: 15)
      line.pushRight()
      line.add(StyledText(environment.hostName), "", weight: 1)
      line.add(StyledText(scene.clock.time(scene.now)), "", weight: 3)
      line.add("!! ARMED !!", "", weight: 5)
    case .disarmed(let reason, let since):
      line.add(
        StyledText("SAFE: disarmed, dry run: kills nothing (A arms)", .disarmed),
        StyledText("SAFE: disarmed, dry run (A arms)", .disarmed),
        StyledText("SAFE: disarmed (A arms)", .disarmed), StyledText("SAFE: disarmed", .disarmed),
        StyledText("SAFE", .disarmed), StyledText(".", .disarmed), weight: 5)
      switch reason {
      case .noRelief, .lost, .hangUp, .panic:
        line.add(
          StyledText(
            "disarmed \(scene.clock.time(since)): \(EventWords.words(reason))", .warn), "",
          weight: 6)
      case .atStart, .byOperator, .leaving: break
      }
      line.pushRight()
      line.add(StyledText(environment.hostName, .dim), "", weight: 3)
      line.add(StyledText(scene.clock.time(scene.now), .dim), "", weight: 4)
      line.add(
        StyledText("lmktop \(environment.version)", .title), StyledText("lmktop", .title), "",
        weight: 2)
      line.add(StyledText(NumberText.span(snapshot.interval), .dim), "", weight: 1)
    }
    return line
  }

  // MARK: How short is memory?

  private var memory: FlexLine {
    let memory = snapshot.memory
    let size = scene.size
    var line = FlexLine()
    line.add(
      StyledText("avail \(size(memory.availablePages)) of \(size(memory.totalPages))"),
      StyledText("avail \(size(memory.availablePages))"), "", weight: 8)
    if memory.swapTotalPages > 0 {
      let used = memory.swapTotalPages - memory.swapFreePages
      line.add(
        StyledText("swap \(size(used)) of \(size(memory.swapTotalPages)) used"),
        StyledText("swap \(size(used)) used"), "", weight: 5)
    } else {
      line.add("no swap", "", weight: 3)
    }
    if let pressure = memory.pressure {
      let some = NumberText.tenths(Double(pressure.some.average10))
      let full = NumberText.tenths(Double(pressure.full.average10))
      line.add(
        StyledText("stalled some \(some)% ", .psiSome) + StyledText("full \(full)%", .psiFull),
        StyledText("some \(some)% ", .psiSome) + StyledText("full \(full)%", .psiFull),
        StyledText("PSI \(some)%", .psiSome), "", weight: 7)
      let recent = scene.glyphs.sparkline(snapshot.stalls.suffix(16))
      let short = scene.glyphs.sparkline(snapshot.stalls.suffix(8))
      line.add(StyledText(recent, .psiSome), StyledText(short, .psiSome), "", weight: 4)
    } else {
      line.add(StyledText("no PSI", .dim), "", weight: 2)
    }
    let trend = snapshot.trend.pagesPerSecond
    let rate = scene.size.rate(trend)
    let words =
      trend.magnitude * Double(snapshot.pageSize) < 1_048_576
      ? StyledText("steady", .dim)
      : StyledText("\(trend < 0 ? "shrinking" : "growing") \(rate)", trend < 0 ? .trend : .ok)
    line.add(words, "", weight: 6)
    return line
  }

  // MARK: Which row holds?

  private var rule: FlexLine {
    let table = snapshot.thresholds
    let size = scene.size
    var line = FlexLine()
    guard !table.isEmpty else {
      line.add("No thresholds: nobody ever dies", "no thresholds", "no rows", weight: 9)
      return line
    }
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
      StyledText("ROW \(active + 1)/\(table.count)", role), weight: 9)
    if scene.eligible.count == 0 {
      line.add(
        StyledText("can kill nobody: \(nobodyBecause(table[active].adj))", .warn),
        StyledText("can kill nobody", .warn), StyledText("nobody", .warn), weight: 8)
    } else {
      let count = "\(scene.eligible.count) of \(snapshot.candidateCount)"
      line.add(
        StyledText("\(adj) may die: \(count), \(size(scene.eligible.pages)).", role),
        StyledText("\(adj): \(count), \(size(scene.eligible.pages))", role),
        StyledText("\(scene.eligible.count) may die", role), "", weight: 8)
    }
    if active > 0 {
      let words = scene.time(toRow: active - 1)
      line.add(
        StyledText(words.map { "Row \(active) \($0)" } ?? "", .warn), "", weight: 7)
    }
    switch snapshot.evaluation.verdict {
    case .spare(.pendingEnough), .spare(.pendingFull):
      line.add(
        StyledText("waiting for \(snapshot.statistics.pending) deaths", .dying),
        StyledText("waiting", .dying), "", weight: 8)
    case .spare(.noRowCrossed), .spare(.nobodyEligible), .kill: break
    }
    return line
  }

  private func nobodyBecause(_ adj: OOMScoreAdj) -> String {
    guard let highest = snapshot.exposures.first?.adj else { return "there is no candidate" }
    if highest == 0 && snapshot.exposures.count == 1 { return "all adj are 0, it asks \(adj)" }
    return "the highest adj is \(highest), it asks \(adj)"
  }

  /// Both terms against the row that holds, or would hold first.
  private var condition: FlexLine {
    var line = FlexLine()
    let table = snapshot.thresholds
    guard !table.isEmpty else { return line }
    let size = scene.size
    let terms = snapshot.terms
    let row = min(scene.active ?? table.count - 1, table.count - 1)
    let minfree = table[row].minfreePages
    func term(_ name: String, _ pages: Int) -> StyledText {
      pages < minfree
        ? StyledText("\(name) \(size(pages)) < \(size(minfree)) yes", .warn)
        : StyledText("\(name) \(size(pages)) < \(size(minfree)) no", .ok)
    }
    line.add(StyledText("row \(row + 1) asks", .dim), StyledText("row \(row + 1):", .dim), weight: 9)
    line.add(term("free", terms.otherFree), weight: 9)
    line.add(StyledText("and", .dim), "", weight: 3)
    line.add(term("file", terms.otherFile), weight: 9)
    let larger = terms.otherFile >= terms.otherFree ? "file" : "free"
    let distance = size((terms.headroom - minfree).magnitudeAsInt)
    if terms.headroom < minfree {
      line.add(
        StyledText("both: holds; \(distance) more \(larger) lifts it", .warn),
        StyledText("holds by \(distance)", .warn), "", weight: 6)
    } else {
      line.add(
        StyledText("\(larger) blocks it by \(distance)", .ok), StyledText("blocked", .ok), "",
        weight: 6)
    }
    return line
  }

  // MARK: Who dies next, and why?

  private var next: FlexLine {
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

  // MARK: What else is wrong?

  private var warnings: [String] {
    var warnings: [String] = []
    if let unkillable = scene.unkillable { warnings.append(unkillable) }
    for capability in snapshot.capabilities where !capability.isAvailable {
      switch capability.name {
      case .processes: warnings.append("other users' processes are hidden")
      case .vmstat: warnings.append("no /proc/vmstat: no rule")
      case .pidfd: warnings.append("no pidfd: nothing can be killed")
      case .live: warnings.append("a captured tree: nothing can be killed")
      case .zoneinfo: warnings.append("no /proc/zoneinfo: the reserve counts as 0")
      case .meminfo: warnings.append("no /proc/meminfo")
      case .reading: warnings.append("some processes could not be read")
      case .journal: warnings.append("no journal is written")
      case .pressure, .signalAll, .memoryLock, .priority, .procConnector, .tracepoints,
        .pressureTrigger, .kernelLog:
        break
      }
    }
    if snapshot.signallableCount < snapshot.candidateCount {
      warnings.append(
        "may signal \(snapshot.signallableCount) of \(snapshot.candidateCount) candidates")
    }
    if age > .seconds(3) && age > snapshot.interval * 3 {
      warnings.append("data up to \(NumberText.span(age)) old")
    }
    return warnings
  }

  /// Of the oldest reading that matters.
  private var age: Duration {
    max(.zero, snapshot.oldestReading.duration(to: scene.now))
  }

  private var facts: FlexLine {
    var line = FlexLine()
    let kills = snapshot.memory.kernelKills
    line.add(
      StyledText("kernel OOM kills \(kills)", kills > 0 ? .warn : .dim), "", weight: 5)
    line.add(
      StyledText("data \(scene.glyphs.atMost) \(NumberText.span(age)) old", .dim), "", weight: 4)
    line.add(
      StyledText(
        "may signal \(snapshot.signallableCount) of \(snapshot.candidateCount)", .dim), "",
      weight: 3)
    line.add(StyledText("exempt \(snapshot.exemptCount)", .dim), "", weight: 2)
    let elapsed = snapshot.at.seconds(since: snapshot.earlierAt)
    if elapsed > 0, snapshot.ownCPU >= snapshot.ownCPUEarlier {
      let share = Double(snapshot.ownCPU - snapshot.ownCPUEarlier) / 1e9 / elapsed * 100
      line.add(StyledText("own CPU \(NumberText.tenths(share))%", .dim), "", weight: 1)
    }
    return line
  }
}

extension Int {
  /// Without trapping at the smallest number.
  fileprivate var magnitudeAsInt: Int { self == .min ? .max : abs(self) }
}

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
        if snapshot.playback != nil {
          canvas.draw(replayState.fitted(to: row.width), in: row)
        } else {
          canvas.draw(state.fitted(to: row.width), in: row)
          if scene.isArmed { canvas.restyle(row, .armed) }
        }
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

  var snapshot: Snapshot { scene.snapshot }

  // MARK: Am I armed?

  private var state: FlexLine {
    var line = FlexLine()
    let environment = scene.environment
    if !environment.stage.isEmpty {
      line.add(StyledText(environment.stage, .searchHit), "", weight: 60)
    }
    switch snapshot.arming {
    case .armed(let since):
      line.add("!! ARMED !!", "!ARMED!", "ARMED", "!", weight: 99)
      line.add(
        StyledText("auto-kill since \(scene.clock.time(since))"),
        StyledText("since \(scene.clock.time(since))"), "auto-kill on", "", weight: 6)
      line.add(
        StyledText(EventWords.words(snapshot.steps, scene.glyphs.arrow)), "", weight: 4)
      line.add("A disarms", "A off", "", weight: 15)
      addScope(to: &line)
      line.pushRight()
      line.add(StyledText(environment.hostName), "", weight: 1)
      line.add(StyledText(scene.clock.time(scene.now)), "", weight: 3)
      line.add("!! ARMED !!", "", weight: 5)
    case .disarmed(let reason, let since):
      line.add(
        StyledText("SAFE: disarmed", .disarmed), StyledText("SAFE", .disarmed),
        StyledText(".", .disarmed), weight: 80)
      if snapshot.isReadOnly {
        line.add(
          StyledText("read-only: kills and writes nothing", .disarmed),
          StyledText("read-only", .disarmed), "", weight: 5)
      } else {
        line.add(
          StyledText("dry run: kills nothing (A arms)", .disarmed),
          StyledText("dry run (A arms)", .disarmed), StyledText("(A arms)", .disarmed), "",
          weight: 5)
      }
      addScope(to: &line)
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

  /// Where it may kill, unless that is everywhere.
  private func addScope(to line: inout FlexLine) {
    guard snapshot.scope != .machine else { return }
    let words = TextCells(snapshot.scope.words).filtered
    line.add(StyledText("scope: \(words)"), StyledText("scope"), "", weight: 14)
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
}

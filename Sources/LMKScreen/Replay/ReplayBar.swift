import LMKCore

/// Where a replay stands: two lines above the key bar.
///
///     REPLAY ▶ 4×  12:51:08 ▕────111──22K2──▲────────11K────────▏ 12:58:40
///     Space pause  . step  , back  ←→ 10 s  < > speed  [ ] level  { } kill  g go to
///
/// Digits are the rows that were active then; K a kill, k who would have died, O the kernel's own
/// killer, ? events that are missing.
struct ReplayBar {
  static let height = 2

  let scene: Scene
  let outline: ReplayOutline
  let playback: Playback
  /// What is being typed behind `g`.
  let goal: String?

  func draw(into canvas: inout Canvas, in region: Region) {
    canvas.fill(region)
    drawPosition(into: &canvas, in: region.line(0))
    if let goal {
      let column = canvas.draw("Go to (12:51, 12:51:08, +90): ", .key, in: region.line(1))
      canvas.draw(goal, .edit, at: column, in: region.line(1))
      canvas.placeCursor(
        column: region.column + min(column + goal.columns, max(0, region.width - 1)),
        row: region.row + 1)
    } else {
      canvas.draw(keys.fitted(to: region.width), in: region.line(1))
    }
  }

  private func drawPosition(into canvas: inout Canvas, in region: Region) {
    var column = canvas.draw(" REPLAY ", .tag, in: region)
    let state =
      playback.isAtEnd
      ? "END" : playback.isPaused ? "PAUSED" : scene.glyphs.pointer + " " + speed
    column = canvas.draw(" \(state) ", playback.isPaused ? .warn : .text, at: column, in: region)
    if playback.isPaused, region.width >= 60 {
      column = canvas.draw("\(speed) ", .dim, at: column, in: region)
    }
    let warning = self.warning
    let end = " \(outline.clock.time(outline.last))"
    let rest = region.width - column - 2 - end.columns - warning.columns
    let begin = "\(outline.clock.time(scene.snapshot.at)) "
    column = canvas.draw(begin, .title, at: column, in: region)
    let width = rest - begin.columns
    if width >= 8 {
      column = canvas.draw(scene.glyphs.barLeft, .border, at: column, in: region)
      for cell in cells(width: width) {
        column = canvas.draw(cell.text, cell.role, at: column, in: region)
      }
      column = canvas.draw(scene.glyphs.barRight, .border, at: column, in: region)
      column = canvas.draw(end, .dim, at: column, in: region)
    }
    canvas.draw(warning, .warn, at: column, in: region)
  }

  private var speed: String {
    let number = playback.speed
    let text =
      number >= 1
      ? "\(NumberText.whole(number))" : number == 0.25 ? "1/4" : "1/\(NumberText.whole(1 / number))"
    return text + scene.glyphs.times
  }

  private var warning: String {
    if playback.divergences > 0 { return " DIFFERS from what was recorded" }
    if playback.damages > 0 { return " damaged" }
    return ""
  }

  /// The recording from left to right, one column for each share of its time.
  func cells(width: Int) -> [(text: String, role: Role)] {
    let span = max(1, outline.last.nanoseconds - outline.first.nanoseconds)
    func column(_ moment: Instant) -> Int {
      let done = Double(moment.nanoseconds - outline.first.nanoseconds) / Double(span)
      return min(max(0, Int(done * Double(width))), width - 1)
    }
    let glyphs = scene.glyphs
    var cells = [(text: String, role: Role)](
      repeating: (glyphs.horizontal, .dim), count: width)
    paintLevels(into: &cells, column)
    for mark in outline.marks {
      let place = column(mark.at)
      switch mark.kind {
      case .level: break
      case .gap: cells[place] = ("?", .warn)
      case .wouldKill where cells[place].text != "K": cells[place] = ("k", .victim)
      case .wouldKill: break
      case .kill: cells[place] = ("K", .victim)
      case .kernelKill: cells[place] = ("O", .error)
      }
    }
    cells[column(scene.snapshot.at)] = (glyphs.barMark, .title)
    return cells
  }

  /// The most severe row of each column; it holds until the next change.
  private func paintLevels(
    into cells: inout [(text: String, role: Role)], _ column: (Instant) -> Int
  ) {
    var level: Int?
    var place = 0
    var levels = [Int?](repeating: nil, count: cells.count)
    func fill(to end: Int) {
      guard let level, place <= end else { return }
      for index in place...end { levels[index] = min(levels[index] ?? level, level) }
    }
    for mark in outline.marks {
      guard case .level(let next) = mark.kind else { continue }
      fill(to: column(mark.at))
      place = column(mark.at)
      level = next
    }
    fill(to: cells.count - 1)
    for (index, level) in levels.enumerated() {
      if let level { cells[index] = ("\(level + 1)", scene.levelRole(level)) }
    }
  }

  private var keys: FlexLine {
    var line = FlexLine()
    line.add(
      StyledText("Space", .key) + StyledText(playback.isPaused ? " go on" : " pause", .keyLabel),
      weight: 9)
    add(".", "step", 6, to: &line)
    add(",", "back", 3, to: &line)
    add(scene.glyphs.isASCII ? "Left Right" : "←→", "10 s", 4, to: &line)
    add("< >", "speed", 5, to: &line)
    add("[ ]", "row change", 7, to: &line)
    add("{ }", "kill", 8, to: &line)
    add("g", "go to", 2, to: &line)
    return line
  }

  private func add(_ key: String, _ words: String, _ weight: Int, to line: inout FlexLine) {
    line.add(
      StyledText(key, .key) + StyledText(" " + words, .keyLabel), StyledText(key, .key), "",
      weight: weight)
  }
}

import LMKCore

/// The setup screen, with the theme as it looks beside it.
struct SetupView {
  let scene: Scene
  let dialog: SetupDialog
  let settings: ScreenSettings

  private static let sampleWidth = 30

  func draw(into canvas: inout Canvas, in region: Region) {
    var region = region
    PaneTitle(
      title: "Setup",
      hint: "arrows choose and change, space on or off"
    ).draw(into: &canvas, in: region.takeTop(1))
    if region.width >= 78 {
      let samples = region.takeRight(Self.sampleWidth)
      drawSamples(into: &canvas, in: samples)
    }
    let lines = lines(width: region.width)
    let chosen = lines.firstIndex { $0.isChosen } ?? 0
    let first = min(max(0, chosen - region.height / 2), max(0, lines.count - region.height))
    for (index, line) in lines.dropFirst(first).prefix(region.height).enumerated() {
      let row = region.line(index)
      canvas.drawShortened(line.text, in: row)
      guard line.isChosen else { continue }
      canvas.restyle(row, .select)
      canvas.draw(scene.glyphs.pointer, .select, in: row)
    }
  }

  /// Below it, unless there is a notice.
  func drawKeys(into canvas: inout Canvas, in region: Region) {
    var words = FlexLine()
    words.gap = 1
    for (key, word, weight) in [
      ("Enter", "keeps, writes", 4), ("Esc", "takes back", 3), ("arrows", "change", 2),
      ("space", "on, off", 1),
    ] {
      words.add(StyledText(key, .key) + StyledText(" " + word, .keyLabel), "", weight: weight)
    }
    canvas.fill(region)
    canvas.draw(words.fitted(to: region.width), in: region)
  }

  private struct Line {
    var text: StyledText
    var isChosen = false
  }

  private func lines(width: Int) -> [Line] {
    SetupDialog.sections(settings).flatMap { section in
      [Line(text: StyledText(" " + section.title, .title))]
        + section.items.map { Line(text: words(of: $0), isChosen: $0 == dialog.item) }
    }
  }

  private func words(of item: SetupDialog.Item) -> StyledText {
    switch item {
    case .column(let column):
      let isShown = settings.columns.contains(column)
      let mark = ListColumn.required.contains(column) ? "[=]" : box(isShown)
      return StyledText("  \(mark) \(column.heading.padded(to: 6))", isShown ? .text : .dim)
        + StyledText(column.words, .dim)
    case .view: return choice("view", settings.view.words)
    case .order:
      let way = settings.order.isInverted ? ", the other way round" : ""
      return choice("sorted by", settings.order.words + way)
    case .theme: return choice("theme", TextCells(settings.themeName).filtered)
    case .hold:
      return choice(
        "order held",
        settings.holdSeconds == 0 ? "never" : "\(settings.holdSeconds) s after an arrow")
    case .asksAlways: return StyledText("  \(box(settings.asksAlways)) every signal asks y")
    case .mouse: return StyledText("  \(box(settings.usesMouse)) wheel and clicks")
    case .vimKeys:
      return StyledText("  \(box(settings.usesVimKeys)) j k h l g G move (F1 says what else)")
    }
  }

  private func box(_ isOn: Bool) -> String { isOn ? "[x]" : "[ ]" }

  private func choice(_ name: String, _ value: String) -> StyledText {
    StyledText("  \(name.padded(to: 11))") + StyledText("< \(value) >", .key)
  }

  /// The roles that matter, each in its look.
  private func drawSamples(into canvas: inout Canvas, in region: Region) {
    for row in 0..<region.height {
      canvas.draw(scene.glyphs.vertical, .border, in: region.line(row))
    }
    let inner = Region(
      column: region.column + 2, row: region.row, width: region.width - 2, height: region.height)
    let samples: [(String, Role)] = [
      ("As it looks", .title), ("SAFE: disarmed", .disarmed), ("!! ARMED !!", .armed),
      ("NEXT", .victim), ("may die (row 3)", .eligible), ("safe until row 2", .text),
      ("spared: rule desktop", .protected), ("DYING", .dying), ("defunct", .zombie),
      ("kernel thread", .kernel), ("under the cursor", .select), ("* tagged", .tag),
      ("found, or just said", .searchHit), ("order held", .frozen), ("a value typed", .edit),
      ("a warning", .warn), ("an error", .error), ("all is well", .ok),
    ]
    for (row, sample) in samples.enumerated() {
      canvas.draw(sample.0, sample.1, in: inner.line(row))
    }
    let levels = inner.line(samples.count)
    var column = 0
    for level in 0..<6 {
      column = canvas.draw("row \(level + 1)", scene.levelRole(level), at: column, in: levels) + 1
      if column > levels.width - 5 { break }
    }
  }
}

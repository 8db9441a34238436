import LMKCore

/// The table of rows: as lines with what each reaches where there is room, in two columns where
/// there is little, on one line where there is hardly any.
struct ThresholdPane {
  enum Form: Hashable {
    case oneLine
    case twoColumns
    case table
  }

  let scene: Scene
  let edit: ThresholdEdit
  let isFocused: Bool

  /// Rows of the screen, with the title where there is one.
  static func height(_ form: Form) -> Int {
    switch form {
    case .oneLine: 1
    case .twoColumns: 5
    case .table: 8
    }
  }

  private var table: Thresholds { edit.table(in: scene.snapshot, at: scene.now) }

  func draw(_ form: Form, into canvas: inout Canvas, in region: Region) {
    guard !region.isEmpty else { return }
    switch form {
    case .oneLine: drawOneLine(into: &canvas, in: region)
    case .twoColumns:
      let rows = drawTitle(into: &canvas, in: region)
      let half = min(rows.width / 2, 16)
      for column in 0...1 {
        let part = Region(
          column: rows.column + column * half, row: rows.row,
          width: min(half, rows.width - column * half), height: rows.height)
        canvas.draw("  below  adj \(scene.glyphs.atLeast)", .dim, in: part.line(0))
        for index in 0..<3 {
          drawRow(index + 3 * column, into: &canvas, in: part.line(index + 1))
        }
      }
    case .table:
      let rows = drawTitle(into: &canvas, in: region)
      canvas.draw(
        "  below  adj \(scene.glyphs.atLeast)   reaches          state", .dim, in: rows.line(0))
      for index in table.indices {
        let line = rows.line(index + 1)
        drawRow(index, into: &canvas, in: line)
        drawReach(index, into: &canvas, in: line)
      }
      for (index, stall) in table.stallRows.enumerated() {
        drawStall(table.count + index, stall, into: &canvas, in: rows.line(table.count + index + 1))
      }
    }
  }

  private func drawTitle(into canvas: inout Canvas, in region: Region) -> Region {
    var region = region
    PaneTitle(
      title: "Thresholds", hint: isFocused ? "Esc leaves" : "e edits", tails: presetWords,
      isFocused: isFocused
    ).draw(into: &canvas, in: region.takeTop(1))
    return region
  }

  /// Whose table it is, as long as nobody has edited it.
  private var presetWords: [StyledText] {
    guard let preset = scene.environment.preset else { return [] }
    guard preset.thresholds.sameRows(as: table) else {
      return [StyledText("\(preset.name), edited", .dim), StyledText("edited", .dim)]
    }
    return preset.isChosen
      ? [StyledText("\(preset.name) (chosen)", .dim), StyledText(preset.name, .dim)]
      : [StyledText(preset.name, .dim)]
  }

  /// `▶3[2.00G]≥ 529`: the mark of the active row, its number, the two cells.
  private func drawRow(_ index: Int, into canvas: inout Canvas, in line: Region) {
    guard table.indices.contains(index) else { return }
    let isActive = scene.active == index
    let role = isActive ? scene.levelRole(index) : .text
    var column = canvas.draw(
      "\(isActive ? scene.glyphs.pointer : " ")\(index + 1)", role, in: line)
    column = drawCell(
      .size, index, scene.size(table[index].minfreePages), role, width: 7, column, &canvas, line)
    drawCell(.adj, index, "\(table[index].adj)", role, width: 7, column, &canvas, line)
  }

  @discardableResult
  private func drawCell(
    _ column: ThresholdEdit.Column, _ index: Int, _ value: String, _ role: Role, width: Int,
    _ start: Int, _ canvas: inout Canvas, _ line: Region
  ) -> Int {
    let isChosen = isFocused && edit.row == index && edit.column == column
    let text = isChosen ? edit.draft?.text ?? value : value
    // The end of a long draft is where it is being typed.
    let shown = String(text.suffix(width - 2)).rightAligned(to: width - 2)
    let end = canvas.draw(
      isChosen ? "[\(shown)]" : " \(shown) ", isChosen ? .edit : role, at: start, in: line)
    if isChosen && edit.draft?.origin == .typed {
      canvas.placeCursor(column: line.column + end - 1, row: line.row)
    }
    return end
  }

  private func drawReach(_ index: Int, into canvas: inout Canvas, in line: Region) {
    let level = table[index]
    let reach = scene.snapshot.reclaimable(atOrAbove: level.adj)
    let headroom = scene.snapshot.terms.headroom
    let state: String
    let role: Role
    if scene.active == index {
      (state, role) = ("active", scene.levelRole(index))
    } else if table.blockers(ofRow: index, at: scene.snapshot.terms) != nil {
      (state, role) = ("gated", .ok)
    } else if headroom < level.minfreePages {
      (state, role) = ("crossed", .warn)
    } else {
      (state, role) = ("\(scene.size(headroom - level.minfreePages)) away", .dim)
    }
    let words =
      reach.count == 0
      ? "nobody".padded(to: 16)
      : "\(String(reach.count).rightAligned(to: 6)) \(scene.size(reach.pages).rightAligned(to: 6))"
        .padded(to: 16)
    canvas.draw(words, reach.count == 0 ? .warn : .text, at: 18, in: line)
    canvas.draw(state, role, at: 35, in: line)
  }

  /// `▶7 full>=25%/3s:300`, and what it reaches.
  private func drawStall(
    _ index: Int, _ stall: StallRow, into canvas: inout Canvas, in line: Region
  ) {
    let isActive = scene.active == index
    canvas.draw(
      "\(isActive ? scene.glyphs.pointer : " ")\(index + 1) \(stall.text)",
      isActive ? .level1 : .text, in: line)
    canvas.draw(isActive ? "active" : "waits", isActive ? .level1 : .dim, at: 43, in: line)
  }

  private func drawOneLine(into canvas: inout Canvas, in region: Region) {
    var line = FlexLine()
    line.gap = 1
    line.add(StyledText("rows", .title), "", weight: 1)
    for index in table.indices {
      let isActive = scene.active == index
      let mark = isActive ? scene.glyphs.pointer : ""
      let role = isActive ? scene.levelRole(index) : .text
      let size = scene.size(table[index].minfreePages)
      line.add(
        StyledText("\(mark)\(index + 1) \(size):\(table[index].adj)", role),
        StyledText("\(mark)\(size):\(table[index].adj)", role), "",
        weight: isActive ? 20 : 10 - index)
    }
    canvas.drawShortened(line.fitted(to: region.width), in: region)
  }
}

extension Thresholds {
  /// Steps aside, which options may have laid over them.
  fileprivate func sameRows(as other: Thresholds) -> Bool {
    stepping([]) == other.stepping([])
  }
}

import LMKCore

/// The processes; in kill order, with the line under the last that may die.
struct CandidateList {
  let scene: Scene
  let listing: Listing
  let columns: CandidateColumns
  let tags: Set<ProcessKey>

  /// Draws the heading and the rows, and tells what stands where.
  ///
  /// - Parameter scroll: the first position shown; moved so that the cursor is visible.
  func draw(
    cursor: ViewState.Cursor, lastPosition: Int, scroll: inout Int, held: String?,
    into canvas: inout Canvas, in region: Region
  ) -> ViewState.Drawn {
    var region = region
    var drawn = ViewState.Drawn()
    if region.height >= 3 {
      let heading = region.takeTop(1)
      columns.drawHeading(into: &canvas, in: heading, scene.glyphs)
      drawn.headingRow = heading.row
      drawn.headings = columns.places.map {
        (heading.column + $0.start..<heading.column + $0.start + $0.width, $0.column)
      }
      if let held {
        canvas.draw(
          held, .frozen, at: max(0, heading.width - held.columns), in: heading)
      }
    }
    drawn.firstRow = region.row
    drawn.columns = region.column..<(region.column + region.width)
    drawn.listHeight = max(1, region.height)
    guard listing.count > 0 else {
      let words = listing.isFiltered ? "nobody matches the filter" : "no process to show"
      canvas.draw(words, .dim, at: 1, in: region)
      return drawn
    }
    let position = cursorPosition(cursor, lastPosition)
    drawn.position = position
    drawn.cursor = listing.key(at: position, in: scene.snapshot)
    if drawn.cursor == nil { drawn.group = listing.anchor(at: position, in: scene.snapshot) }
    guard region.height > 0 else { return drawn }
    let cut = cutPosition
    clamp(&scroll, position, cut, height: region.height)

    var row = 0
    var index = scroll
    if cut == 0 && scroll == 0 {
      drawCutLine(into: &canvas, in: region.line(row))
      drawn.anchors.append(nil)
      row += 1
    }
    while row < region.height && index < listing.count {
      drawLine(
        listing.lines[index], isUnderCursor: index == position, into: &canvas,
        in: region.line(row))
      drawn.anchors.append(listing.anchor(at: index, in: scene.snapshot))
      note(listing.lines[index].item, in: &drawn)
      row += 1
      index += 1
      if index == cut && row < region.height {
        drawCutLine(into: &canvas, in: region.line(row))
        drawn.anchors.append(nil)
        row += 1
      }
    }
    return drawn
  }

  /// A kernel thread has no command line.
  private func note(_ item: ListLine.Item, in drawn: inout ViewState.Drawn) {
    guard case .row(let index) = item else { return }
    let row = scene.snapshot.rows[index]
    guard row.standing != .exempt(.kernelThread) else { return }
    drawn.processes.append(ShownProcess(row.candidate))
  }

  private func cursorPosition(_ cursor: ViewState.Cursor, _ lastPosition: Int) -> Int {
    // One that is gone leaves the cursor where it stood.
    let fallback = min(max(0, lastPosition), listing.count - 1)
    return switch cursor {
    case .top: 0
    case .on(let key): listing.position(of: key, in: scene.snapshot) ?? fallback
    case .onGroup(let anchor): listing.position(of: anchor, in: scene.snapshot) ?? fallback
    }
  }

  /// The position before which the line stands; `nil`: there is none. O(n).
  private var cutPosition: Int? {
    guard let minimum = scene.minimumAdj, listing.isKillOrder else { return nil }
    var cut = 0
    for position in 0..<listing.count {
      guard case .row(let index) = listing.lines[position].item else { continue }
      let row = scene.snapshot.rows[index]
      if case .exempt = row.standing { continue }
      if row.candidate.effectiveAdj >= minimum {
        cut = position + 1
      } else if cut > 0 && !listing.isHeld {
        break
      }
    }
    // Those above it may only be hidden.
    return cut == 0 && listing.isFiltered ? nil : cut
  }

  /// Keeps the cursor on the screen, and no empty rows below the last.
  private func clamp(_ scroll: inout Int, _ position: Int, _ cut: Int?, height: Int) {
    func lines(from first: Int, to last: Int) -> Int {
      guard let cut else { return last - first + 1 }
      let isCutShown = cut > first && cut <= last || cut == 0 && first == 0
      return last - first + 1 + (isCutShown ? 1 : 0)
    }
    scroll = min(max(0, scroll), max(0, listing.count - 1))
    if position < scroll { scroll = position }
    while lines(from: scroll, to: position) > height && scroll < position {
      scroll =
        lines(from: scroll, to: position) > height + 1 && position - height > scroll
        ? position - height : scroll + 1
    }
    while scroll > 0 && lines(from: scroll - 1, to: listing.count - 1) <= height { scroll -= 1 }
  }

  private func drawCutLine(into canvas: inout Canvas, in region: Region) {
    guard let active = scene.active else { return }
    let count = scene.snapshot.thresholds.count
    let line = scene.isArmed ? scene.glyphs.heavy : scene.glyphs.horizontal
    let role: Role = scene.isArmed ? .armed : scene.levelRole(active)
    let row = "row \(active + 1) of \(count)"
    var words = FlexLine()
    if scene.eligible.count == 0 {
      words.add(
        StyledText("\(row) is crossed and can kill nobody"), StyledText("\(row): nobody"), weight: 1
      )
    } else if listing.isHeld {
      words.add("order held: who may die says WHY", "order held", weight: 1)
    } else if scene.isArmed {
      words.add(
        StyledText("ARMED: \(row): the rows above die, top first"),
        StyledText("ARMED: the rows above die"), "ARMED", weight: 1)
    } else {
      words.add(
        StyledText("\(row): when armed, the rows above die, top first"),
        StyledText("\(row): when armed, these die"), StyledText(row), weight: 1)
    }
    canvas.fill(region, with: line, role)
    let text = words.fitted(to: region.width - 8)
    canvas.draw(
      StyledText(" ") + text.inRole(role) + StyledText(" "), at: min(3, region.width / 4),
      in: region)
    canvas.restyle(region, role)
  }

  private func drawLine(
    _ line: ListLine, isUnderCursor: Bool, into canvas: inout Canvas, in region: Region
  ) {
    var isTagged = false
    switch line.item {
    case .row(let index):
      columns.draw(index, line: line, in: listing, scene: scene, into: &canvas, at: region)
      isTagged = tags.contains(scene.snapshot.rows[index].candidate.key)
    case .gone(let key):
      canvas.draw("\(key.pid) is gone", .dim, at: 2, in: region)
    case .group(let group):
      columns.draw(
        listing.groups[group], fold: line.fold, scene: scene, into: &canvas, at: region)
    }
    if isTagged { canvas.restyle(region, .tag) }
    if isUnderCursor {
      canvas.restyle(region, .select)
      canvas.draw(scene.glyphs.pointer, .select, in: region)
    }
    // Beside the pointer: while anybody is tagged, the margin has two columns.
    if isTagged { canvas.draw("*", isUnderCursor ? .select : .tag, at: 1, in: region) }
  }
}

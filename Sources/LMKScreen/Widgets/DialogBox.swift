/// A box over the middle of the screen; in a small window it takes all of it, without a border.
struct DialogBox {
  var title: String
  /// May be cut off at the bottom.
  var lines: [StyledText]
  /// Never cut off: what the keys would do now.
  var prompt: [StyledText]
  var role = Role.border

  /// - Returns: where the prompt stands; its last line is the region's last row.
  @discardableResult
  func draw(into canvas: inout Canvas, over screen: Region) -> Region {
    var scroll = 0
    return draw(into: &canvas, over: screen, from: &scroll)
  }

  /// The same, from a line on; a scroll beyond the last useful one is brought back to it.
  @discardableResult
  func draw(into canvas: inout Canvas, over screen: Region, from scroll: inout Int) -> Region {
    let isFramed = screen.width >= 30 && screen.height >= 9
    let innerWidth =
      isFramed
      ? min(screen.width - 6, max(44, (lines + prompt).map(\.width).max() ?? 0, title.columns + 4))
      : screen.width
    let body = lines.flatMap { $0.wrapped(to: innerWidth) }
    let foot = prompt.flatMap { $0.wrapped(to: innerWidth) }
    guard isFramed else {
      canvas.fill(screen)
      var region = screen
      canvas.draw(title, .title, in: region.takeTop(screen.height > 2 ? 1 : 0))
      let promptRegion = region.takeBottom(min(foot.count, region.height))
      scroll = min(scroll, max(0, body.count - region.height))
      draw(Array(body.dropFirst(scroll)), into: &canvas, in: region)
      draw(Array(foot.suffix(promptRegion.height)), into: &canvas, in: promptRegion)
      return promptRegion
    }
    let height = min(screen.height, body.count + foot.count + 3)
    let box = Region(
      column: screen.column + (screen.width - innerWidth - 4) / 2,
      row: screen.row + (screen.height - height) / 2, width: innerWidth + 4, height: height)
    canvas.fill(box)
    drawBorder(into: &canvas, box)
    var inner = box.inset(columns: 2, rows: 1)
    let promptRegion = inner.takeBottom(min(foot.count, inner.height))
    if inner.height > body.count { _ = inner.takeBottom(1) }
    scroll = min(scroll, max(0, body.count - inner.height))
    draw(Array(body.dropFirst(scroll)), into: &canvas, in: inner)
    draw(foot, into: &canvas, in: promptRegion)
    return promptRegion
  }

  private func draw(_ lines: [StyledText], into canvas: inout Canvas, in region: Region) {
    for (index, line) in lines.prefix(region.height).enumerated() {
      canvas.drawShortened(line, in: region.line(index))
    }
  }

  private func drawBorder(into canvas: inout Canvas, _ box: Region) {
    let glyphs = canvas.glyphs
    let rule = String(repeating: glyphs.horizontal, count: box.width - 2)
    canvas.draw(glyphs.topLeft + rule + glyphs.topRight, role, in: box.line(0))
    for index in 1..<max(1, box.height - 1) {
      canvas.draw(glyphs.vertical, role, in: box.line(index))
      canvas.draw(glyphs.vertical, role, at: box.width - 1, in: box.line(index))
    }
    canvas.draw(
      glyphs.bottomLeft + rule + glyphs.bottomRight, role, in: box.line(box.height - 1))
    canvas.draw(
      " \(title) ", role == .border ? .title : role, at: 2,
      in: Region(
        column: box.column, row: box.row, width: box.width - 2, height: 1))
  }
}

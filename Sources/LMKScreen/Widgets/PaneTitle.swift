/// The line above a pane: `─ Thresholds  e edit ────`.
struct PaneTitle {
  var title: String
  var hint = ""
  /// Words at the right end, from long to short: the first that fit.
  var tails: [StyledText] = []
  var isFocused = false

  func draw(into canvas: inout Canvas, in region: Region) {
    let line = region.line(0)
    canvas.fill(line, with: canvas.glyphs.horizontal, .border)
    var words = FlexLine()
    words.add(StyledText(title, isFocused ? .edit : .title), weight: 3)
    words.add(StyledText(hint, .dim), "", weight: 1)
    let text = words.fitted(to: line.width - 4)
    canvas.draw(StyledText(" ") + text + StyledText(" "), at: 1, in: line)
    if let tail = tails.first(where: { text.width + $0.width + 8 <= line.width }) {
      canvas.draw(
        StyledText(" ") + tail + StyledText(" "), at: line.width - tail.width - 3, in: line)
    }
  }
}

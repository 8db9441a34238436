import LMKCore

/// The last line: what the keys do; or the search, or a notice.
struct KeyBar {
  let scene: Scene
  let pane: Pane
  let search: ViewState.Search?
  let notice: ViewState.Notice?

  /// Whether it has more to say than what the keys do.
  var isSpeaking: Bool { search?.isTyping == true || notice != nil }

  func draw(into canvas: inout Canvas, in region: Region) {
    if let search, search.isTyping {
      var column = canvas.draw("Find: ", .key, in: region)
      column = canvas.draw(search.text, .edit, at: column, in: region)
      canvas.placeCursor(
        column: region.column + min(column, max(0, region.width - 1)), row: region.row)
      let hint = search.isMissing ? "  not found" : "  F3 next, Enter ends, Esc closes"
      canvas.drawShortened(
        StyledText(hint, search.isMissing ? .warn : .dim), at: column, in: region)
      return
    }
    var words = FlexLine()
    words.gap = 1
    if scene.isArmed {
      words.add(
        StyledText(" ARMED: A disarms ", .armed), StyledText(" ARMED ", .armed), weight: 20)
    }
    if let notice {
      words.add(StyledText(notice.words, .searchHit), weight: 30)
      canvas.drawShortened(words.fitted(to: region.width), in: region)
      return
    }
    for binding in KeyBinding.offered(readOnly: scene.snapshot.isReadOnly)
    where binding.context == .everywhere || binding.context == .pane(pane) {
      guard let bar = binding.bar, !(scene.isArmed && binding.action == .arm) else { continue }
      let weight = bar.weight + (binding.context == .pane(pane) ? 10 : 0)
      let gap = bar.key.count > 2 && !bar.key.hasPrefix("F") || bar.key.count == 1 ? " " : ""
      words.add(
        StyledText(bar.key, .key) + StyledText(gap + bar.word, .keyLabel), "", weight: weight)
    }
    canvas.draw(words.fitted(to: region.width), in: region)
  }
}

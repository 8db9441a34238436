import LMKCore

/// The last line: what the keys do; or the search, or a notice.
struct KeyBar {
  let scene: Scene
  let pane: Pane
  let search: ViewState.Search?
  let notice: ViewState.Notice?
  var style = KeyStyle.plain
  /// While it is typed.
  var filter: ListFilter?
  /// Processes that it lets through.
  var matching = 0

  /// Whether it has more to say than what the keys do.
  var isSpeaking: Bool { search?.isTyping == true || filter != nil || notice != nil }

  func draw(into canvas: inout Canvas, in region: Region) {
    if let filter {
      let hint = filter.defect ?? "\(matching) match; Enter keeps it, Esc clears it"
      drawText("Filter: ", filter.text, hint, isWrong: filter.defect != nil, &canvas, region)
      return
    }
    if let search, search.isTyping {
      let hint =
        search.isHidden
        ? "it is there, but hidden on this list"
        : search.isMissing ? "not found" : "F3 next, Enter ends, Esc closes"
      drawText(
        "Find: ", search.text, hint, isWrong: search.isMissing || search.isHidden, &canvas, region)
      return
    }
    var words = FlexLine()
    words.gap = 1
    let isReplay = scene.snapshot.playback != nil
    if scene.isArmed, !isReplay {
      words.add(
        StyledText(" ARMED: A disarms ", .armed), StyledText(" ARMED ", .armed), weight: 20)
    }
    if let notice {
      words.add(StyledText(notice.words, .searchHit), weight: 30)
      canvas.drawShortened(words.fitted(to: region.width), in: region)
      return
    }
    for binding in offered {
      guard let bar = binding.bar, !isReplay || binding.action.onlyLooks else { continue }
      let weight = bar.weight + (binding.context == .pane(pane) ? 10 : 0)
      let gap = bar.key.count > 2 && !bar.key.hasPrefix("F") || bar.key.count == 1 ? " " : ""
      words.add(
        StyledText(bar.key, .key) + StyledText(gap + bar.word, .keyLabel), "", weight: weight)
    }
    canvas.draw(words.fitted(to: region.width), in: region)
  }

  /// The pane's own keys, F1 to F9, all others.
  private var offered: [KeyBinding] {
    let shown = KeyBinding.offered(style, readOnly: scene.snapshot.isReadOnly).filter {
      ($0.context == .everywhere || $0.context == .pane(pane)) && $0.bar != nil
        && !(scene.isArmed && $0.action == .arm)
    }
    func place(_ binding: KeyBinding) -> Int {
      for case .function(let number) in binding.keys where number < 10 { return number }
      return binding.context == .everywhere ? 10 : 0
    }
    return shown.enumerated().sorted {
      let (left, right) = (place($0.element), place($1.element))
      return left == right ? $0.offset < $1.offset : left < right
    }.map(\.element)
  }

  private func drawText(
    _ title: String, _ text: String, _ hint: String, isWrong: Bool, _ canvas: inout Canvas,
    _ region: Region
  ) {
    var column = canvas.draw(title, .key, in: region)
    column = canvas.draw(text, .edit, at: column, in: region)
    canvas.placeCursor(
      column: region.column + min(column, max(0, region.width - 1)), row: region.row)
    canvas.drawShortened(
      StyledText("  " + hint, isWrong ? .warn : .dim), at: column, in: region)
  }
}

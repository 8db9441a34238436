import LMKCore

/// What an edit would change, before it holds; in the place of the events while the thresholds
/// are edited.
struct PreviewPane {
  let scene: Scene
  let edit: ThresholdEdit

  func draw(into canvas: inout Canvas, in region: Region) {
    var region = region
    guard region.height > 1 else {
      var line = FlexLine()
      line.add(StyledText(title, .edit), weight: 9)
      line.add(words.first ?? "", "", weight: 1)
      canvas.drawShortened(line.fitted(to: region.width), in: region)
      return
    }
    PaneTitle(title: title, hint: hint, isFocused: true)
      .draw(into: &canvas, in: region.takeTop(1))
    let lines = words
    // Each sentence has its line; where there are more lines, the first may take two.
    let wrapped = lines.flatMap { $0.wrapped(to: region.width) }
    for (index, line) in (wrapped.count <= region.height ? wrapped : lines)
      .prefix(region.height).enumerated()
    {
      canvas.drawShortened(line, in: region.line(index))
    }
  }

  private var title: String {
    let table = edit.table(in: scene.snapshot, at: scene.now)
    guard table.indices.contains(edit.row) else { return "Edit" }
    let old =
      edit.column == .size
      ? "below \(scene.size(table[edit.row].minfreePages))" : "adj \(table[edit.row].adj)"
    guard let draft = edit.draft else { return "Row \(edit.row + 1): \(old)" }
    return "Row \(edit.row + 1): \(old) \(scene.glyphs.arrow) \(draft.text)"
  }

  private var hint: String {
    switch edit.draft {
    case nil: "digits or Enter: type a value"
    case .some: "not set yet: Enter sets it, Esc leaves it"
    }
  }

  private var words: [StyledText] {
    if let refusal = edit.refusal { return [StyledText("refused: \(refusal)", .error)] }
    let old = edit.table(in: scene.snapshot, at: scene.now)
    guard old.indices.contains(edit.row) else { return [] }
    guard edit.draft != nil else {
      let reach = scene.snapshot.reclaimable(atOrAbove: old[edit.row].adj)
      return [
        StyledText(
          "row \(edit.row + 1) reaches \(NumberText.count(reach.count, "process", "processes")), "
            + scene.size(reach.pages))
      ]
    }
    do {
      let new = try edit.drafted(in: scene.snapshot, at: scene.now)
      let preview = ThresholdPreview(row: edit.row, from: old, to: new, in: scene.snapshot)
      let role: Role = preview.reachedAfter.count > preview.reachedBefore.count ? .warn : .text
      let now: Role = preview.eligibleAfter.count > preview.eligibleBefore.count ? .warn : .text
      let prediction = PredictionWords(
        prediction: Prediction(of: scene.snapshot, by: new), scene: scene)
      return [
        StyledText(preview.reach(scene.size), role), StyledText(preview.now(scene.size), now),
        StyledText(prediction.line(upTo: 4), prediction.prediction.count > 0 ? now : .dim),
      ]
    } catch {
      return [StyledText("cannot be set: \(error)", .error)]
    }
  }
}

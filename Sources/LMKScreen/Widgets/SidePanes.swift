import LMKCore

/// The column at the right of a wide window: the thresholds with what each row reaches, the
/// statistics, the selected process, and what lmktop cannot do here.
struct SidePanes {
  let scene: Scene
  let thresholds: ThresholdPane
  /// While the thresholds are edited.
  let preview: PreviewPane?
  let selected: ProcessKey?

  static func width(of screen: Int) -> Int { min(72, max(50, screen / 3)) }

  func draw(into canvas: inout Canvas, in region: Region) {
    var region = region
    thresholds.draw(.table, into: &canvas, in: region.takeTop(ThresholdPane.height(.table)))
    if let preview { preview.draw(into: &canvas, in: region.takeTop(6)) }
    ShrinkerPane(scene: scene).drawTall(
      into: &canvas, in: region.takeTop(ShrinkerPane.tallHeight))
    drawSelected(into: &canvas, &region)
    drawCapabilities(into: &canvas, &region)
  }

  private func drawSelected(into canvas: inout Canvas, _ region: inout Region) {
    guard region.height >= 3,
      let row = scene.snapshot.rows.first(where: { $0.candidate.key == selected })
    else { return }
    PaneTitle(title: "Under the cursor").draw(into: &canvas, in: region.takeTop(1))
    for line in ProcessDetails(scene: scene, row: row).lines {
      for part in line.wrapped(to: region.width).prefix(3) {
        canvas.drawShortened(part, in: region.takeTop(1))
      }
    }
  }

  private func drawCapabilities(into canvas: inout Canvas, _ region: inout Region) {
    let missing = scene.snapshot.capabilities.filter { !$0.isAvailable }
    guard region.height >= 2 else { return }
    PaneTitle(title: "Cannot").draw(into: &canvas, in: region.takeTop(1))
    if missing.isEmpty {
      canvas.draw("nothing: every capability is there", .ok, in: region.line(0))
    }
    for capability in missing {
      let words = "\(capability.name.rawValue): \(capability.reason)"
      for part in StyledText(words, .warn).wrapped(to: region.width) {
        canvas.drawShortened(part, in: region.takeTop(1))
      }
    }
  }
}

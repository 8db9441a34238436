import LMKCore

/// What if somebody took so much more: the order in which the machine would be emptied.
struct WhatIfView {
  let scene: Scene
  /// What somebody takes, in steps.
  let steps: Int

  /// One step: a sixteenth of memory in whole GiB, at least one; of a small machine, 64 MiB.
  static func stepPages(_ snapshot: Snapshot) -> Int {
    let gibibyte = max(1, 1_073_741_824 / snapshot.pageSize)
    let sixteenth = snapshot.memory.totalPages / 16
    return sixteenth >= gibibyte ? sixteenth / gibibyte * gibibyte : gibibyte / 16
  }

  /// - Returns: the largest useful scroll.
  func draw(scroll: Int, into canvas: inout Canvas, in region: Region) -> Int {
    var region = region
    PaneTitle(
      title: "What if", hint: "+ - take more, less; arrows scroll, Esc closes",
      tails: [StyledText("nothing is killed by this", .dim)]
    ).draw(into: &canvas, in: region.takeTop(1))
    return canvas.drawScrolled(lines(width: region.width), from: scroll, in: region) {
      $0.drawShortened($1, in: $2)
    }
  }

  private func lines(width: Int) -> [StyledText] {
    let taken = steps * Self.stepPages(scene.snapshot)
    let prediction = Prediction(of: scene.snapshot, taking: taken)
    let words = PredictionWords(prediction: prediction, scene: scene)
    let terms = prediction.before
    let active = scene.snapshot.thresholds.active(at: terms)
    var lines = [
      StyledText(
        taken == 0 ? "At the present memory" : "When somebody has taken \(scene.size(taken)) more",
        .title),
      StyledText(
        "free \(scene.size(terms.otherFree)), file \(scene.size(terms.otherFile)): "
          + (active.map { "row \($0 + 1) acts" } ?? "no row acts")),
    ]
    lines += StyledText(words.end, prediction.count > 0 ? .warn : .ok).wrapped(to: width)
    for (index, step) in prediction.steps.enumerated() {
      lines.append(line(index, step, words))
    }
    let more = prediction.count - prediction.steps.count
    if more > 0 { lines.append(StyledText("and \(more) more", .dim)) }
    lines += StyledText(
      "As long as nobody grows meanwhile. What is taken comes out of free, then of file pages, then "
        + "of swap.", .dim
    ).wrapped(to: width)
    return lines
  }

  private func line(_ index: Int, _ step: Prediction.Step, _ words: PredictionWords) -> StyledText {
    let victim = step.victim
    var line = StyledText("kill #\(index + 1)".padded(to: 9), .victim)
    line.append("\(victim.key.pid) \(victim.name.text)".padded(to: 25), .victim)
    line.append("adj \(victim.effectiveAdj)".padded(to: 10))
    line.append("row \(step.row + 1)  ", scene.levelRole(step.row))
    line.append("\(scene.glyphs.arrow) \(words.left(step))")
    return line
  }
}

import LMKCore

/// A prediction in words: `kill #1 4711 chrome → free 2.70G (row 4), #2 … → no row`.
struct PredictionWords {
  let prediction: Prediction
  let scene: Scene

  /// One line, as many of the kills as there is room for are written out; the rest is told in numbers.
  func line(upTo limit: Int) -> String {
    guard prediction.count > 0 else { return end }
    var parts: [String] = []
    for (index, step) in prediction.steps.prefix(limit).enumerated() {
      let who = "\(step.victim.key.pid) \(step.victim.name.text)"
      parts.append(
        "\(index == 0 ? "kill " : "")#\(index + 1) \(who) \(scene.glyphs.arrow) \(left(step))")
    }
    let more = prediction.count - min(limit, prediction.count)
    return parts.joined(separator: ", ") + (more > 0 ? ", and \(more) more" : "") + ": \(end)"
  }

  /// `free 2.70G (row 4)`
  func left(_ step: Prediction.Step) -> String {
    let row = step.rowAfter.map { "row \($0 + 1)" } ?? "no row"
    return "free \(scene.size(step.after.otherFree)) (\(row))"
  }

  /// How it ends.
  var end: String {
    let kills = NumberText.count(prediction.count, "kill", "kills")
    let freed = scene.size(prediction.pages)
    switch prediction.end {
    case .relieved:
      return prediction.count == 0
        ? "nobody would be killed: no row acts" : "\(kills), \(freed) back, and no row acts"
    case .nobodyLeft(let row):
      return prediction.count == 0
        ? "row \(row + 1) acts, and nobody is at its adj"
        : "\(kills), \(freed) back, and row \(row + 1) still acts: nobody is left at its adj"
    case .afterStall(let row):
      return
        "\(kills), \(freed) back; whether row \(row + 1) (stalls) acts again is not to be known"
    }
  }
}

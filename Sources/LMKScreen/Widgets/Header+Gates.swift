import LMKCore

/// What the header says of gates and stall rows, where the table has any.
extension Header {
  private func text(_ lamp: Lamp) -> LampText {
    LampText(lamp, pageSize: snapshot.pageSize, isASCII: scene.environment.isASCII)
  }

  /// The line of the rule while a stall row acts.
  func stallRule(_ active: Int) -> FlexLine {
    let table = snapshot.thresholds
    var line = FlexLine()
    line.add(
      StyledText("ROW \(active + 1) (stalls) acts:", .level1),
      StyledText("ROW \(active + 1)", .level1),
      weight: 8)
    let adj = "adj \(scene.glyphs.atLeast) \(table[active].adj)"
    if scene.eligible.count == 0 {
      line.add(
        StyledText("it can kill nobody: \(adj)", .warn), StyledText("nobody", .warn), weight: 8)
    } else {
      let count = "\(scene.eligible.count) of \(snapshot.candidateCount)"
      line.add(
        StyledText("\(adj) may die: \(count), \(scene.size(scene.eligible.pages)).", .level1),
        StyledText("\(adj): \(count)", .level1),
        StyledText("\(scene.eligible.count) may die", .level1),
        weight: 9)
    }
    return line
  }

  /// The line of the rule while a row is crossed, and none acts: what blocks it. `nil`: no row is.
  var gatedRule: FlexLine? {
    let table = snapshot.thresholds
    guard scene.active == nil, let row = table.crossed(at: snapshot.terms),
      let blocker = table.blockers(ofRow: row, at: snapshot.terms)?.first
    else { return nil }
    var line = FlexLine()
    line.add(
      StyledText("Row \(row + 1) crossed, GATED: nobody may die.", .warn),
      StyledText("Row \(row + 1) GATED: nobody dies.", .warn),
      StyledText("row \(row + 1) gated", .warn), weight: 9)
    line.add(StyledText(text(blocker).reason, .ok), "", weight: 8)
    return line
  }

  /// The conditions of the stall row that acts.
  func stallCondition(_ active: Int) -> FlexLine {
    var line = FlexLine()
    line.add(
      StyledText("row \(active + 1) asks", .dim), StyledText("row \(active + 1):", .dim), weight: 9)
    for lamp in snapshot.thresholds.lamps(ofRow: active, at: snapshot.terms) {
      line.add(StyledText(text(lamp).condition, lamp.isLit ? .warn : .ok), weight: 8)
    }
    return line
  }

  /// Adds the gates of a row behind its terms.
  func addGates(of row: Int, to line: inout FlexLine) {
    for lamp in snapshot.thresholds.lamps(ofRow: row, at: snapshot.terms) {
      // What blocks is what the operator looks for.
      line.add(
        StyledText(text(lamp).condition, lamp.isLit ? .warn : .ok), "",
        weight: lamp.isLit ? 7 : 12)
    }
  }
}

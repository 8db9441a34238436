import LMKCore

/// The arming dialog in words: who would die now, by what steps, and what is missing.
struct ArmDialogView {
  let scene: Scene
  let dialog: ArmDialog

  private static let listed = 5

  var box: DialogBox {
    let obstacles = ArmingObstacle.all(in: scene.snapshot)
    guard obstacles.isEmpty else {
      return DialogBox(
        title: "Cannot arm",
        lines: obstacles.map { StyledText($0.words, .error) },
        prompt: [StyledText("Esc closes", .dim)], role: .warn)
    }
    return DialogBox(title: "Arm automatic kills", lines: lines, prompt: prompt, role: .warn)
  }

  /// The column after the typed word in the prompt's last line.
  var cursorColumn: Int { Self.question.columns + dialog.typed.columns }

  private static let question = "Type ARM, then Enter: "

  private var lines: [StyledText] {
    var lines = [
      StyledText("From then on lmktop kills by itself, on this machine.", .warn),
      StyledText("steps  \(EventWords.words(scene.snapshot.steps, scene.glyphs.arrow))"),
    ]
    let table = scene.snapshot.thresholds
    for index in table.indices {
      guard let steps = table[index].steps, steps != scene.snapshot.steps else { continue }
      lines.append(StyledText("row \(index + 1)  \(EventWords.words(steps, scene.glyphs.arrow))"))
    }
    if let active = scene.active, scene.eligible.count > 0 {
      lines.append(
        StyledText(
          "Row \(active + 1) is crossed: "
            + "\(NumberText.count(scene.eligible.count, "process", "processes")) may die, "
            + "the first AT ONCE:", .error))
      let minimum = scene.minimumAdj
      let first = scene.snapshot.rows.lazy
        .filter { $0.standing == .candidate && $0.candidate.effectiveAdj >= minimum ?? .maximum }
        .prefix(Self.listed)
      for row in first { lines.append(words(row, .victim)) }
      if scene.eligible.count > Self.listed {
        lines.append(StyledText("  and \(scene.eligible.count - Self.listed) more", .dim))
      }
    } else {
      lines.append(
        scene.active.map {
          StyledText("Row \($0 + 1) is crossed, and nobody stands at its adj: nobody dies now.")
        } ?? StyledText("No row is crossed: nobody dies now.", .ok))
      if let next = scene.next {
        lines.append("First would be:")
        lines.append(words(next, .text))
      }
    }
    return lines
  }

  private func words(_ row: Snapshot.Row, _ role: Role) -> StyledText {
    let candidate = row.candidate
    return StyledText(
      "  \(candidate.key.pid) \(candidate.name.text)  adj \(candidate.effectiveAdj)  "
        + "frees \(scene.size(candidate.freesPages))  \(scene.user(candidate.uid))"
        + (scene.ruleSteps(candidate).map { "  \($0)" } ?? ""), role)
  }

  private var prompt: [StyledText] {
    var lines: [StyledText] = []
    lines.append(
      dialog.isWrong
        ? StyledText("that was not ARM, in capitals: still disarmed", .error)
        : StyledText("Esc stays disarmed; A disarms at once later", .dim))
    lines.append(StyledText(Self.question) + StyledText(dialog.typed + " ", .edit))
    return lines
  }
}

import LMKCore

/// The help screen: the key table in words, the rule, and what lmktop cannot do here.
struct HelpView {
  let scene: Scene
  /// Whose keys come first.
  var pane = Pane.candidates
  var style = KeyStyle.plain

  /// - Returns: the largest useful scroll.
  func draw(scroll: Int, into canvas: inout Canvas, in region: Region) -> Int {
    var region = region
    PaneTitle(
      title: "Help", hint: "arrows scroll, Esc closes",
      tails: [StyledText("theme \(scene.environment.themeName)", .dim)]
    )
    .draw(into: &canvas, in: region.takeTop(1))
    return canvas.drawScrolled(lines(width: region.width), from: scroll, in: region)
  }

  func lines(width: Int) -> [StyledText] {
    var lines: [StyledText] = []
    func section(_ title: String, _ bindings: [KeyBinding]) {
      if !lines.isEmpty { lines.append(StyledText()) }
      lines.append(StyledText(title, .title))
      for binding in bindings where !binding.label.isEmpty {
        let label = "  " + binding.label.padded(to: 14) + (binding.label.columns >= 14 ? " " : "")
        let words = StyledText(binding.words).wrapped(to: max(10, width - label.columns))
        for (index, part) in words.enumerated() {
          let lead = index == 0 ? label : String(repeating: " ", count: label.columns)
          lines.append(StyledText(lead, .key) + part)
        }
      }
    }
    let isReadOnly = scene.snapshot.isReadOnly
    let table = KeyBinding.offered(style, readOnly: isReadOnly)
    let others = Pane.allCases.filter { $0 != pane }
    section(pane.title, table.filter { $0.context == .pane(pane) })
    section("Everywhere", table.filter { $0.context == .everywhere })
    for other in others { section(other.title, table.filter { $0.context == .pane(other) }) }
    for paragraph in Self.paragraphs where !(isReadOnly && paragraph.isAboutKills) {
      lines.append(StyledText())
      lines.append(StyledText(paragraph.title, .title))
      lines += StyledText(paragraph.words).wrapped(to: max(10, width - 1))
    }
    lines.append(StyledText())
    lines.append(StyledText("What lmktop cannot do here", .title))
    let missing = scene.snapshot.capabilities.filter { !$0.isAvailable }
    if missing.isEmpty { lines.append(StyledText("nothing: every capability is there", .ok)) }
    for capability in missing {
      lines += StyledText("\(capability.name.rawValue): \(capability.reason)", .warn)
        .wrapped(to: max(10, width - 1))
    }
    return lines
  }

  private static let paragraphs: [(title: String, words: String, isAboutKills: Bool)] = [
    (
      "The rule",
      "A row is crossed when free memory above the kernel's reserve and file memory are both below "
        + "its size. The first crossed row, counted from row 1, is active: a process whose adj is "
        + "at or above its adj may die, highest adj first, then largest RSS. No row crossed: "
        + "nobody dies. Disarmed, nothing is killed: the screen shows what would be.", false
    ),
    (
      "The filter",
      "Terms between blanks, all of which must hold: chrome (the name holds it, in either case, or "
        + "the pid begins so), /^cc1|^ld$/ (a regular expression in the name), adj>500, rss>=1G, "
        + "frees, swap, growth, cpu, pid, rank with < <= > >= = !=, user=build, unit=ssh, state=D. "
        + "A bare size is MiB. ! in front of a term: not that.", false
    ),
    (
      "The bar",
      "Memory runs out from left to right. The mark is the headroom, max(free above reserve, "
        + "file); a row whose digit the mark has passed is crossed. The left end is twice the "
        + "highest row, the right end nothing left.", false
    ),
    (
      "A kill by hand",
      "The dialog is bound to the process under the cursor by pid, start time and pidfd: rows "
        + "move, the target does not. Enter sends SIGTERM; SIGKILL, a process of root or one with "
        + "a negative adj asks y. Keys within 150 ms of the opening are dropped.", true
    ),
  ]
}

extension Pane {
  /// In the help.
  var title: String {
    switch self {
    case .candidates: "The list"
    case .thresholds: "The thresholds"
    }
  }
}

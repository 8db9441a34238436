import LMKCore

/// The last entries of the journal, newest at the bottom; and the whole list, as a view.
struct EventPane {
  let scene: Scene

  func draw(into canvas: inout Canvas, in region: Region) {
    var region = region
    PaneTitle(title: "Events", hint: "l log").draw(into: &canvas, in: region.takeTop(1))
    let entries = scene.snapshot.entries.suffix(region.height)
    if entries.isEmpty { canvas.draw("none yet", .dim, in: region.line(0)) }
    for (index, entry) in entries.enumerated() {
      canvas.drawShortened(words(entry), in: region.line(index))
    }
  }

  /// - Returns: the largest useful scroll.
  func drawLog(scroll: Int, into canvas: inout Canvas, in region: Region) -> Int {
    var region = region
    PaneTitle(
      title: "Event log", hint: "newest first; arrows scroll, Esc closes",
      tails: [StyledText(scene.clock.date(scene.now), .dim)]
    ).draw(into: &canvas, in: region.takeTop(1))
    let lines = scene.snapshot.entries.reversed().flatMap { wrapped($0, to: region.width) }
    if lines.isEmpty { canvas.draw("none yet", .dim, in: region.line(0)) }
    return canvas.drawScrolled(lines, from: scroll, in: region)
  }

  private static let margin = 21

  private func words(_ entry: JournalEntry) -> StyledText {
    let (lead, text) = parts(entry)
    return lead + text
  }

  /// The whole sentence, its second line and the others below its beginning.
  private func wrapped(_ entry: JournalEntry, to width: Int) -> [StyledText] {
    let (lead, text) = parts(entry)
    guard width >= 2 * Self.margin else { return (lead + text).wrapped(to: width) }
    let lines = text.wrapped(to: width - Self.margin)
    return lines.enumerated().map { index, line in
      (index == 0 ? lead : StyledText(String(repeating: " ", count: Self.margin))) + line
    }
  }

  private func parts(_ entry: JournalEntry) -> (lead: StyledText, text: StyledText) {
    let words = EventWords(
      entry, pageSize: scene.snapshot.pageSize, isASCII: scene.environment.isASCII)
    var lead = StyledText(scene.clock.time(entry.at) + " ", .dim)
    lead.append(words.tag.padded(to: 11) + " ", words.role)
    return (lead, StyledText(words.text))
  }
}

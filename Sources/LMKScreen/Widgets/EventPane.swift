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
    let entries = scene.snapshot.entries
    PaneTitle(
      title: "Event log", hint: "newest first; arrows scroll, Esc closes",
      tail: StyledText(scene.clock.date(scene.now), .dim)
    ).draw(into: &canvas, in: region.takeTop(1))
    let limit = max(0, entries.count - region.height)
    if entries.isEmpty { canvas.draw("none yet", .dim, in: region.line(0)) }
    let shown = entries.reversed().dropFirst(min(scroll, limit)).prefix(region.height)
    for (index, entry) in shown.enumerated() {
      canvas.drawShortened(words(entry), in: region.line(index))
    }
    return limit
  }

  private func words(_ entry: JournalEntry) -> StyledText {
    let words = EventWords(
      entry, pageSize: scene.snapshot.pageSize, isASCII: scene.environment.isASCII)
    var line = StyledText(scene.clock.time(entry.at) + " ", .dim)
    line.append(words.tag.padded(to: 11) + " ", words.role)
    line.append(words.text)
    return line
  }
}

import LMKCore

/// The line under the list that says in what way it is not the plain kill order: view, sort, filter,
/// user, tags, who is followed, frozen. Absent where there is nothing to say.
struct ListStatus {
  let scene: Scene
  let list: ListState
  let listing: Listing
  let hiddenTags: Int
  let isFrozen: Bool

  var isSilent: Bool { words.isEmpty }

  private var words: [(long: StyledText, short: StyledText, weight: Int)] {
    var words: [(StyledText, StyledText, Int)] = []
    if list.view != .killOrder {
      words.append((StyledText(view, .title), StyledText(list.view.words, .title), 8))
    }
    if !list.order.isKillOrder {
      let way = list.order.isInverted ? ", inverted" : ""
      let cost = list.order.column.needsTimes ? " (a stat of every process)" : ""
      words.append(
        (
          StyledText("sorted by \(list.order.words)\(way)\(cost)", .title),
          StyledText("by \(list.order.column.heading)\(way)", .title), 7
        ))
    }
    if list.view.folds {
      let hint = StyledText("+ - fold, * all", .dim)
      words.append((hint, hint, 1))
    }
    if let user = list.user {
      let name = TextCells(scene.user(user)).filtered
      words.append((StyledText("user \(name)", .warn), StyledText(name, .warn), 9))
    }
    if !list.filter.text.isEmpty {
      let text = TextCells(list.filter.text).filtered
      words.append((StyledText("filter: \(text)", .warn), StyledText("filter", .warn), 10))
    }
    if listing.isFiltered {
      let count = "\(listing.matching) of \(listing.total)"
      words.append((StyledText(count), StyledText(count), 6))
    }
    if !list.tags.isEmpty {
      let hidden = hiddenTags > 0 ? " (\(hiddenTags) hidden)" : ""
      words.append(
        (
          StyledText("tagged \(list.tags.count)\(hidden)", .tag),
          StyledText("*\(list.tags.count)", .tag), 11
        ))
    }
    if let followed = list.followed {
      words.append((StyledText("follow \(followed.pid)"), StyledText("F\(followed.pid)"), 5))
    }
    if isFrozen { words.append((StyledText("FROZEN", .frozen), StyledText("FROZEN", .frozen), 12)) }
    return words
  }

  /// With what its shape has to say.
  private var view: String {
    guard list.view == .redBlack, scene.snapshot.demand.contains(.shape) else {
      return list.view.words
    }
    let snapshot = scene.snapshot
    let elapsed = snapshot.at.seconds(since: snapshot.earlierAt)
    let relinks = snapshot.statistics.relinks &- snapshot.earlier.relinks
    let rate = elapsed > 0 ? ", \(NumberText.rate(Double(relinks) / elapsed)) re-links/s" : ""
    return "red-black tree: \(snapshot.places.count) nodes, depth "
      + "\(snapshot.places.map(\.depth).max() ?? 0), black height \(snapshot.blackHeight)\(rate)"
  }

  func draw(into canvas: inout Canvas, in region: Region) {
    let line = region.line(0)
    canvas.fill(line, with: canvas.glyphs.horizontal, .border)
    var text = FlexLine()
    for part in words { text.add(part.long, part.short, "", weight: part.weight) }
    canvas.draw(
      StyledText(" ") + text.fitted(to: line.width - 4) + StyledText(" "), at: 1, in: line)
  }
}

import LMKCore

extension CandidateColumns {
  /// One process.
  func draw(
    _ row: Int, line: ListLine, in listing: Listing, scene: Scene, into canvas: inout Canvas,
    at region: Region
  ) {
    let process = scene.snapshot.rows[row]
    let candidate = process.candidate
    let why = scene.why(process)
    let size = scene.size
    for place in places {
      let text =
        switch place.column {
        case .rank: process.rank > 0 ? "\(process.rank)" : "-"
        case .adj: adj(candidate)
        case .frees: size(candidate.freesPages)
        case .growth: growth(Double(candidate.growth), size)
        case .rss: size(candidate.rssPages)
        case .sum: listing.sums.indices.contains(row) ? size(listing.sums[row]) : ""
        case .swap: size(candidate.swapPages)
        case .cpu: Self.cpu(time(row, scene)?.share)
        case .time: Self.time(time(row, scene)?.ticks, scene.snapshot.clockTicks)
        case .color: node(process, scene).map { $0.isRed ? "red" : "black" } ?? ""
        case .depth: node(process, scene).map { "\($0.depth)" } ?? ""
        case .below: node(process, scene).map { "\($0.count)" } ?? ""
        case .pages: node(process, scene).map { size($0.pages) } ?? ""
        case .pid: "\(candidate.key.pid)"
        case .user: scene.user(candidate.uid)
        case .unit: scene.unit(candidate)
        case .state: String(candidate.state.letter)
        case .name: name(process, line, place.width, scene)
        case .why: why.words
        }
      draw(text, why.role, place, into: &canvas, in: region)
    }
  }

  /// The heading of a group: its totals stand in the columns of what they add up.
  func draw(
    _ group: ListGroup, fold: ListLine.Fold, scene: Scene, into canvas: inout Canvas,
    at region: Region
  ) {
    let size = scene.size
    let role: Role = group.eligible > 0 ? .eligible : .text
    let why =
      group.eligible > 0
      ? "\(group.eligible) may die" : scene.active == nil ? "" : "none may die"
    for (index, place) in places.enumerated() {
      var place = place
      if place.column == .name, why.isEmpty, places.dropFirst(index + 1).first?.column == .why {
        // Paths are long, and nothing stands beside them.
        place.width += places[index + 1].width + 1
      }
      var text = ""
      switch place.column {
      case .adj: if case .adj(let adj) = group.anchor { text = "\(adj)" }
      case .frees: text = size(group.frees)
      case .growth: text = growth(group.growth, size)
      case .rss: text = size(group.rss)
      case .swap: text = size(group.swap)
      case .cpu: text = Self.cpu(group.share)
      case .time: text = Self.time(group.ticks, scene.snapshot.clockTicks)
      case .pid: text = "\(scene.glyphs.times)\(group.count)"
      case .name:
        text =
          scene.glyphs.fold(fold) + " "
          + Self.tail(of: group.name, columns: place.width - 2, scene.glyphs)
      case .why: text = why
      case .rank, .sum, .color, .depth, .below, .pages, .user, .unit, .state: break
      }
      draw(text, role, place, into: &canvas, in: region)
    }
  }

  /// What tells paths apart stands at their end.
  private static func tail(of name: String, columns: Int, _ glyphs: Glyphs) -> String {
    let name = TextCells(name).filtered
    guard name.hasPrefix("/"), name.columns > columns, columns > 1 else { return name }
    var cells = Array(TextCells(name))[...]
    while cells.reduce(0, { $0 + $1.width }) > columns - 1 { cells.removeFirst() }
    return glyphs.ellipsis + String(cells.map(\.character))
  }

  private func draw(
    _ text: String, _ role: Role, _ place: Place, into canvas: inout Canvas, in region: Region
  ) {
    let clip = clipped(region, place)
    if place.column.isRightAligned {
      canvas.draw(text.rightAligned(to: place.width), role, at: place.start, in: clip)
    } else {
      canvas.drawShortened(StyledText(text, role), at: place.start, in: clip)
    }
  }

  /// Indented as deep as it stands, as far as there is room for a name behind it.
  private func name(
    _ process: Snapshot.Row, _ line: ListLine, _ width: Int, _ scene: Scene
  ) -> String {
    let candidate = process.candidate
    let node = showsNodes ? node(process, scene) : nil
    guard line.depth > 0 || line.fold != .none || node != nil else {
      return scene.name(candidate, columns: width)
    }
    // Two columns a step, but in the red-black tree, which is deep.
    let indent = node == nil ? 2 * line.depth : line.depth
    var lead = String(repeating: " ", count: min(indent, max(0, width - 10)))
    if let node {
      lead += (node.isRed ? scene.glyphs.redNode : scene.glyphs.blackNode) + " "
    } else {
      lead += scene.glyphs.fold(line.fold) + " "
    }
    return lead + scene.name(candidate, columns: width - lead.columns)
  }

  private func node(_ process: Snapshot.Row, _ scene: Scene) -> TreePlace? {
    let places = scene.snapshot.places
    return places.indices.contains(process.rank - 1) ? places[process.rank - 1] : nil
  }

  private func time(_ row: Int, _ scene: Scene) -> ProcessTime? {
    let times = scene.snapshot.times
    return times.indices.contains(row) ? times[row] : nil
  }

  private func adj(_ candidate: Candidate) -> String {
    candidate.adj == candidate.effectiveAdj || !showsBothAdj
      ? "\(candidate.effectiveAdj)" : "\(candidate.effectiveAdj)(\(candidate.adj))"
  }

  /// What grows by a page a second or more; the leaker is rarely the largest.
  private func growth(_ pages: Double, _ size: SizeText) -> String {
    pages >= 1 ? size(Int(min(pages, 1e9))) : ""
  }

  /// Per cent of one CPU; `-` until it was read twice.
  static func cpu(_ share: Float?) -> String {
    guard let share, share.isFinite else { return "-" }
    let percent = Double(max(0, share)) * 100
    return percent < 99.95 ? NumberText.tenths(percent) : "\(NumberText.whole(percent))"
  }

  /// `3.07`, `12:41`, `7:03:10`, `12d 04h`: seconds, minutes, hours, days.
  static func time(_ ticks: UInt64?, _ perSecond: Int) -> String {
    guard let ticks else { return "-" }
    let rate = UInt64(max(1, perSecond))
    let seconds = ticks / rate
    func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    if seconds < 60 { return "\(seconds).\(two(ticks % rate * 100 / rate))" }
    if seconds < 3600 { return "\(seconds / 60):\(two(seconds % 60))" }
    if seconds < 86_400 {
      return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }
    return "\(seconds / 86_400)d \(two(seconds / 3600 % 24))h"
  }
}

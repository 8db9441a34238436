import LMKCore

/// The columns of the list that fit a width. The less useful ones give way first: UNIT, growth,
/// SWAP, USER, S, WHY; what is left goes to NAME.
struct CandidateColumns {
  enum Column: Hashable, CaseIterable {
    case rank, adj, frees, growth, rss, swap, pid, user, unit, state, name, why
  }

  struct Place: Hashable {
    var column: Column
    var start: Int
    var width: Int
  }

  private(set) var places: [Place] = []
  private let showsBothAdj: Bool

  /// O(n): a cheap look at every row for the widest numbers.
  init(width: Int, snapshot: Snapshot) {
    var largestPid: Int32 = 0
    var differs = false
    var hasSwap = false
    for row in snapshot.rows {
      largestPid = max(largestPid, row.candidate.key.pid)
      hasSwap = hasSwap || row.candidate.swapPages > 0
      differs = differs || row.candidate.adj != row.candidate.effectiveAdj
    }
    showsBothAdj = differs && width >= 60
    let rankWidth = max(3, String(snapshot.candidateCount).count)
    let pidWidth = max(5, String(largestPid).count)
    var widths: [Column: Int] = [
      .rank: rankWidth, .adj: showsBothAdj ? 11 : 5, .frees: 6, .growth: 6, .rss: 6, .swap: 6,
      .pid: pidWidth,
      .user: 8, .unit: 16, .state: 1, .why: width >= 120 ? 24 : 22,
    ]
    var shown = Set(Column.allCases)
    if !hasSwap { shown.remove(.swap) }
    let hasUnits = snapshot.groups.values.contains { !$0.unit.isEmpty }
    if !hasUnits || width < 110 { shown.remove(.unit) }
    let nameWidth = width >= 70 ? 15 : width >= 50 ? 10 : 8
    func needed() -> Int {
      // A mark in front, a space between two.
      1 + shown.reduce(0) { $0 + (widths[$1] ?? nameWidth) + 1 } - 1
    }
    if needed() > width { shown.remove(.unit) }
    if needed() > width { shown.remove(.growth) }
    if needed() > width { widths[.why] = 17 }
    for column in [Column.swap, .user, .state, .why, .rss, .rank, .frees, .adj]
    where needed() > width {
      shown.remove(column)
    }
    widths[.name] = max(1, nameWidth + width - needed())
    if !shown.contains(.pid) || width < 12 { widths[.name] = max(1, width - 2 - pidWidth) }
    var start = 1
    for column in Column.allCases where shown.contains(column) {
      let columnWidth = widths[column] ?? 1
      places.append(Place(column: column, start: start, width: columnWidth))
      start += columnWidth + 1
    }
  }

  func drawHeading(into canvas: inout Canvas, in region: Region) {
    canvas.fill(region, .title)
    for place in places {
      let label =
        switch place.column {
        case .rank: "#"
        case .adj: showsBothAdj ? "ADJ (real)" : "ADJ"
        case .frees: "FREES"
        case .growth: "+/s"
        case .rss: "RSS"
        case .swap: "SWAP"
        case .pid: "PID"
        case .user: "USER"
        case .unit: "UNIT"
        case .state: "S"
        case .name: "NAME"
        case .why: "WHY"
        }
      let text = isRightAligned(place.column) ? label.rightAligned(to: place.width) : label
      canvas.draw(text, .title, at: place.start, in: clipped(region, place))
    }
  }

  func draw(
    _ row: Snapshot.Row, scene: Scene, into canvas: inout Canvas, in region: Region
  ) {
    let candidate = row.candidate
    let why = scene.why(row)
    let size = scene.size
    for place in places {
      let text =
        switch place.column {
        case .rank: row.rank > 0 ? "\(row.rank)" : "-"
        case .adj: adj(candidate)
        case .frees: size(candidate.freesPages)
        case .growth: growth(row, size)
        case .rss: size(candidate.rssPages)
        case .swap: size(candidate.swapPages)
        case .pid: "\(candidate.key.pid)"
        case .user: scene.user(candidate.uid)
        case .unit: scene.unit(candidate)
        case .state: String(candidate.state.letter)
        case .name: scene.name(candidate, columns: place.width)
        case .why: why.words
        }
      let clip = clipped(region, place)
      if isRightAligned(place.column) {
        canvas.draw(text.rightAligned(to: place.width), why.role, at: place.start, in: clip)
      } else {
        canvas.drawShortened(StyledText(text, why.role), at: place.start, in: clip)
      }
    }
  }

  private func adj(_ candidate: Candidate) -> String {
    candidate.adj == candidate.effectiveAdj || !showsBothAdj
      ? "\(candidate.effectiveAdj)" : "\(candidate.effectiveAdj)(\(candidate.adj))"
  }

  /// What grows by a page a second or more; the leaker is rarely the largest.
  private func growth(_ row: Snapshot.Row, _ size: SizeText) -> String {
    row.candidate.growth >= 1 ? size(Int(min(row.candidate.growth, 1e9))) : ""
  }

  private func isRightAligned(_ column: Column) -> Bool {
    switch column {
    case .rank, .adj, .frees, .growth, .rss, .swap, .pid: true
    case .user, .unit, .state, .name, .why: false
    }
  }

  private func clipped(_ region: Region, _ place: Place) -> Region {
    Region(
      column: region.column, row: region.row, width: min(region.width, place.start + place.width),
      height: region.height)
  }
}

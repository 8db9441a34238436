import LMKCore

/// The columns of the list that fit a width. The less useful ones give way first: UNIT, growth,
/// SWAP, USER, S, WHY; what is left goes to NAME. The one that is sorted by stays longest.
struct CandidateColumns {
  struct Place: Hashable {
    var column: ListColumn
    var start: Int
    var width: Int
  }

  let order: SortOrder
  private(set) var places: [Place] = []
  let showsBothAdj: Bool
  /// Names carry the colour of their node.
  let showsNodes: Bool

  /// O(n): a cheap look at every row for the widest numbers.
  ///
  /// - Parameters:
  ///   - columns: from left to right.
  ///   - margin: columns in front, for the marks.
  init(
    width: Int, snapshot: Snapshot, columns: [ListColumn] = ListColumn.usual,
    order: SortOrder = SortOrder(), margin: Int = 1
  ) {
    self.order = order
    showsNodes = columns.contains(.color)
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
    var widths: [ListColumn: Int] = [
      .rank: rankWidth, .adj: showsBothAdj ? 11 : 5, .frees: 6, .growth: 6, .rss: 6, .sum: 6,
      .swap: 6, .cpu: 5, .time: 8, .color: 5, .depth: 4, .below: 6, .pages: 6, .pid: pidWidth,
      .user: 8, .unit: 16, .state: 1, .why: width >= 120 ? 24 : 22,
    ]
    var shown = Set(columns)
    if !hasSwap, order.column != .swap { shown.remove(.swap) }
    let hasUnits = snapshot.groups.values.contains { !$0.isNameless }
    if !hasUnits || width < 110, order.column != .unit { shown.remove(.unit) }
    let nameWidth = width >= 70 ? 15 : width >= 50 ? 10 : 8
    func needed() -> Int {
      // The marks in front, a space between two.
      margin + shown.reduce(0) { $0 + (widths[$1] ?? nameWidth) + 1 } - 1
    }
    // What is sorted by gives way behind all that can.
    let yielding: [ListColumn] = [
      .unit, .growth, .below, .swap, .user, .state, .why, .depth, .pages, .sum, .time, .rss, .rank,
      .frees, .color, .cpu, .adj,
    ]
    let sorted = order.isKillOrder ? nil : order.column
    for column in yielding where column != sorted {
      if column == .below, needed() > width { widths[.why] = 17 }
      if needed() > width { shown.remove(column) }
    }
    if let sorted, needed() > width, !ListColumn.required.contains(sorted) { shown.remove(sorted) }
    widths[.name] = max(1, nameWidth + width - needed())
    if !shown.contains(.pid) || width < 12 {
      widths[.name] = max(1, width - margin - 1 - pidWidth)
    }
    var start = margin
    for column in columns where shown.contains(column) {
      let columnWidth = widths[column] ?? 1
      places.append(Place(column: column, start: start, width: columnWidth))
      start += columnWidth + 1
    }
  }

  /// What stands in a view, in this order.
  static func columns(
    _ chosen: [ListColumn], _ view: ListView, _ order: SortOrder, width: Int
  ) -> [ListColumn] {
    var columns = chosen
    if view == .unit || view == .cgroup {
      // The heading says it; paths need the room.
      columns.removeAll {
        $0 == .unit || width < 120 && ($0 == .state || $0 == .user || $0 == .growth)
      }
    }
    if view == .redBlack {
      columns = [.rank, .color, .depth, .below, .pages, .adj, .rss, .pid, .user, .name, .why]
    }
    if view == .tree {
      let place = columns.firstIndex(of: .rss).map { $0 + 1 } ?? columns.firstIndex(of: .pid) ?? 0
      columns.insert(.sum, at: place)
    }
    // CPU and its time come with their sort, and what is sorted by is shown.
    if order.column.needsTimes {
      let place = columns.firstIndex(of: .pid) ?? 0
      columns.insert(contentsOf: [.cpu, .time], at: place)
    } else if !columns.contains(order.column), order.column != .rank {
      columns.insert(order.column, at: columns.firstIndex(of: .pid) ?? 0)
    }
    return columns
  }

  func drawHeading(into canvas: inout Canvas, in region: Region, _ glyphs: Glyphs) {
    canvas.fill(region, .title)
    for place in places {
      var label = place.column == .adj && showsBothAdj ? "ADJ (real)" : place.column.heading
      if place.column == order.column, !order.isKillOrder {
        let sign = order.isInverted ? glyphs.sortedUp : glyphs.sortedDown
        label = label.columns < place.width ? label + sign : sign
      }
      let text = place.column.isRightAligned ? label.rightAligned(to: place.width) : label
      canvas.draw(text, .title, at: place.start, in: clipped(region, place))
    }
  }

  func clipped(_ region: Region, _ place: Place) -> Region {
    Region(
      column: region.column, row: region.row, width: min(region.width, place.start + place.width),
      height: region.height)
  }
}

extension ControlGroup {
  /// It has no name for people. Cheaper than to ask for the name.
  fileprivate var isNameless: Bool {
    unitPath.utf8.count <= 1 && memoryPath.utf8.count <= 1
  }
}

import LMKCore

extension ListModel {
  /// Groups with their totals, and their members in the selected order. O(n), and a sort of groups.
  mutating func layGroups(
    _ snapshot: Snapshot, _ view: ListView, _ order: SortOrder, _ folds: ListFolds,
    into listing: inout Listing
  ) {
    groupOf = ContiguousArray(repeating: -1, count: snapshot.rows.count)
    var groups: ContiguousArray<ListGroup> = []
    var known: [ListAnchor: Int32] = [:]
    // A control group's number is asked for once.
    var byNumber: [ControlGroupID: Int32] = [:]
    var byAdj = ContiguousArray<Int32>(repeating: -1, count: view == .adj ? 2001 : 0)
    let minimum = snapshot.evaluation.active.map { snapshot.thresholds[$0].adj }
    for row in self.order {
      let process = snapshot.rows[Int(row)]
      let candidate = process.candidate
      let adjPlace = Int(candidate.effectiveAdj.rawValue) + 1000
      var group: Int32 = -1
      if view == .adj { group = byAdj[adjPlace] } else { group = byNumber[candidate.group] ?? -1 }
      if group < 0 {
        let fresh = heading(of: candidate, view, snapshot)
        group = known[fresh.anchor] ?? Int32(groups.count)
        if Int(group) == groups.count {
          known[fresh.anchor] = group
          groups.append(fresh)
        }
        if view == .adj { byAdj[adjPlace] = group } else { byNumber[candidate.group] = group }
      }
      groupOf[Int(row)] = group
      let time = snapshot.times.indices.contains(Int(row)) ? snapshot.times[Int(row)] : nil
      let isEligible =
        process.standing == .candidate && minimum.map { candidate.effectiveAdj >= $0 } ?? false
      groups[Int(group)].add(candidate, time, isEligible: isEligible)
    }
    let places = Self.places(groups, order)
    var newPlace = ContiguousArray<Int32>(repeating: 0, count: groups.count)
    for (place, old) in places.enumerated() { newPlace[old] = Int32(place) }
    for row in self.order { groupOf[Int(row)] = newPlace[Int(groupOf[Int(row)])] }
    listing.groups = ContiguousArray(places.map { groups[$0] })
    lay(into: &listing, folds)
  }

  private func lay(into listing: inout Listing, _ folds: ListFolds) {
    let groups = listing.groups
    // Where each group's members begin, were they all in one row.
    var starts = ContiguousArray<Int>(repeating: 0, count: groups.count)
    var sum = 0
    for group in groups.indices {
      starts[group] = sum
      sum += groups[group].count
    }
    var members = ContiguousArray<Int32>(repeating: 0, count: sum)
    var filled = starts
    for row in order {
      let group = Int(groupOf[Int(row)])
      members[filled[group]] = row
      filled[group] += 1
    }
    for group in groups.indices {
      let isClosed = folds.isClosed(groups[group].anchor)
      listing.lines.append(ListLine(item: .group(group), fold: isClosed ? .closed : .open))
      guard !isClosed else { continue }
      for row in members[starts[group]..<filled[group]] {
        listing.lines.append(ListLine(item: .row(Int(row)), depth: 1))
      }
    }
  }

  private mutating func heading(
    of candidate: Candidate, _ view: ListView, _ snapshot: Snapshot
  ) -> ListGroup {
    switch view {
    case .adj:
      let adj = candidate.effectiveAdj
      return ListGroup(anchor: .adj(adj), name: "adj \(adj)")
    case .unit:
      if let (path, name) = units.unit(of: candidate.group, in: snapshot) {
        return ListGroup(anchor: .path(path), name: name)
      }
    case .cgroup:
      if let group = snapshot.groups[candidate.group] {
        return ListGroup(anchor: .path(group.memoryPath), name: group.memoryPath)
      }
    case .killOrder, .tree, .redBlack: break
    }
    return ListGroup(anchor: .path(""), name: "(not known)")
  }

  /// The groups in the selected order: by their totals, where the column has totals; by their names;
  /// else as their first members stand.
  private static func places(
    _ groups: ContiguousArray<ListGroup>, _ order: SortOrder
  ) -> [Int] {
    let size: ((ListGroup) -> Double)? =
      switch order.column {
      case .frees: { Double($0.frees) }
      case .rss: { Double($0.rss) }
      case .swap: { Double($0.swap) }
      case .growth: { $0.growth }
      case .cpu: { Double($0.share) }
      case .time: { Double($0.ticks) }
      case .rank, .adj, .sum, .color, .depth, .below, .pages, .pid, .user, .unit, .state, .name,
        .why:
        nil
      }
    let places = Array(groups.indices)
    if let size {
      let sorted = places.sorted {
        let (left, right) = (size(groups[$0]), size(groups[$1]))
        return left == right ? $0 < $1 : left > right
      }
      return order.isInverted ? sorted.reversed() : sorted
    }
    guard order.column == .name || order.column == .unit else { return places }
    let sorted = places.sorted { groups[$0].name < groups[$1].name }
    return order.isInverted ? sorted.reversed() : sorted
  }
}

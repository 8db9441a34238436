import LMKCore

extension ListModel {
  /// The tree by parent: each process under its parent, or under the nearest above that one that is
  /// on the list; brothers in the selected order. Sums include what is folded away. O(n).
  mutating func layFamilies(
    _ snapshot: Snapshot, _ folds: ListFolds, into listing: inout Listing
  ) {
    index.fill(snapshot)
    let count = snapshot.rows.count
    var isListed = ContiguousArray(repeating: false, count: count)
    for row in order { isListed[Int(row)] = true }
    parents = ContiguousArray(repeating: -1, count: count)
    var first = ContiguousArray<Int32>(repeating: -1, count: count)
    var next = first
    // From the last to the first, so that each goes in front of its brothers.
    var roots: Int32 = -1
    for row in order.reversed() {
      let parent = listedParent(of: Int(row), isListed, snapshot)
      parents[Int(row)] = Int32(parent)
      if parent < 0 {
        next[Int(row)] = roots
        roots = row
      } else {
        next[Int(row)] = first[parent]
        first[parent] = row
      }
    }
    listing.sums = ContiguousArray(repeating: 0, count: count)
    var walk: ContiguousArray<Int32> = []
    walk.reserveCapacity(order.count)
    var closedAt: Int?
    var depth = 0
    var row = roots
    while row >= 0 {
      walk.append(row)
      let place = Int(row)
      listing.sums[place] = snapshot.rows[place].candidate.rssPages
      if let closed = closedAt, depth <= closed { closedAt = nil }
      if closedAt == nil {
        var line = ListLine(item: .row(place), depth: depth)
        if first[place] >= 0 {
          let isClosed = folds.isClosed(.process(snapshot.rows[place].candidate.key))
          line.fold = isClosed ? .closed : .open
          if isClosed { closedAt = depth }
        }
        listing.lines.append(line)
      }
      if first[place] >= 0 {
        row = first[place]
        depth += 1
        continue
      }
      // On to the next brother, or to that of the nearest above that has one.
      var here = place
      while next[here] < 0, parents[here] >= 0 {
        here = Int(parents[here])
        depth -= 1
      }
      row = next[here]
    }
    for row in walk.reversed() where parents[Int(row)] >= 0 {
      listing.sums[Int(parents[Int(row)])] += listing.sums[Int(row)]
    }
  }

  /// −1: there is none. A circle cannot be: who began together goes by pid.
  private func listedParent(
    of row: Int, _ isListed: ContiguousArray<Bool>, _ snapshot: Snapshot
  ) -> Int {
    var here = row
    while let parent = index.parent(of: here, in: snapshot) {
      if isListed[parent] { return parent }
      here = parent
    }
    return -1
  }

  /// Opens what hides a row.
  func reveal(_ row: Int, in snapshot: Snapshot, _ folds: inout ListFolds) {
    if parents.indices.contains(row) {
      var here = parents[row]
      while here >= 0 {
        folds.set(.process(snapshot.rows[Int(here)].candidate.key), closed: false)
        here = parents[Int(here)]
      }
    }
    if groupOf.indices.contains(row), groupOf[row] >= 0 {
      folds.set(listing.groups[Int(groupOf[row])].anchor, closed: false)
    }
  }
}

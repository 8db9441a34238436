import LMKCore

/// What the operator asked to see.
struct ListRequest: Hashable, Sendable {
  var view = ListView.killOrder
  var order = SortOrder()
  var filter = ""
  /// One user's processes; `nil`: everybody's.
  var user: UInt32?
  var showsKernelThreads = false
  /// Of `ListFolds`.
  var folds = 0
}

/// The lines of the list, worked out from a snapshot and kept until another comes or something else
/// is asked for. Nothing of the snapshot stays but numbers of rows.
///
/// The kill order costs O(n) and no more; any other order a sort of packed keys, O(n log n).
struct ListModel: Sendable {
  private(set) var listing = Listing()
  /// The rows that match, in the selected order, folded or not.
  private(set) var order: ContiguousArray<Int32> = []
  /// By row, in the tree by parent: the nearest above it that is on the list, or −1.
  var parents: ContiguousArray<Int32> = []
  /// By row, in a grouped view: its group, or −1.
  var groupOf: ContiguousArray<Int32> = []
  var units = UnitNames()
  var index = ProcessIndex()
  var memory = FilterMemory()

  private var keys: ContiguousArray<SortKey> = []
  private var request: ListRequest?
  private var sequence: UInt64?
  private var rowCount = 0
  private var held: (number: Int, sequence: UInt64, listing: Listing)?

  /// The list as it is asked for. O(1) if nothing has changed.
  mutating func update(
    _ snapshot: Snapshot, _ request: ListRequest, filter: ListFilter, folds: ListFolds,
    userNames: [UInt32: String]
  ) {
    guard
      sequence != snapshot.sequence || rowCount != snapshot.rows.count
        || self.request != request
    else { return }
    sequence = snapshot.sequence
    rowCount = snapshot.rows.count
    self.request = request
    memory.use(filter)
    let total = choose(snapshot, request, filter)
    sort(snapshot, request.order, userNames)
    // Out of `self` while it is filled, so that its room is kept.
    var next = Listing()
    swap(&next, &listing)
    next.matching = order.count
    next.total = total
    next.isFiltered = order.count < total
    next.isKillOrder = request.view == .killOrder && request.order.isKillOrder
    next.groups.removeAll(keepingCapacity: true)
    next.lines.removeAll(keepingCapacity: true)
    next.sums.removeAll(keepingCapacity: true)
    parents.removeAll(keepingCapacity: true)
    groupOf.removeAll(keepingCapacity: true)
    switch request.view {
    case .killOrder:
      for row in order { next.lines.append(ListLine(item: .row(Int(row)))) }
    case .redBlack: layTree(snapshot, request.order, into: &next)
    case .tree: layFamilies(snapshot, folds, into: &next)
    case .adj, .unit, .cgroup:
      layGroups(snapshot, request.view, request.order, folds, into: &next)
    }
    swap(&next, &listing)
  }

  /// Fills `order` in kill order, and tells how many there would be without a filter.
  private mutating func choose(
    _ snapshot: Snapshot, _ request: ListRequest, _ filter: ListFilter
  ) -> Int {
    order.removeAll(keepingCapacity: true)
    var count = snapshot.rows.count
    if !request.showsKernelThreads {
      // They stand at the end.
      while count > 0, snapshot.rows[count - 1].standing == .exempt(.kernelThread) { count -= 1 }
    }
    let treeOnly = request.view == .redBlack
    let isPlain = filter.isEmpty && request.user == nil
    var total = 0
    for row in 0..<count {
      // What stands in the tree has a rank.
      if treeOnly, snapshot.rows[row].rank == 0 { continue }
      total += 1
      if !isPlain {
        if let user = request.user, snapshot.rows[row].candidate.uid != user { continue }
        if !filter.isEmpty, !memory.lets(row, of: snapshot, &units) { continue }
      }
      order.append(Int32(truncatingIfNeeded: row))
    }
    return total
  }

  private mutating func sort(
    _ snapshot: Snapshot, _ sort: SortOrder, _ userNames: [UInt32: String]
  ) {
    if sort.column == .rank {
      if sort.isInverted { order.reverse() }
      return
    }
    var units = units
    let maker = SortKeyMaker(snapshot, sort, userNames: userNames) {
      units.name(of: $0, in: snapshot)
    }
    self.units = units
    keys.removeAll(keepingCapacity: true)
    for row in order { keys.append(maker.key(of: Int(row))) }
    keys.sort()
    for place in keys.indices { order[place] = keys[place].row }
  }

  /// The red-black tree on its side: the root at the left edge, the next to die on top.
  private func layTree(
    _ snapshot: Snapshot, _ order: SortOrder, into listing: inout Listing
  ) {
    // In another order the indentation would draw nothing.
    let isShaped = order.column == .rank
    for row in self.order {
      let place = snapshot.rows[Int(row)].rank - 1
      let depth =
        isShaped && snapshot.places.indices.contains(place) ? Int(snapshot.places[place].depth) : 0
      listing.lines.append(ListLine(item: .row(Int(row)), depth: depth))
    }
  }

  /// The list in the order that is held. O(n) for a new snapshot, else O(1).
  mutating func listing(in order: HeldOrder, _ snapshot: Snapshot) -> Listing {
    if let held, held.number == order.number, held.sequence == snapshot.sequence,
      rowCount == snapshot.rows.count
    {
      return held.listing
    }
    var result = listing
    result.isHeld = true
    result.lines.removeAll(keepingCapacity: false)
    result.lines.reserveCapacity(order.lines.count)
    index.fill(snapshot)
    var groups: [ListAnchor: Int] = [:]
    for (place, group) in listing.groups.enumerated() { groups[group.anchor] = place }
    for line in order.lines {
      let item: ListLine.Item
      if case .process(let key) = line.anchor {
        item = index.row(of: key, in: snapshot).map { .row($0) } ?? .gone(key)
      } else if let group = groups[line.anchor] {
        item = .group(group)
      } else {
        // A group that nobody is left in.
        groups[line.anchor] = result.groups.count
        item = .group(result.groups.count)
        result.groups.append(ListGroup(anchor: line.anchor, name: line.name))
      }
      result.lines.append(ListLine(item: item, depth: line.depth, fold: line.fold))
    }
    held = (order.number, snapshot.sequence, result)
    return result
  }
}

import LMKCore

/// What a line of the list stands for, from snapshot to snapshot.
enum ListAnchor: Hashable, Sendable {
  case process(ProcessKey)
  case adj(OOMScoreAdj)
  /// A unit or a control group.
  case path(String)
}

/// One line of the list.
struct ListLine: Hashable, Sendable {
  enum Item: Hashable, Sendable {
    /// An index of `Snapshot.rows`.
    case row(Int)
    /// It was on the list when the order was held, and is no more.
    case gone(ProcessKey)
    /// An index of `Listing.groups`.
    case group(Int)
  }

  enum Fold: UInt8, Sendable {
    /// There is nothing below it.
    case none
    case open, closed
  }

  private enum Kind: UInt8 {
    case row, gone, group
  }

  // 16 bytes, for there is one for each process.
  /// Of one that is gone.
  private var startTime: UInt64 = 0
  /// A row, a group, or the pid of one that is gone.
  private var number: Int32
  private var steps: Int16
  private var kind: Kind
  var fold: Fold

  init(item: Item, depth: Int = 0, fold: Fold = .none) {
    switch item {
    case .row(let row): (kind, number) = (.row, Int32(clamping: row))
    case .gone(let key): (kind, number, startTime) = (.gone, key.pid, key.startTime)
    case .group(let group): (kind, number) = (.group, Int32(clamping: group))
    }
    steps = Int16(clamping: depth)
    self.fold = fold
  }

  var item: Item {
    switch kind {
    case .row: .row(Int(number))
    case .gone: .gone(ProcessKey(pid: number, startTime: startTime))
    case .group: .group(Int(number))
    }
  }

  /// Steps from the left edge.
  var depth: Int { Int(steps) }
}

/// The heading of a group, with the totals of all that are in it and match the filter. In pages.
struct ListGroup: Hashable, Sendable {
  var anchor: ListAnchor
  var name: String
  var count = 0
  /// Those that may die now.
  var eligible = 0
  var frees = 0
  var rss = 0
  var swap = 0
  var growth = 0.0
  var ticks: UInt64 = 0
  var share: Float = 0

  mutating func add(_ candidate: Candidate, _ time: ProcessTime?, isEligible: Bool) {
    count += 1
    if isEligible { eligible += 1 }
    frees += candidate.freesPages
    rss += candidate.rssPages
    swap += candidate.swapPages
    growth += Double(max(0, candidate.growth))
    ticks &+= time?.ticks ?? 0
    share += time?.share ?? 0
  }
}

/// The list as it is shown: the present order, or the held one. A value; its arrays are shared.
struct Listing: Sendable {
  var lines: ContiguousArray<ListLine> = []
  var groups: ContiguousArray<ListGroup> = []
  /// RSS of a process and of all that descend from it and are on the list, by row; empty but in the
  /// tree by parent.
  var sums: ContiguousArray<Int> = []
  var isHeld = false
  /// It is the kill order, top first: the line under the last that may die means something.
  var isKillOrder = true
  /// Some are left out by the filter or by the user.
  var isFiltered = false
  /// Processes that match.
  var matching = 0
  /// Processes that there would be without the filter.
  var total = 0

  var count: Int { lines.count }

  func anchor(at position: Int, in snapshot: Snapshot) -> ListAnchor {
    switch lines[position].item {
    case .row(let row): .process(snapshot.rows[row].candidate.key)
    case .gone(let key): .process(key)
    case .group(let group): groups[group].anchor
    }
  }

  /// The process at a position; `nil`: it is a group's heading.
  func key(at position: Int, in snapshot: Snapshot) -> ProcessKey? {
    switch lines[position].item {
    case .row(let row): snapshot.rows[row].candidate.key
    case .gone(let key): key
    case .group: nil
    }
  }

  /// O(n).
  func position(of key: ProcessKey, in snapshot: Snapshot) -> Int? {
    lines.firstIndex { line in
      switch line.item {
      case .row(let row): snapshot.rows[row].candidate.key == key
      case .gone(let gone): gone == key
      case .group: false
      }
    }
  }

  /// O(n).
  func position(of anchor: ListAnchor, in snapshot: Snapshot) -> Int? {
    if case .process(let key) = anchor { return position(of: key, in: snapshot) }
    return lines.firstIndex { line in
      if case .group(let group) = line.item { groups[group].anchor == anchor } else { false }
    }
  }
}

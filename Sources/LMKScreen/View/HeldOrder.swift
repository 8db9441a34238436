import LMKCore

/// The order of the list, held while the operator aims: rows move, the target does not.
struct HeldOrder: Sendable {
  /// What was on the list, top first.
  var keys: ContiguousArray<ProcessKey>
  /// `nil`: until it is let go.
  var until: Instant?

  static let time: Duration = .seconds(3)

  func isOver(at now: Instant) -> Bool {
    guard let until else { return false }
    return until <= now
  }
}

/// The list as it is shown: the snapshot's rows in their order, or in the held one.
struct Listing {
  enum Item: Hashable {
    /// An index of `Snapshot.rows`.
    case row(Int)
    /// It was on the list when the order was held, and is no more.
    case gone(ProcessKey)
  }

  private let visibleCount: Int
  private let heldKeys: ContiguousArray<ProcessKey>?
  private let indices: [ProcessKey: Int]

  /// O(1) without a held order (but for the kernel threads at the end), O(n) with one.
  init(_ snapshot: Snapshot, held: HeldOrder?, showsKernelThreads: Bool) {
    var count = snapshot.rows.count
    if !showsKernelThreads {
      while count > 0, snapshot.rows[count - 1].standing == .exempt(.kernelThread) { count -= 1 }
    }
    visibleCount = count
    heldKeys = held?.keys
    var indices: [ProcessKey: Int] = [:]
    if held != nil {
      indices.reserveCapacity(count)
      for index in 0..<count { indices[snapshot.rows[index].candidate.key] = index }
    }
    self.indices = indices
  }

  var isHeld: Bool { heldKeys != nil }
  var count: Int { heldKeys?.count ?? visibleCount }

  subscript(position: Int) -> Item {
    guard let heldKeys else { return .row(position) }
    let key = heldKeys[position]
    return indices[key].map(Item.row) ?? .gone(key)
  }

  /// O(n).
  func position(of key: ProcessKey, in snapshot: Snapshot) -> Int? {
    if let heldKeys { return heldKeys.firstIndex(of: key) }
    return snapshot.rows[..<visibleCount].firstIndex { $0.candidate.key == key }
  }

  func key(at position: Int, in snapshot: Snapshot) -> ProcessKey {
    switch self[position] {
    case .row(let index): snapshot.rows[index].candidate.key
    case .gone(let key): key
    }
  }

  /// What a `HeldOrder` keeps. O(n).
  func keys(in snapshot: Snapshot) -> ContiguousArray<ProcessKey> {
    heldKeys ?? ContiguousArray(snapshot.rows[..<visibleCount].lazy.map(\.candidate.key))
  }
}

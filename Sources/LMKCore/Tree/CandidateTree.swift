/// Every process that may die, in kill order: a red-black tree in an arena.
///
///               ┌─── node 5 ───┐            An arena of nodes linked by Int32 indices: no heap
///               │ rank, colour │            object per node, no reference counting, and a handle
///            ┌──│ count, pages │──┐         stays valid for as long as its candidate stands in the
///            ▼  └──────────────┘  ▼         tree, whatever is inserted or removed around it.
///         node 2               node 9       Index 0 is the sentinel: black, empty, its sums 0.
///
/// - **Order.** `KillRank` ascending: adj descending, pages descending, pid ascending. No two are
///   equal. A rank in the tree never changes except through `update`.
/// - **First cached.** The leftmost node, the next to die, is known in O(1).
/// - **Sums.** Each node holds the number of candidates below and at it, and the pages that killing
///   them would free; so "what would this adj expose?" is one walk from the root.
///
/// Insertion links a red leaf and rebalances upwards; removal relinks (never copies) nodes, so
/// handles survive. Both follow Cormen et al., with the sums kept on the way.
public struct CandidateTree: ~Copyable {
  /// Names a candidate's node until it is removed.
  public struct Handle: Hashable, Sendable {
    let index: Int32
  }

  struct Node {
    var rank: KillRank
    var left: Int32
    var right: Int32
    var parent: Int32
    var isRed: Bool
    /// Candidates in the subtree.
    var count: Int32
    /// The candidate's own `freesPages`, so that a walk touches nodes only.
    var own: PageCount
    /// Σ of `freesPages` in the subtree.
    var pages: Int
  }

  static let none: Int32 = 0

  var nodes: ContiguousArray<Node>
  /// The payload, beside the links: a walk touches links only.
  var candidates: ContiguousArray<Candidate>
  var root = CandidateTree.none
  var leftmost = CandidateTree.none
  /// Head of the list of free nodes, linked by `left`.
  private var free = CandidateTree.none

  /// What orders equal adj.
  public let basis: RankBasis
  /// How often `update` had to take a node out and link it in elsewhere.
  public internal(set) var relinks: UInt64 = 0

  /// An empty tree with room for `capacity` candidates before the arena grows.
  public init(rankedBy basis: RankBasis = .rss, capacity: Int = 0) {
    self.basis = basis
    nodes = []
    candidates = []
    nodes.reserveCapacity(capacity + 1)
    candidates.reserveCapacity(capacity + 1)
    nodes.append(
      Node(
        rank: .end(of: .never), left: 0, right: 0, parent: 0, isRed: false, count: 0,
        own: PageCount(0),
        pages: 0))
    candidates.append(Candidate(ProcessReading(key: ProcessKey(pid: 0, startTime: 0))))
  }

  public var count: Int { Int(nodes[Int(root)].count) }
  public var isEmpty: Bool { root == Self.none }

  /// Who would die now. O(1).
  public var first: Candidate? {
    leftmost == Self.none ? nil : candidates[Int(leftmost)]
  }

  /// All candidates. O(1).
  public var total: Reclaimable {
    Reclaimable(count: count, pages: nodes[Int(root)].pages)
  }

  /// The candidate of a handle. O(1).
  public subscript(handle: Handle) -> Candidate { candidates[Int(handle.index)] }

  /// Puts a candidate in its place. O(log n).
  ///
  /// - Precondition: no candidate with the same pid stands in the tree.
  public mutating func insert(_ candidate: Candidate) -> Handle {
    let index = takeNode(for: candidate)
    link(index)
    return Handle(index: index)
  }

  /// Gives a candidate new values. O(log n); it is linked in anew only when its rank has left the
  /// gap between its neighbours.
  ///
  /// - Precondition: same pid as before.
  public mutating func update(_ handle: Handle, _ candidate: Candidate) {
    let index = handle.index
    precondition(candidates[Int(index)].key.pid == candidate.key.pid)
    let rank = KillRank(candidate, by: basis)
    let freed = candidate.freesPages - nodes[Int(index)].own.pages
    let stays = rank == nodes[Int(index)].rank || fits(rank, at: index)
    if !stays { unlink(index) }
    candidates[Int(index)] = candidate
    nodes[Int(index)].rank = rank
    nodes[Int(index)].own = PageCount(candidate.freesPages)
    if stays {
      if freed != 0 { addUpwards(from: index, count: 0, pages: freed) }
    } else {
      link(index)
      relinks += 1
    }
  }

  /// Takes a candidate out; its handle is void. O(log n).
  public mutating func remove(_ handle: Handle) {
    unlink(handle.index)
    nodes[Int(handle.index)].left = free
    free = handle.index
  }

  // MARK: The arena

  private mutating func takeNode(for candidate: Candidate) -> Int32 {
    let node = Node(
      rank: KillRank(candidate, by: basis), left: 0, right: 0, parent: 0, isRed: true, count: 1,
      own: PageCount(candidate.freesPages), pages: candidate.freesPages)
    if free != Self.none {
      let index = free
      free = nodes[Int(index)].left
      nodes[Int(index)] = node
      candidates[Int(index)] = candidate
      return index
    }
    nodes.append(node)
    candidates.append(candidate)
    return Int32(nodes.count - 1)
  }

  /// Whether a node may take `rank` where it stands.
  private func fits(_ rank: KillRank, at index: Int32) -> Bool {
    let before = predecessor(of: index)
    let after = successor(of: index)
    return (before == Self.none || nodes[Int(before)].rank < rank)
      && (after == Self.none || rank < nodes[Int(after)].rank)
  }

  mutating func addUpwards(from index: Int32, count: Int32, pages: Int) {
    var current = index
    while current != Self.none {
      nodes[Int(current)].count += count
      nodes[Int(current)].pages += pages
      current = nodes[Int(current)].parent
    }
  }
}

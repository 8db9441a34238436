extension CandidateTree {
  /// Calls `body` for each candidate at or above `adj`, in kill order. O(log n + k).
  public borrowing func forEach(atOrAbove adj: OOMScoreAdj, _ body: (Candidate) -> Void) {
    let end = KillRank.end(of: adj)
    var index = leftmost
    while index != Self.none, nodes[Int(index)].rank < end {
      body(candidates[Int(index)])
      index = successor(of: index)
    }
  }

  /// Calls `body` for every candidate, in kill order. O(n).
  public borrowing func forEach(_ body: (Candidate) -> Void) {
    forEach(atOrAbove: .never, body)
  }

  /// Calls `body` for the first `limit` candidates, in kill order. O(limit).
  public borrowing func forEachFirst(_ limit: Int, _ body: (Candidate) -> Void) {
    var index = leftmost
    var left = limit
    while index != Self.none, left > 0 {
      body(candidates[Int(index)])
      index = successor(of: index)
      left -= 1
    }
  }

  /// How many candidates stand at or above `adj`, and what killing them all would free.
  /// O(log n), from the sums.
  public borrowing func reclaimable(atOrAbove adj: OOMScoreAdj) -> Reclaimable {
    let end = KillRank.end(of: adj)
    var result = Reclaimable()
    var index = root
    while index != Self.none {
      if nodes[Int(index)].rank < end {
        let left = Int(nodes[Int(index)].left)
        result.count += Int(nodes[left].count) + 1
        result.pages += nodes[left].pages + nodes[Int(index)].own.pages
        index = nodes[Int(index)].right
      } else {
        index = nodes[Int(index)].left
      }
    }
    return result
  }

  /// The first candidate strictly below `adj`. O(log n).
  public borrowing func first(below adj: OOMScoreAdj) -> Candidate? {
    let end = KillRank.end(of: adj)
    var index = root
    var found = Self.none
    while index != Self.none {
      if nodes[Int(index)].rank < end {
        index = nodes[Int(index)].right
      } else {
        found = index
        index = nodes[Int(index)].left
      }
    }
    return found == Self.none ? nil : candidates[Int(found)]
  }

  /// The rank by which a candidate stands. O(1).
  func rank(of handle: Handle) -> KillRank { nodes[Int(handle.index)].rank }

  /// The rank at a place of the kill order, 0 being the first; that of the last if there are fewer.
  /// `nil`: the tree is empty. O(place).
  borrowing func rank(at place: Int) -> KillRank? {
    var index = leftmost
    guard index != Self.none else { return nil }
    for _ in 0..<place {
      let next = successor(of: index)
      if next == Self.none { break }
      index = next
    }
    return nodes[Int(index)].rank
  }

  func minimum(of start: Int32) -> Int32 {
    var index = start
    while nodes[Int(index)].left != Self.none { index = nodes[Int(index)].left }
    return index
  }

  func successor(of index: Int32) -> Int32 {
    let right = nodes[Int(index)].right
    if right != Self.none { return minimum(of: right) }
    var child = index
    var parent = nodes[Int(index)].parent
    while parent != Self.none, nodes[Int(parent)].right == child {
      child = parent
      parent = nodes[Int(parent)].parent
    }
    return parent
  }

  func predecessor(of index: Int32) -> Int32 {
    var current = nodes[Int(index)].left
    if current != Self.none {
      while nodes[Int(current)].right != Self.none { current = nodes[Int(current)].right }
      return current
    }
    var child = index
    var parent = nodes[Int(index)].parent
    while parent != Self.none, nodes[Int(parent)].left == child {
      child = parent
      parent = nodes[Int(parent)].parent
    }
    return parent
  }
}

extension CandidateTree {
  /// Walks the whole tree and names the first law it finds broken; `nil`: all hold. O(n).
  ///
  /// Order, root black, no red node with a red child, equal black height, links both ways, sums,
  /// ranks that agree with their candidates, the cached first, and the sentinel untouched.
  public borrowing func checkInvariants() -> String? {
    let sentinel = nodes[0]
    if sentinel.isRed || sentinel.count != 0 || sentinel.pages != 0 || sentinel.parent != 0 {
      return "the sentinel was written to"
    }
    if root == Self.none { return leftmost == Self.none ? nil : "a first in an empty tree" }
    if nodes[Int(root)].isRed { return "the root is red" }
    if nodes[Int(root)].parent != Self.none { return "the root has a parent" }
    if leftmost != minimum(of: root) { return "the cached first is not the leftmost" }
    if let broken = checkSubtree(root).broken { return broken }
    var index = leftmost
    var last: KillRank?
    var seen = 0
    while index != Self.none {
      if let last, nodes[Int(index)].rank <= last { return "the order is broken" }
      last = nodes[Int(index)].rank
      seen += 1
      index = successor(of: index)
    }
    return seen == count ? nil : "the count is \(count), the walk met \(seen)"
  }

  private func checkSubtree(_ index: Int32) -> (blackHeight: Int, broken: String?) {
    if index == Self.none { return (1, nil) }
    let node = nodes[Int(index)]
    let candidate = candidates[Int(index)]
    for child in [node.left, node.right] where child != Self.none {
      if nodes[Int(child)].parent != index { return (0, "a child does not know its parent") }
      if node.isRed && nodes[Int(child)].isRed { return (0, "a red node has a red child") }
    }
    let left = checkSubtree(node.left)
    let right = checkSubtree(node.right)
    if let broken = left.broken ?? right.broken { return (0, broken) }
    if left.blackHeight != right.blackHeight { return (0, "black heights differ") }
    let sumCount = nodes[Int(node.left)].count + nodes[Int(node.right)].count + 1
    let sumPages =
      nodes[Int(node.left)].pages + nodes[Int(node.right)].pages + candidate.freesPages
    if node.own.pages != candidate.freesPages {
      return (0, "a node's own pages are not its candidate's")
    }
    if node.count != sumCount { return (0, "a count is wrong") }
    if node.pages != sumPages { return (0, "a sum of pages is wrong") }
    if node.rank != KillRank(candidate, by: basis) {
      return (0, "a rank does not agree with its candidate")
    }
    return (left.blackHeight + (node.isRed ? 0 : 1), nil)
  }
}

/// Where one candidate stands in the red-black tree. For those who want to see it work.
public struct TreePlace: Hashable, Sendable {
  /// Candidates at and below it.
  public var count: Int32
  /// Steps from the root, which has 0; at most 2 log₂(n + 1).
  public var depth: UInt8
  public var isRed: Bool
  /// Σ of `freesPages` at and below it.
  public var pages: Int

  public init(depth: UInt8, isRed: Bool, count: Int32, pages: Int) {
    self.count = count
    self.depth = depth
    self.isRed = isRed
    self.pages = pages
  }
}

extension CandidateTree {
  /// Calls `body` for every node, in kill order. O(n); allocates nothing.
  borrowing func forEachPlace(_ body: (TreePlace) -> Void) {
    guard root != Self.none else { return }
    var depth = 0
    var index = root
    descend(from: &index, &depth)
    while true {
      let node = nodes[Int(index)]
      body(
        TreePlace(
          depth: UInt8(clamping: depth), isRed: node.isRed, count: node.count, pages: node.pages))
      if node.right != Self.none {
        index = node.right
        depth += 1
        descend(from: &index, &depth)
        continue
      }
      // Up, until we come from the left.
      var child = index
      var parent = node.parent
      depth -= 1
      while parent != Self.none, nodes[Int(parent)].right == child {
        child = parent
        parent = nodes[Int(parent)].parent
        depth -= 1
      }
      guard parent != Self.none else { return }
      index = parent
    }
  }

  private func descend(from index: inout Int32, _ depth: inout Int) {
    while nodes[Int(index)].left != Self.none {
      index = nodes[Int(index)].left
      depth += 1
    }
  }

  /// Black nodes on each way from the root to a leaf. O(log n).
  var blackHeight: Int {
    var height = 0
    var index = root
    while index != Self.none {
      if !nodes[Int(index)].isRed { height += 1 }
      index = nodes[Int(index)].left
    }
    return height
  }
}

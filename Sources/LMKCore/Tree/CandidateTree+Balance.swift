extension CandidateTree {
  /// Links a node as a red leaf at its rank's place, counts it upwards, and rebalances.
  mutating func link(_ index: Int32) {
    let rank = nodes[Int(index)].rank
    var parent = Self.none
    var current = root
    var isFirst = true
    while current != Self.none {
      parent = current
      let other = nodes[Int(current)].rank
      precondition(rank != other, "two candidates with one pid")
      if rank < other {
        current = nodes[Int(current)].left
      } else {
        current = nodes[Int(current)].right
        isFirst = false
      }
    }
    nodes[Int(index)].left = Self.none
    nodes[Int(index)].right = Self.none
    nodes[Int(index)].parent = parent
    nodes[Int(index)].isRed = true
    let pages = nodes[Int(index)].own.pages
    nodes[Int(index)].count = 1
    nodes[Int(index)].pages = pages
    if parent == Self.none {
      root = index
    } else if rank < nodes[Int(parent)].rank {
      nodes[Int(parent)].left = index
    } else {
      nodes[Int(parent)].right = index
    }
    if isFirst { leftmost = index }
    addUpwards(from: parent, count: 1, pages: pages)
    rebalanceAfterLinking(index)
  }

  private mutating func rebalanceAfterLinking(_ start: Int32) {
    var index = start
    while true {
      let parent = nodes[Int(index)].parent
      guard parent != Self.none, nodes[Int(parent)].isRed else { break }
      let grandparent = nodes[Int(parent)].parent
      let parentIsLeft = nodes[Int(grandparent)].left == parent
      let uncle = parentIsLeft ? nodes[Int(grandparent)].right : nodes[Int(grandparent)].left
      if nodes[Int(uncle)].isRed {
        nodes[Int(parent)].isRed = false
        nodes[Int(uncle)].isRed = false
        nodes[Int(grandparent)].isRed = true
        index = grandparent
        continue
      }
      var middle = parent
      if parentIsLeft, nodes[Int(parent)].right == index {
        rotateLeft(parent)
        middle = index
      } else if !parentIsLeft, nodes[Int(parent)].left == index {
        rotateRight(parent)
        middle = index
      }
      nodes[Int(middle)].isRed = false
      nodes[Int(grandparent)].isRed = true
      if parentIsLeft { rotateRight(grandparent) } else { rotateLeft(grandparent) }
      break
    }
    nodes[Int(root)].isRed = false
  }

  /// Takes a node out of the links; its slot of the arena stays.
  mutating func unlink(_ index: Int32) {
    if leftmost == index { leftmost = successor(of: index) }
    let left = nodes[Int(index)].left
    let right = nodes[Int(index)].right
    var removedRed = nodes[Int(index)].isRed
    /// The node that moves into the gap (maybe the sentinel), and the parent of the gap.
    let filler: Int32
    let gapParent: Int32
    if left == Self.none || right == Self.none {
      filler = left == Self.none ? right : left
      gapParent = nodes[Int(index)].parent
      replace(index, with: filler)
    } else {
      // The successor takes the node's place and colour; the gap is where the successor stood.
      let next = minimum(of: right)
      removedRed = nodes[Int(next)].isRed
      filler = nodes[Int(next)].right
      if nodes[Int(next)].parent == index {
        gapParent = next
      } else {
        gapParent = nodes[Int(next)].parent
        replace(next, with: filler)
        nodes[Int(next)].right = right
        nodes[Int(right)].parent = next
      }
      replace(index, with: next)
      nodes[Int(next)].left = left
      nodes[Int(left)].parent = next
      nodes[Int(next)].isRed = nodes[Int(index)].isRed
    }
    var current = gapParent
    while current != Self.none {
      sumUp(current)
      current = nodes[Int(current)].parent
    }
    if !removedRed { rebalanceAfterUnlinking(filler, parent: gapParent) }
    nodes[Int(Self.none)].parent = Self.none
  }

  private mutating func rebalanceAfterUnlinking(_ start: Int32, parent startParent: Int32) {
    var index = start
    var parent = startParent
    while index != root, !nodes[Int(index)].isRed {
      let isLeft = nodes[Int(parent)].left == index
      var sibling = isLeft ? nodes[Int(parent)].right : nodes[Int(parent)].left
      if nodes[Int(sibling)].isRed {
        nodes[Int(sibling)].isRed = false
        nodes[Int(parent)].isRed = true
        if isLeft { rotateLeft(parent) } else { rotateRight(parent) }
        sibling = isLeft ? nodes[Int(parent)].right : nodes[Int(parent)].left
      }
      let near = isLeft ? nodes[Int(sibling)].left : nodes[Int(sibling)].right
      let far = isLeft ? nodes[Int(sibling)].right : nodes[Int(sibling)].left
      if !nodes[Int(near)].isRed && !nodes[Int(far)].isRed {
        nodes[Int(sibling)].isRed = true
        index = parent
        parent = nodes[Int(index)].parent
        continue
      }
      if !nodes[Int(far)].isRed {
        nodes[Int(near)].isRed = false
        nodes[Int(sibling)].isRed = true
        if isLeft { rotateRight(sibling) } else { rotateLeft(sibling) }
        sibling = isLeft ? nodes[Int(parent)].right : nodes[Int(parent)].left
      }
      nodes[Int(sibling)].isRed = nodes[Int(parent)].isRed
      nodes[Int(parent)].isRed = false
      let outer = isLeft ? nodes[Int(sibling)].right : nodes[Int(sibling)].left
      nodes[Int(outer)].isRed = false
      if isLeft { rotateLeft(parent) } else { rotateRight(parent) }
      index = root
    }
    nodes[Int(index)].isRed = false
  }

  /// Lets `other` (maybe the sentinel) hang where `index` hangs.
  private mutating func replace(_ index: Int32, with other: Int32) {
    let parent = nodes[Int(index)].parent
    if parent == Self.none {
      root = other
    } else if nodes[Int(parent)].left == index {
      nodes[Int(parent)].left = other
    } else {
      nodes[Int(parent)].right = other
    }
    if other != Self.none { nodes[Int(other)].parent = parent }
  }

  //      x                 y
  //     ╱ ╲   rotateLeft  ╱ ╲
  //    a   y   ───────►  x   c      The subtree's sums pass to its new top; x is summed anew.
  //       ╱ ╲           ╱ ╲
  //      b   c         a   b

  private mutating func rotateLeft(_ x: Int32) {
    let y = nodes[Int(x)].right
    let b = nodes[Int(y)].left
    nodes[Int(x)].right = b
    if b != Self.none { nodes[Int(b)].parent = x }
    replace(x, with: y)
    nodes[Int(y)].left = x
    nodes[Int(x)].parent = y
    sumUp(x)
    sumUp(y)
  }

  private mutating func rotateRight(_ y: Int32) {
    let x = nodes[Int(y)].left
    let b = nodes[Int(x)].right
    nodes[Int(y)].left = b
    if b != Self.none { nodes[Int(b)].parent = y }
    replace(y, with: x)
    nodes[Int(x)].right = y
    nodes[Int(y)].parent = x
    sumUp(y)
    sumUp(x)
  }

  private mutating func sumUp(_ index: Int32) {
    let left = Int(nodes[Int(index)].left)
    let right = Int(nodes[Int(index)].right)
    nodes[Int(index)].count = nodes[left].count + nodes[right].count + 1
    nodes[Int(index)].pages =
      nodes[left].pages + nodes[right].pages + nodes[Int(index)].own.pages
  }
}

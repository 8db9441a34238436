import LMKTestSupport
import Testing

@testable import LMKCore

@Suite("The candidate tree")
struct CandidateTreeTests {
  private func candidate(_ pid: Int32, adj: Int16 = 0, rss: Int = 1, shared: Int = 0) -> Candidate {
    Candidate(
      ProcessReading(
        key: ProcessKey(pid: pid, startTime: 1), adj: OOMScoreAdj(rawValue: adj)!, rssPages: rss,
        sharedPages: shared))
  }

  private func permutations(_ values: [Int32]) -> [[Int32]] {
    guard values.count > 1 else { return [values] }
    return values.indices.flatMap { index in
      var rest = values
      let value = rest.remove(at: index)
      return permutations(rest).map { [value] + $0 }
    }
  }

  /// The shape and colours of a tree, with its pids: two orders of insertion that make the same
  /// tree behave alike from then on.
  private func shape(_ tree: borrowing CandidateTree, _ index: Int32) -> String {
    guard index != CandidateTree.none else { return "-" }
    let node = tree.nodes[Int(index)]
    let pid = tree.candidates[Int(index)].key.pid
    return "(\(shape(tree, node.left)) \(pid)\(node.isRed ? "r" : "b") \(shape(tree, node.right)))"
  }

  @Test("Every order of inserting and removing up to six keeps every law", arguments: 1...6)
  func everyOrder(count: Int) {
    let orders = permutations((1...Int32(count)).map { $0 })
    var seen: Set<String> = []
    for insertion in orders {
      for removal in orders {
        var tree = CandidateTree()
        var handles: [Int32: CandidateTree.Handle] = [:]
        for pid in insertion {
          handles[pid] = tree.insert(candidate(pid, rss: Int(pid)))
          guard removal == orders[0] else { continue }
          if let broken = tree.checkInvariants() { Issue.record("\(insertion): \(broken)") }
        }
        // All orders of removal, once for each tree that some order of insertion makes.
        if removal == orders[0], !seen.insert(shape(tree, tree.root)).inserted { break }
        for pid in removal {
          tree.remove(handles[pid]!)
          if let broken = tree.checkInvariants() {
            Issue.record("\(insertion), then without \(removal): \(broken)")
          }
        }
        if !tree.isEmpty { Issue.record("not empty after \(removal)") }
      }
    }
  }

  @Test("A long random life agrees with a sorted array at every step", arguments: [1, 2, 3])
  func randomLife(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var tree = CandidateTree(rankedBy: seed == 3 ? .freeable : .rss)
    let basis = tree.basis
    var plain: [Candidate] = []
    var handles: [Int32: CandidateTree.Handle] = [:]
    for step in 0..<4000 {
      let pid = Int32.random(in: 1...160, using: &random)
      let next = candidate(
        pid, adj: Int16.random(in: -3...3, using: &random) * 100,
        rss: Int.random(in: 1...9, using: &random), shared: Int.random(in: 0...5, using: &random))
      if let handle = handles[pid] {
        let index = plain.firstIndex { $0.key.pid == pid }!
        if Bool.random(using: &random) {
          tree.update(handle, next)
          plain[index] = next
        } else {
          tree.remove(handle)
          handles[pid] = nil
          plain.remove(at: index)
        }
      } else {
        handles[pid] = tree.insert(next)
        plain.append(next)
      }
      if let broken = tree.checkInvariants() { Issue.record("step \(step): \(broken)") }
      plain.sort { KillRank($0, by: basis) < KillRank($1, by: basis) }
      let first = tree.first
      #expect(first == plain.first)
      guard step % 40 == 0 else { continue }
      var order: [Candidate] = []
      tree.forEach { order.append($0) }
      #expect(order == plain)
      for adj: OOMScoreAdj in [-1000, -200, 0, 100, 250, 300, 1000] {
        let eligible = plain.filter { $0.effectiveAdj >= adj }
        let sums = tree.reclaimable(atOrAbove: adj)
        #expect(sums.count == eligible.count)
        #expect(sums.pages == eligible.reduce(0) { $0 + $1.freesPages })
        let below = tree.first(below: adj)
        #expect(below == plain.first { $0.effectiveAdj < adj })
      }
    }
  }

  @Test("An update that keeps its place between its neighbours links nothing anew")
  func updateInPlace() {
    var tree = CandidateTree()
    _ = tree.insert(candidate(1, rss: 10))
    let middle = tree.insert(candidate(2, rss: 20))
    _ = tree.insert(candidate(3, rss: 30))
    tree.update(middle, candidate(2, rss: 25))
    let relinksInPlace = tree.relinks
    let total = tree.total
    #expect(relinksInPlace == 0)
    #expect(total == Reclaimable(count: 3, pages: 65))
    tree.update(middle, candidate(2, rss: 35))
    let relinks = tree.relinks
    let first = tree.first
    let broken = tree.checkInvariants()
    #expect(relinks == 1)
    #expect(first?.key.pid == 2)
    #expect(broken == nil)
  }

  @Test("The order is adj descending, then RSS descending, then pid ascending")
  func order() {
    var tree = CandidateTree()
    for candidate in [
      candidate(5, adj: 0, rss: 900), candidate(4, adj: 0, rss: 900), candidate(6, adj: 1, rss: 1),
      candidate(7, adj: -1, rss: 5000), candidate(4_194_303, adj: 1000, rss: 1 << 40),
    ] { _ = tree.insert(candidate) }
    var pids: [Int32] = []
    tree.forEach { pids.append($0.key.pid) }
    #expect(pids == [4_194_303, 6, 4, 5, 7])
  }
}

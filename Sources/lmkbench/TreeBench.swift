import LMKCore

/// The candidate tree, against an array that is sorted anew at each look.
struct TreeBench {
  let processes: Int

  func run() {
    var random = BenchRandom()
    var tree = CandidateTree(capacity: processes)
    var handles: [CandidateTree.Handle] = []
    var order: ContiguousArray<Candidate> = []
    for pid in 1...processes {
      let candidate = Self.candidate(pid, &random)
      handles.append(tree.insert(candidate))
      order.append(candidate)
    }
    var report = BenchReport(title: "\(processes) candidates, in memory alone")
    report.measure("an array of all, sorted anew") {
      for _ in 0..<(processes / 10) {
        let index = random.next(below: processes)
        order[index] = Self.candidate(Int(order[index].key.pid), &random)
      }
      order.sort { KillRank($0, by: .rss) < KillRank($1, by: .rss) }
    }
    report.measure("10 % of the tree re-keyed") {
      for _ in 0..<(processes / 10) {
        let index = random.next(below: processes)
        tree.update(handles[index], Self.candidate(index + 1, &random))
      }
    }
    report.measure("one of them", operations: 2000) {
      for _ in 0..<2000 {
        let index = random.next(below: processes)
        tree.update(handles[index], Self.candidate(index + 1, &random))
      }
    }
    var sum = 0
    report.measure("the first 50 in order", operations: 100) {
      for _ in 0..<100 { tree.forEachFirst(50) { sum &+= $0.rssPages } }
    }
    report.measure("who would die now", operations: 1000) {
      for _ in 0..<1000 { sum &+= tree.first?.rssPages ?? 0 }
    }
    report.measure("what an adj would expose", operations: 1000) {
      for adj in 0..<1000 { sum &+= tree.reclaimable(atOrAbove: OOMScoreAdj(adj)!).pages }
    }
    precondition(sum != 0)
  }

  static func candidate(_ pid: Int, _ random: inout BenchRandom) -> Candidate {
    Candidate(
      ProcessReading(
        key: ProcessKey(pid: Int32(pid), startTime: 1),
        adj: OOMScoreAdj(random.next(below: 1001))!, rssPages: 1 + random.next(below: 100_000)))
  }
}

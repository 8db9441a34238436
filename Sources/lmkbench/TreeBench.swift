import LMKCore

/// The candidate tree at the size of a large machine.
struct TreeBench {
  let processes: Int

  func run(_ report: BenchReport) {
    var random = BenchRandom()
    var tree = CandidateTree(capacity: processes)
    var handles: [CandidateTree.Handle] = []
    for pid in 1...processes { handles.append(tree.insert(Self.candidate(pid, &random))) }
    report.measure("tree of \(processes): a re-key", operations: 2000) {
      for _ in 0..<2000 {
        let index = random.next(below: processes)
        tree.update(handles[index], Self.candidate(index + 1, &random))
      }
    }
    report.measure("tree of \(processes): 10 % re-keyed and the first 50 read") {
      for _ in 0..<(processes / 10) {
        let index = random.next(below: processes)
        tree.update(handles[index], Self.candidate(index + 1, &random))
      }
      var left = 50
      tree.forEach(atOrAbove: 999) { _ in left -= 1 }
    }
    report.measure("tree of \(processes): reclaimable(atOrAbove:)", operations: 1000) {
      var sum = 0
      for adj in 0..<1000 { sum &+= tree.reclaimable(atOrAbove: OOMScoreAdj(adj)!).pages }
      precondition(sum > 0)
    }
  }

  static func candidate(_ pid: Int, _ random: inout BenchRandom) -> Candidate {
    Candidate(
      ProcessReading(
        key: ProcessKey(pid: Int32(pid), startTime: 1),
        adj: OOMScoreAdj(random.next(below: 1001))!, rssPages: 1 + random.next(below: 100_000)))
  }
}

import LMKCore
import LMKTestSupport
import Testing

@Suite("Evaluate against a plain list walk")
struct EvaluateTests {
  /// The rule as one would write it on paper: highest adj, then largest RSS, then lower pid.
  private func plainVictim(
    _ candidates: [Candidate], _ terms: MemoryTerms, _ levels: [Level], credit: Int
  ) -> Candidate? {
    var minimum = 1001
    for level in levels
    where terms.otherFree + credit < level.minfreePages && terms.otherFile < level.minfreePages {
      minimum = Int(level.adj.rawValue)
      break
    }
    var victim: Candidate?
    for candidate in candidates where Int(candidate.adj.rawValue) >= minimum {
      guard let chosen = victim else {
        victim = candidate
        continue
      }
      if candidate.adj != chosen.adj {
        if candidate.adj > chosen.adj { victim = candidate }
      } else if candidate.rssPages != chosen.rssPages {
        if candidate.rssPages > chosen.rssPages { victim = candidate }
      } else if candidate.key.pid < chosen.key.pid {
        victim = candidate
      }
    }
    return victim
  }

  /// 4 seeds × 30,000 = 120,000 random snapshots. The tree lives on from one to the next, and a
  /// part of its processes changes each time, as in a real machine.
  @Test("Both name the same victim in 120,000 random snapshots", arguments: [11, 12, 13, 14])
  func agreement(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var tree = CandidateTree()
    var list: [Int32: (candidate: Candidate, handle: CandidateTree.Handle)] = [:]
    var kills = 0
    var disagreements = 0
    for _ in 0..<30_000 {
      for _ in 0..<3 {
        let pid = Int32.random(in: 1...24, using: &random)
        let next = Candidate(
          ProcessReading(
            key: ProcessKey(pid: pid, startTime: 1),
            adj: OOMScoreAdj(Int.random(in: -2...4, using: &random) * 100)!,
            rssPages: Int.random(in: 1...6, using: &random)))
        if let known = list[pid] {
          if Int.random(in: 0..<4, using: &random) == 0 {
            tree.remove(known.handle)
            list[pid] = nil
          } else {
            tree.update(known.handle, next)
            list[pid]!.candidate = next
          }
        } else {
          list[pid] = (next, tree.insert(next))
        }
      }
      var minfree = 0
      var adj = -300
      let levels = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        minfree += Int.random(in: 1...40, using: &random)
        adj += Int.random(in: 0...2, using: &random) * 100
        return Level(minfreePages: minfree, adj: OOMScoreAdj(adj)!)
      }
      let terms = MemoryTerms(
        otherFree: Int.random(in: -20...120, using: &random),
        otherFile: Int.random(in: 0...120, using: &random))
      let credit = Bool.random(using: &random) ? 0 : Int.random(in: 0...60, using: &random)
      let evaluation = evaluate(
        terms, tree, try Thresholds(levels), PendingCredit(deaths: 0, pages: credit))
      let expected = plainVictim(list.values.map(\.candidate), terms, levels, credit: credit)
      switch evaluation.verdict {
      case .kill(let victim, _):
        kills += 1
        if victim != expected || count(evaluation) == 0 { disagreements += 1 }
      case .spare:
        if expected != nil || count(evaluation) != 0 { disagreements += 1 }
      }
    }
    #expect(disagreements == 0)
    // Both answers must have been asked for often, or the agreement says little.
    #expect(kills > 5_000 && kills < 28_000)
  }

  @Test("Pages that are on their way are credited to the free term only")
  func creditIsFree() throws {
    let tree = CandidateTree()
    let thresholds = try Thresholds([Level(minfreePages: 100, adj: 0)])
    let terms = MemoryTerms(otherFree: 10, otherFile: 20)
    let enough = evaluate(terms, tree, thresholds, PendingCredit(deaths: 1, pages: 90))
    #expect(enough.verdict == .spare(.pendingEnough(level: 0)))
    let short = evaluate(terms, tree, thresholds, PendingCredit(deaths: 1, pages: 89))
    #expect(short.verdict == .spare(.nobodyEligible(level: 0)))
  }
}

/// What another `oom_score_adj` would mean for one process, before it is written. Read from one
/// snapshot: others may move meanwhile.
public struct AdjProspect: Hashable, Sendable {
  public var adj: OOMScoreAdj
  /// What the rules make of it.
  public var effective: OOMScoreAdj
  /// Its 1-based place in the kill order; `nil`: it would not be in it.
  public var rank: Int?
  /// How many candidates there would be.
  public var count: Int
  /// The first row (index) that would reach it as headroom falls; `nil`: none.
  public var row: Int?
  /// The active row would reach it.
  public var mayDieNow: Bool
  /// Who would be first then.
  public var first: Candidate?

  /// O(n) in the rows of the snapshot.
  public init(of row: Snapshot.Row, at adj: OOMScoreAdj, in snapshot: Snapshot) {
    self.adj = adj
    effective = snapshot.effectiveAdj(of: row.candidate, at: adj)
    var candidate = row.candidate
    candidate.adj = adj
    candidate.effectiveAdj = effective
    let isCandidate =
      switch row.standing {
      case .candidate: adj != .never
      // Until now nothing else was asked of it.
      case .exempt(.never): adj != .never && candidate.rssPages > 0
      case .exempt, .protected, .dying, .stuck, .refused: false
      }
    let place = KillRank(candidate, by: snapshot.rankBasis)
    var before = 0
    var others = 0
    var firstOther: Candidate?
    for other in snapshot.rows where other.standing == .candidate {
      guard other.candidate.key != candidate.key else { continue }
      others += 1
      firstOther = firstOther ?? other.candidate
      if KillRank(other.candidate, by: snapshot.rankBasis) < place { before += 1 }
    }
    rank = isCandidate ? before + 1 : nil
    count = others + (isCandidate ? 1 : 0)
    first = rank == 1 ? candidate : firstOther
    self.row = isCandidate ? snapshot.thresholds.firstRow(exposing: effective) : nil
    mayDieNow = false
    if isCandidate, let active = snapshot.thresholds.active(at: snapshot.terms) {
      mayDieNow = snapshot.thresholds[active].adj <= effective
    }
  }
}

extension Snapshot {
  /// The adj that would count if a process had this one: shifted by the rules that match it now.
  public func effectiveAdj(of candidate: Candidate, at adj: OOMScoreAdj) -> OOMScoreAdj {
    guard let bits = shiftedBy[candidate.key] else { return adj }
    let matching = book.rules.indices.prefix(64).filter { bits & 1 << UInt64($0) != 0 }
    return RuleEffect(of: matching, in: book).shifted(adj)
  }

  /// The highest adj that counts as less than `limit` for this process; `nil`: none but −1000.
  func adj(of candidate: Candidate, below limit: OOMScoreAdj) -> OOMScoreAdj? {
    var value = Int(limit.rawValue) - 1 - shift(of: candidate)
    value = min(max(value, -1000), 1000)
    // A negative adj is not lifted, so the sum above may be off on either side of 0.
    while value > -1000, effectiveAdj(of: candidate, at: OOMScoreAdj(value) ?? .never) >= limit {
      value -= 1
    }
    return value > -1000 ? OOMScoreAdj(value) : nil
  }

  /// The lowest adj that counts as `limit` at least; `nil`: none.
  func adj(of candidate: Candidate, atOrAbove limit: OOMScoreAdj) -> OOMScoreAdj? {
    var value = min(max(Int(limit.rawValue) - shift(of: candidate), -999), 1000)
    while value < 1000, effectiveAdj(of: candidate, at: OOMScoreAdj(value) ?? .never) < limit {
      value += 1
    }
    let adj = OOMScoreAdj(value) ?? .maximum
    return effectiveAdj(of: candidate, at: adj) >= limit ? adj : nil
  }

  private func shift(of candidate: Candidate) -> Int {
    Int(effectiveAdj(of: candidate, at: 0).rawValue)
  }
}

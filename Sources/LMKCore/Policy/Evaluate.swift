/// The deaths under way: how many, and the pages they are expected to return.
public struct PendingCredit: Hashable, Sendable {
  public var deaths: Int
  public var pages: Int

  public init(deaths: Int = 0, pages: Int = 0) {
    self.deaths = deaths
    self.pages = pages
  }
}

/// The one evaluation. `count` and `scan` both read its answer, so they cannot disagree.
///
/// Pure, and O(log n): the rows are six at most, the first of the tree is cached, the sums are one
/// walk from the root.
///
/// 1. The first row, from row 1 on, with both terms strictly below its minfree is active. None:
///    nobody dies.
/// 2. The pages that the deaths under way will return are credited to the free term. No row any
///    more: they are enough.
/// 3. The first of the tree at or above the row's adj is the victim. None: nobody is eligible.
/// 4. At most `rows − i` more deaths than the first may be under way (i: the row, 0 for the most
///    severe), as in the patch.
public func evaluate(
  _ terms: MemoryTerms, _ tree: borrowing CandidateTree, _ thresholds: Thresholds,
  _ pending: PendingCredit
) -> Evaluation {
  let credited = terms.credited(pending.pages)
  var evaluation = Evaluation(
    active: thresholds.active(at: terms), deciding: nil, credited: credited,
    eligible: Reclaimable(), verdict: .spare(.noRowCrossed))
  guard let active = evaluation.active else { return evaluation }
  guard let level = thresholds.active(at: credited) else {
    evaluation.verdict = .spare(.pendingEnough(level: active))
    return evaluation
  }
  evaluation.deciding = level
  evaluation.eligible = tree.reclaimable(atOrAbove: thresholds[level].adj)
  guard let first = tree.first, first.effectiveAdj >= thresholds[level].adj else {
    evaluation.verdict = .spare(.nobodyEligible(level: level))
    return evaluation
  }
  // Behind a stall row's victim nobody else is named: what a death does to stalls is seen after it.
  if pending.deaths > max(0, thresholds.count - level) {
    evaluation.verdict = .spare(.pendingFull(level: level))
  } else {
    evaluation.verdict = .kill(first, level: level)
  }
  return evaluation
}

/// The shrinker's count: how many candidates a scan could choose from; 0: nothing to do, and scan
/// is not called.
public func count(_ evaluation: Evaluation) -> Int {
  switch evaluation.verdict {
  case .spare: 0
  case .kill: evaluation.eligible.count
  }
}

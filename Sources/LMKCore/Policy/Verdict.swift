/// What an evaluation decided.
public enum Verdict: Hashable, Sendable {
  case spare(SpareReason)
  /// `level` is the index of the active row (0: the last resort).
  case kill(Candidate, level: Int)
}

/// Why nobody dies.
public enum SpareReason: Hashable, Sendable {
  /// The memory terms could not be read.
  case memoryUnknown
  /// Headroom is at or above every row.
  case noRowCrossed
  /// Row `level` is active, and no candidate stands at or above its adj.
  case nobodyEligible(level: Int)
  /// A row would be active but for the pages that the deaths under way will return.
  case pendingEnough(level: Int)
  /// As many deaths are under way as row `level` allows.
  case pendingFull(level: Int)
  /// Kills brought no memory back, and lmktop pauses: row `level` would name a victim.
  case paused(level: Int)
}

/// Memory terms, rows, tree and deaths under way, seen together.
public struct Evaluation: Hashable, Sendable {
  /// The active row by the plain terms, without any credit; `nil`: none is crossed.
  public var active: Int?
  /// The row that decides: as `active`, after the credit.
  public var deciding: Int?
  /// The terms after the credit.
  public var credited: MemoryTerms
  /// How many candidates may die by the deciding row, and what their deaths would free.
  public var eligible: Reclaimable
  public var verdict: Verdict

  /// adj at or above this may die by the active row; `nil`: nobody.
  public func minimumAdj(_ thresholds: Thresholds) -> OOMScoreAdj? {
    active.map { thresholds[$0].adj }
  }
}

/// A number of candidates, and the pages that killing them all would free.
public struct Reclaimable: Hashable, Sendable {
  public var count: Int
  public var pages: Int

  public init(count: Int = 0, pages: Int = 0) {
    self.count = count
    self.pages = pages
  }
}

/// What an armed run would do from here on, if nobody grew meanwhile: kill by kill, until no row
/// acts any more. Read from one snapshot, for a table and for memory that may be supposed.
public struct Prediction: Hashable, Sendable {
  /// One kill, and what memory would be after it.
  public struct Step: Hashable, Sendable {
    public var victim: Candidate
    /// The row (index) that asks for it.
    public var row: Int
    public var after: MemoryTerms
    /// The row that acts after it; `nil`: none.
    public var rowAfter: Int?
  }

  /// Why it ends.
  public enum End: Hashable, Sendable {
    /// No row acts any more (or none did).
    case relieved
    /// The row acts, and nobody stands at or above its adj.
    case nobodyLeft(row: Int)
    /// A stall row asked for the last one, and what that does to stalls is not to be known.
    case afterStall(row: Int)
  }

  /// How many steps are kept; those after them are only counted.
  public static let kept = 32

  /// The first ones.
  public private(set) var steps: [Step] = []
  public private(set) var count = 0
  /// What all of them would free.
  public private(set) var pages = 0
  /// Memory before the first of them.
  public private(set) var before: MemoryTerms
  public private(set) var end = End.relieved

  /// O(n) in the candidates at worst; what is kept is bounded.
  ///
  /// - Parameters:
  ///   - thresholds: by which table; `nil`: by the one that holds.
  ///   - taken: pages that somebody takes before it begins, who is not among the candidates.
  public init(of snapshot: Snapshot, by thresholds: Thresholds? = nil, taking taken: Int = 0) {
    let table = thresholds ?? snapshot.thresholds
    var terms = snapshot.terms.taking(taken)
    terms.lamps = terms.lamps.reconsidered(for: table, at: terms)
    before = terms
    for row in snapshot.rows where row.standing == .candidate {
      guard let active = table.active(at: terms) else { return }
      guard row.candidate.effectiveAdj >= table[active].adj else {
        end = .nobodyLeft(row: active)
        return
      }
      terms = terms.freed(row.candidate.freesPages)
      terms.lamps = terms.lamps.reconsidered(for: table, at: terms)
      count += 1
      pages += row.candidate.freesPages
      if steps.count < Self.kept {
        steps.append(
          Step(
            victim: row.candidate, row: active, after: terms, rowAfter: table.active(at: terms)))
      }
      if active >= table.count {
        end = .afterStall(row: active)
        return
      }
    }
    if let active = table.active(at: terms) { end = .nobodyLeft(row: active) }
  }
}

extension MemoryTerms {
  /// The terms when somebody has taken so many pages more: of what is free, then of the file pages,
  /// then of swap; what is left of it makes free fall below the reserve.
  func taking(_ pages: Int) -> MemoryTerms {
    guard pages > 0 else { return self }
    var terms = self
    terms.available = max(0, available - pages)
    var rest = pages
    func take(_ from: inout Int) {
      let part = min(rest, max(0, from))
      from -= part
      rest -= part
    }
    take(&terms.otherFree)
    take(&terms.otherFile)
    take(&terms.swapFree)
    terms.otherFree -= rest
    return terms
  }

  /// The terms when a death has returned so many pages.
  func freed(_ pages: Int) -> MemoryTerms {
    var terms = credited(pages)
    terms.available += pages
    return terms
  }
}

extension Lamps {
  /// The lamps at supposed terms, as the monitor's board would have them when they last: what
  /// depends on sizes is asked anew, what is lit goes out only beyond its band, and pressure stays as
  /// it was measured.
  func reconsidered(for table: Thresholds, at terms: MemoryTerms) -> Lamps {
    guard table.hasConditions else { return self }
    var lamps = Lamps()
    lamps.some = some
    lamps.full = full
    lamps.refaults = refaults
    for row in table.indices {
      for kind in Gates.Kind.allCases {
        guard let band = band(kind, of: table[row], at: terms) else { continue }
        if band.isLit(after: isOpen(kind, ofRow: row)) { lamps.open(kind, ofRow: row) }
      }
    }
    for row in 0..<table.stallCount {
      let stall = table.stallRow(row)
      let acted = acts(stallRow: row)
      let isLow =
        stall.available.map { LampBand($0, minfree: 0, terms).isLit(after: acted) } ?? true
      let stalls = LampBand(stall.condition, value(of: stall.measure)).isLit(after: acted)
      if isLow && stalls { lamps.light(stallRow: row) }
    }
    return lamps
  }

  private func band(_ kind: Gates.Kind, of level: Level, at terms: MemoryTerms) -> LampBand? {
    switch kind {
    case .swapFree: level.gates.swapFreePercent.map { LampBand(swapFreePercent: $0, terms) }
    case .some: level.gates.some.map { LampBand($0, some) }
    case .full: level.gates.full.map { LampBand($0, full) }
    case .available:
      level.gates.available.map { LampBand($0, minfree: level.minfreePages, terms) }
    }
  }
}

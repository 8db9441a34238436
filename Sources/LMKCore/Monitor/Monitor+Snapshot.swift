extension Monitor {
  /// Writes what the screen may see into a buffer that keeps its room. O(n); allocates only while
  /// the number of processes grows.
  public mutating func writeSnapshot(into snapshot: inout Snapshot, at now: Instant) {
    snapshotCount += 1
    snapshot.sequence = snapshotCount
    snapshot.at = now
    snapshot.pageSize = configuration.pageSize
    snapshot.memory = memory
    snapshot.terms = terms
    snapshot.fileTerm = configuration.fileTerm
    snapshot.rankBasis = configuration.rankBasis
    snapshot.thresholds = configuration.thresholds
    snapshot.evaluation = evaluation
    snapshot.arming = arming
    snapshot.steps = configuration.patience.steps
    snapshot.interval = configuration.interval
    snapshot.trend = trend
    snapshot.statistics = statistics
    snapshot.earlier = interval.earlier
    snapshot.earlierAt = interval.earlierAt
    snapshot.binding = binding
    snapshot.reach = reachPreview
    snapshot.cost = interval.cost
    snapshot.costEarlier = interval.costEarlier
    snapshot.sweepBound = rotation.bound
    snapshot.candidateCount = table.tree.count
    snapshot.exemptCount = table.exemptCount
    snapshot.capabilities = capabilities
    snapshot.groups = groups
    snapshot.book = configuration.book
    snapshot.scope = configuration.scope
    snapshot.isReadOnly = configuration.isReadOnly
    snapshot.boot = configuration.boot
    snapshot.clockTicks = configuration.clockTicks
    snapshot.pins = table.policy.pins
    snapshot.entries.removeAll(keepingCapacity: true)
    snapshot.entries.append(contentsOf: entries)
    snapshot.stalls.removeAll(keepingCapacity: true)
    snapshot.stalls.append(contentsOf: stalls)
    writeRows(into: &snapshot)
    writeExposures(into: &snapshot)
    snapshot.demand = demand
    writeTimes(into: &snapshot)
    writeShape(into: &snapshot)
    if configuration.tellsReadings { writeReadings(into: &snapshot) }
  }

  /// Candidates in the tree's order, with those that stand aside where they would stand; then the
  /// exempt, kernel threads last.
  private mutating func writeRows(into snapshot: inout Snapshot) {
    sortOut(into: &snapshot)
    let basis = configuration.rankBasis
    scratch.aside.sort { KillRank($0.candidate, by: basis) < KillRank($1.candidate, by: basis) }
    snapshot.rows.removeAll(keepingCapacity: true)
    var aside = 0
    var rank = 0
    var signallable = 0
    let only = configuration.signalsOnly
    table.tree.forEach { candidate in
      if aside < scratch.aside.count {
        let place = KillRank(candidate, by: basis)
        while aside < scratch.aside.count,
          KillRank(scratch.aside[aside].candidate, by: basis) < place
        {
          snapshot.rows.append(scratch.aside[aside])
          aside += 1
        }
      }
      rank += 1
      if only == nil || candidate.uid == only { signallable += 1 }
      snapshot.rows.append(Snapshot.Row(candidate: candidate, standing: .candidate, rank: rank))
    }
    snapshot.rows.append(contentsOf: scratch.aside[aside...])
    snapshot.rows.append(contentsOf: scratch.exempt)
    snapshot.rows.append(contentsOf: scratch.kernelThreads)
    snapshot.signallableCount = signallable
  }

  /// One walk over the table: who does not stand in the tree, and when the oldest reading was made of
  /// those who may die now (of all candidates while no row is crossed).
  private mutating func sortOut(into snapshot: inout Snapshot) {
    scratch.clear()
    snapshot.shiftedBy.removeAll(keepingCapacity: true)
    snapshot.steppedBy.removeAll(keepingCapacity: true)
    let minimum = evaluation.minimumAdj(configuration.thresholds) ?? .never
    var oldest = snapshot.at
    var oldestAdj = snapshot.at
    for index in table.records.indices {
      guard let record = table.records[index] else { continue }
      if let effect = record.ruling.effect, effect.shiftedBy != 0 {
        snapshot.shiftedBy[record.reading.key] = effect.shiftedBy
      }
      if let place = record.ruling.effect?.steppedBy {
        snapshot.steppedBy[record.reading.key] = place
      }
      switch record.standing {
      case .candidate:
        if record.candidate.effectiveAdj >= minimum {
          oldest = min(oldest, record.readAt)
          oldestAdj = min(oldestAdj, record.adjReadAt)
        }
        continue
      case .protected, .dying, .stuck, .refused:
        scratch.aside.append(record.row)
      case .exempt:
        if record.reading.isKernelThread {
          scratch.kernelThreads.append(record.row)
        } else {
          scratch.exempt.append(record.row)
        }
      }
    }
    snapshot.oldestReading = oldest
    // A write that would have been told is known up to now.
    snapshot.oldestAdj = tellsAdj ? snapshot.at : oldestAdj
  }

  /// One entry for each adj at which a candidate stands: O(d log n) for d of them, from the sums.
  private func writeExposures(into snapshot: inout Snapshot) {
    snapshot.exposures.removeAll(keepingCapacity: true)
    var next = table.tree.first
    while let candidate = next {
      let adj = candidate.effectiveAdj
      snapshot.exposures.append(
        Snapshot.Exposure(adj: adj, reclaimable: table.tree.reclaimable(atOrAbove: adj)))
      next = table.tree.first(below: adj)
    }
  }
}

/// Rows that do not come from the tree, with the room that they had in the last snapshot.
struct SnapshotScratch {
  var aside: ContiguousArray<Snapshot.Row> = []
  var exempt: ContiguousArray<Snapshot.Row> = []
  var kernelThreads: ContiguousArray<Snapshot.Row> = []

  mutating func clear() {
    aside.removeAll(keepingCapacity: true)
    exempt.removeAll(keepingCapacity: true)
    kernelThreads.removeAll(keepingCapacity: true)
  }
}

extension ProcessTable.Record {
  fileprivate var row: Snapshot.Row {
    Snapshot.Row(candidate: candidate, standing: standing, rank: 0)
  }
}

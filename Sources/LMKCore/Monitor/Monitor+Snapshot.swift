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
    snapshot.grace = configuration.patience.grace
    snapshot.interval = configuration.interval
    snapshot.trend = trend
    snapshot.statistics = statistics
    snapshot.earlier = interval.earlier
    snapshot.earlierAt = interval.earlierAt
    snapshot.binding = binding
    snapshot.ownCPU = interval.ownCPU
    snapshot.ownCPUEarlier = interval.ownCPUEarlier
    snapshot.sweepBound = rotation.bound
    snapshot.candidateCount = table.tree.count
    snapshot.exemptCount = table.exemptCount
    snapshot.capabilities = capabilities
    snapshot.entries.removeAll(keepingCapacity: true)
    snapshot.entries.append(contentsOf: entries)
    snapshot.stalls.removeAll(keepingCapacity: true)
    snapshot.stalls.append(contentsOf: stalls)
    writeRows(into: &snapshot)
    writeExposures(into: &snapshot)
    if configuration.tellsReadings { writeReadings(into: &snapshot) }
  }

  /// Candidates in the tree's order, with those that stand aside where they would stand; then the
  /// exempt.
  private mutating func writeRows(into snapshot: inout Snapshot) {
    asideScratch.removeAll(keepingCapacity: true)
    for case let record? in table.records {
      switch record.standing {
      case .candidate, .exempt: continue
      case .protected, .dying, .stuck, .refused:
        asideScratch.append(
          Snapshot.Row(
            candidate: record.candidate, standing: record.standing, rank: 0))
      }
    }
    let basis = configuration.rankBasis
    asideScratch.sort { KillRank($0.candidate, by: basis) < KillRank($1.candidate, by: basis) }
    snapshot.rows.removeAll(keepingCapacity: true)
    var aside = 0
    var rank = 0
    var signallable = 0
    let only = configuration.signalsOnly
    table.tree.forEach { candidate in
      let place = KillRank(candidate, by: basis)
      while aside < asideScratch.count, KillRank(asideScratch[aside].candidate, by: basis) < place {
        snapshot.rows.append(asideScratch[aside])
        aside += 1
      }
      rank += 1
      if only == nil || candidate.uid == only { signallable += 1 }
      snapshot.rows.append(Snapshot.Row(candidate: candidate, standing: .candidate, rank: rank))
    }
    snapshot.rows.append(contentsOf: asideScratch[aside...])
    snapshot.signallableCount = signallable
    appendExempt(to: &snapshot) { !$0.isKernelThread }
    appendExempt(to: &snapshot) { $0.isKernelThread }
    writeOldestReading(into: &snapshot)
  }

  private func appendExempt(
    to snapshot: inout Snapshot, where belongs: (ProcessReading) -> Bool
  ) {
    for case let record? in table.records {
      guard case .exempt = record.standing, belongs(record.reading) else { continue }
      snapshot.rows.append(
        Snapshot.Row(candidate: record.candidate, standing: record.standing, rank: 0))
    }
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

  /// The age that matters: of those who may die now; of all candidates while no row is crossed.
  private func writeOldestReading(into snapshot: inout Snapshot) {
    let minimum = evaluation.minimumAdj(configuration.thresholds) ?? .never
    var oldest = snapshot.at
    for case let record? in table.records {
      guard record.standing == .candidate, record.reading.adj >= minimum else { continue }
      oldest = min(oldest, record.readAt)
    }
    snapshot.oldestReading = oldest
  }
}

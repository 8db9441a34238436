import LMKCore

/// Builds snapshots for tests of the screen, the plain way: lists are sorted, sums are added up.
/// Sizes are in MiB, pages have 4 KiB.
public struct SnapshotBuilder {
  public static let pagesPerMiB = 256

  public var snapshot = Snapshot()
  public var candidates: [Snapshot.Row] = []
  public var exempt: [Snapshot.Row] = []

  /// A machine of 15.5 GiB with six rows and nothing on it.
  public init() {
    snapshot.sequence = 7
    snapshot.at = Self.start
    snapshot.earlierAt = Self.start.advanced(by: .seconds(-1))
    snapshot.oldestReading = Self.start.advanced(by: .milliseconds(-400))
    snapshot.oldestAdj = Self.start
    snapshot.costEarlier = OwnCost(kswapd: 0)
    snapshot.cost = OwnCost(
      cpu: 12_000_000, residentPages: 2600, filesRead: 980, kswapd: 310_000_000)
    snapshot.memory.totalPages = 15_872 * Self.pagesPerMiB
    snapshot.memory.managedPages = 15_872 * Self.pagesPerMiB
    snapshot.memory.availablePages = 1_945 * Self.pagesPerMiB
    snapshot.memory.swapTotalPages = 8_192 * Self.pagesPerMiB
    snapshot.memory.swapFreePages = 5_017 * Self.pagesPerMiB
    snapshot.memory.shmemPages = 512 * Self.pagesPerMiB
    snapshot.memory.slabPages = 200 * Self.pagesPerMiB
    snapshot.memory.pressure = Pressure(
      some: .init(average10: 12.4, average60: 8, average300: 2.1),
      full: .init(average10: 3.1, average60: 1.2, average300: 0.3))
    snapshot.stalls = [0, 0.02, 0.05, 0.1, 0.2, 0.5, 0.9, 1, 0.6, 0.4]
    rows([(256, 0), (768, 176), (2_048, 529), (2_560, 600), (3_072, 900), (4_096, 950)])
    memory(free: 411, file: 1_638)
  }

  /// One hour after the clock's beginning.
  public static let start = Instant(nanoseconds: 3_600_000_000_000)

  public mutating func rows(_ rows: [(mebibytes: Int, adj: Int)]) {
    do {
      snapshot.thresholds = try Thresholds(
        rows.map {
          Level(
            minfreePages: $0.mebibytes * Self.pagesPerMiB, adj: OOMScoreAdj($0.adj) ?? .maximum)
        })
    } catch {
      preconditionFailure("a wrong table in a test: \(error)")
    }
  }

  public mutating func memory(free: Int, file: Int) {
    snapshot.terms = MemoryTerms(
      otherFree: free * Self.pagesPerMiB, otherFile: file * Self.pagesPerMiB,
      available: snapshot.memory.availablePages, swapFree: snapshot.memory.swapFreePages,
      swapTotal: snapshot.memory.swapTotalPages, pressure: snapshot.memory.pressure)
  }

  /// A trend that falls by so many MiB a second to the present headroom.
  public mutating func shrinking(_ mebibytes: Int) {
    var trend = Trend()
    for second in 0...10 {
      trend.add(
        headroom: snapshot.terms.headroom + (10 - second) * mebibytes * Self.pagesPerMiB,
        at: Self.start.advanced(by: .seconds(second - 10)))
    }
    snapshot.trend = trend
  }

  /// A candidate, or one that stands among them.
  public mutating func add(
    _ pid: Int32, _ name: String, adj: Int, effective: Int? = nil, frees: Int, rss: Int? = nil,
    swap: Int = 0, uid: UInt32 = 1000, parent: Int32 = 1, state: ProcessState = .sleeping,
    standing: Standing = .candidate
  ) {
    add(
      pid, ProcessName(name), adj: adj, effective: effective, frees: frees, rss: rss, swap: swap,
      uid: uid, parent: parent, state: state, standing: standing)
  }

  public mutating func add(
    _ pid: Int32, _ name: ProcessName, adj: Int, effective: Int? = nil, frees: Int,
    rss: Int? = nil, swap: Int = 0, uid: UInt32 = 1000, parent: Int32 = 1,
    state: ProcessState = .sleeping, standing: Standing = .candidate
  ) {
    var candidate = Candidate(
      ProcessReading(
        key: ProcessKey(pid: pid, startTime: UInt64(pid) * 10), parent: parent, uid: uid,
        adj: OOMScoreAdj(adj) ?? .never, state: state, name: name),
      effectiveAdj: OOMScoreAdj(effective ?? adj) ?? .never)
    candidate.rssPages = (rss ?? frees) * Self.pagesPerMiB
    candidate.freesPages = frees * Self.pagesPerMiB
    candidate.swapPages = swap * Self.pagesPerMiB
    let row = Snapshot.Row(candidate: candidate, standing: standing, rank: 0)
    if case .exempt = standing { exempt.append(row) } else { candidates.append(row) }
  }

  /// The snapshot with its order, its sums and its verdict.
  public func build() -> Snapshot {
    var snapshot = snapshot
    var rows = candidates.sorted {
      KillRank($0.candidate, by: .rss) < KillRank($1.candidate, by: .rss)
    }
    var rank = 0
    for index in rows.indices where rows[index].standing == .candidate {
      rank += 1
      rows[index].rank = rank
    }
    snapshot.rows = ContiguousArray(rows)
    snapshot.rows += exempt.filter { $0.standing != .exempt(.kernelThread) }
    snapshot.rows += exempt.filter { $0.standing == .exempt(.kernelThread) }
    snapshot.candidateCount = rank
    snapshot.signallableCount = rank
    snapshot.exemptCount = exempt.count
    snapshot.exposures = []
    var sum = Reclaimable()
    for row in rows where row.standing == .candidate {
      sum.count += 1
      sum.pages += row.candidate.freesPages
      if snapshot.exposures.last?.adj == row.candidate.effectiveAdj {
        snapshot.exposures[snapshot.exposures.count - 1].reclaimable = sum
      } else {
        snapshot.exposures.append(.init(adj: row.candidate.effectiveAdj, reclaimable: sum))
      }
    }
    let active = snapshot.thresholds.active(at: snapshot.terms)
    snapshot.evaluation.active = active
    snapshot.evaluation.deciding = active
    snapshot.evaluation.credited = snapshot.terms
    snapshot.evaluation.eligible = Reclaimable()
    snapshot.evaluation.verdict = .spare(.noRowCrossed)
    if let active {
      let adj = snapshot.thresholds[active].adj
      snapshot.evaluation.eligible = snapshot.reclaimable(atOrAbove: adj)
      if let next = snapshot.next, next.candidate.effectiveAdj >= adj {
        snapshot.evaluation.verdict = .kill(next.candidate, level: active)
      } else {
        snapshot.evaluation.verdict = .spare(.nobodyEligible(level: active))
      }
    }
    return snapshot
  }

  /// The machine of the plan's mock-up: row 3 is crossed, disarmed.
  public static func busyDesktop() -> SnapshotBuilder {
    var builder = SnapshotBuilder()
    builder.shrinking(84)
    builder.add(4711, "chrome", adj: 900, frees: 790, rss: 812, parent: 4000)
    builder.add(4790, "chrome", adj: 900, frees: 600, rss: 640, swap: 12, parent: 4711)
    builder.add(5102, "node", adj: 900, frees: 320, rss: 333, state: .running)
    builder.add(3321, "java", adj: 600, frees: 1_080, rss: 1_126)
    builder.add(
      2210, "cc1plus", adj: 529, frees: 410, rss: 420, uid: 1001, state: .uninterruptible,
      standing: .dying)
    builder.add(2305, "cc1plus", adj: 529, frees: 300, rss: 310, uid: 1001)
    builder.snapshot.book = RuleBook(rules: [ProcessRule(label: "desktop", action: .protect)])
    builder.add(1980, "Xorg", adj: 200, frees: 210, standing: .protected(.rule(0)))
    builder.add(1990, "gnome-shell", adj: 200, frees: 350, rss: 512)
    builder.add(3100, "mysqld", adj: 0, frees: 2_300, rss: 2_355, uid: 110)
    builder.add(
      2890, "backup", adj: 0, frees: 120, uid: 0, standing: .refused(.notPermitted))
    builder.add(871, "sshd", adj: -17, frees: 55, uid: 0)
    builder.add(1, "systemd", adj: 0, frees: 12, uid: 0, standing: .exempt(.initProcess))
    builder.add(2, "kthreadd", adj: 0, frees: 0, uid: 0, standing: .exempt(.kernelThread))
    builder.add(9, "kswapd0", adj: 0, frees: 0, uid: 0, standing: .exempt(.kernelThread))
    builder.add(700, "udevd", adj: -1000, frees: 9, uid: 0, standing: .exempt(.never))
    builder.add(
      3999, "defunct", adj: 0, frees: 0, state: .zombie, standing: .exempt(.noMemory))
    builder.add(6000, "lmktop", adj: 0, frees: 7, standing: .exempt(.lmktop))
    var all = Statistics()
    all.zero.calls = 20_100
    all.busy.calls = 9
    all.kill.calls = 2
    all.wouldKill.calls = 349
    all.gone.calls = 1
    all.relief = 2
    all.handSignals = 1
    all.handExited = 1
    builder.snapshot.statistics = all
    all.zero.calls -= 180
    all.wouldKill.calls -= 24
    builder.snapshot.earlier = all
    builder.snapshot.capabilities = [
      Capability(.pidfd, isAvailable: true), Capability(.live, isAvailable: true),
      Capability(.procConnector, isAvailable: true), Capability(.tracepoints, isAvailable: true),
      Capability(.pressureTrigger, isAvailable: true),
      Capability(
        .memoryLock, isAvailable: false, reason: "mlockall: EPERM, raise RLIMIT_MEMLOCK"),
    ]
    builder.journal()
    return builder
  }

  private mutating func journal() {
    let snapshot = build()
    guard let next = snapshot.next else { return }
    let level = snapshot.thresholds[2]
    let record = KillRecord(
      victim: next.candidate, signal: .terminate, cause: .row(level: 2, level),
      terms: snapshot.terms)
    var byHand = record
    byHand.cause = .byHand
    byHand.victim = snapshot.rows[2].candidate
    let kinds: [JournalEntry.Kind] = [
      .started, .armed(Escalation(grace: .seconds(3))), .signalled(record),
      .died(
        record,
        DeathOutcome(
          took: .milliseconds(118), freedPages: 790 * Self.pagesPerMiB, isRelief: true)),
      .disarmed(.byOperator),
      .edited(row: 4, from: Level(minfreePages: 704 * 1024, adj: 900), to: snapshot.thresholds[4]),
      .levelChanged(from: 3, to: 2, terms: snapshot.terms), .signalled(byHand),
      .wouldKill(record),
    ]
    self.snapshot.entries = []
    for (index, kind) in kinds.enumerated() {
      self.snapshot.entries.append(
        JournalEntry(
          sequence: UInt64(index + 1),
          at: Self.start.advanced(by: .seconds(5 * (index - kinds.count))), kind: kind))
    }
  }
}

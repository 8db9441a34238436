import LMKCore
import LMKLinux
import Testing

@testable import LMKEngine

/// Snapshots and walks that were never read anywhere.
@Suite("An audit's comparison")
struct AuditTests {
  /// Three seconds after the clock's beginning, which is the boot here; ticks are of 10 ms.
  private static let now = Instant(nanoseconds: 3_000_000_000)
  private var terms = AuditTerms()
  private var suspects = AuditSuspects()

  private static func process(
    _ pid: Int32, mebibytes: Int, adj: OOMScoreAdj = 0, bornAt ticks: UInt64 = 10
  ) -> ProcessReading {
    ProcessReading(
      key: ProcessKey(pid: pid, startTime: ticks), adj: adj, rssPages: mebibytes * 256,
      name: ProcessName("p\(pid)"))
  }

  private static func walk(_ readings: [ProcessReading], at moment: Instant = now) -> ExactWalk {
    ExactWalk(began: moment, ended: moment, readings: readings)
  }

  private static func snapshot(
    _ readings: [ProcessReading], exempt: [ProcessReading] = [], at moment: Instant = now
  ) -> Snapshot {
    var snapshot = Snapshot()
    snapshot.at = moment
    for (index, reading) in readings.enumerated() {
      snapshot.rows.append(
        .init(candidate: Candidate(reading), standing: .candidate, rank: index + 1))
    }
    for reading in exempt {
      snapshot.rows.append(
        .init(candidate: Candidate(reading), standing: .exempt(.noMemory), rank: 0))
    }
    snapshot.candidateCount = readings.count
    return snapshot
  }

  private mutating func compare(
    _ snapshot: Snapshot, before: [ProcessReading], after: [ProcessReading]? = nil
  ) -> AuditComparison {
    AuditComparison(
      of: snapshot, askedAt: snapshot.at, before: Self.walk(before, at: snapshot.at),
      after: Self.walk(after ?? before, at: snapshot.at), suspects: &suspects, by: terms)
  }

  @Test("A cache that shows what is there has no finding, no misordered pair and no regret")
  mutating func sound() {
    let all = [Self.process(10, mebibytes: 30), Self.process(11, mebibytes: 20)]
    let comparison = compare(Self.snapshot(all), before: all)
    #expect(comparison.findings.isEmpty)
    #expect(comparison.judged == 2)
    #expect(comparison.candidates == 2)
    #expect(comparison.order.pairs == 1)
    #expect(comparison.order.misordered == 0)
    #expect(comparison.order.regret == 0)
  }

  @Test("Who lives from walk to walk and has no row is missing")
  mutating func missing() {
    let all = [Self.process(10, mebibytes: 30), Self.process(11, mebibytes: 20)]
    let comparison = compare(Self.snapshot([all[0]]), before: all)
    #expect(comparison.missing == 1)
    #expect(comparison.findings.first?.key.pid == 11)
    #expect(comparison.findings.first?.kind == .missing)
  }

  @Test("Who was born less than 100 ms before is too young to be judged, and counted apart")
  mutating func tooYoung() {
    // 3.000 s is tick 300. Its tick may have been over 10 ms before: 290 is the last certain one.
    let young = Self.process(11, mebibytes: 20, bornAt: 290)
    var comparison = compare(Self.snapshot([]), before: [young])
    #expect(comparison.findings.isEmpty)
    #expect(comparison.tooYoung == 1)
    let older = Self.process(11, mebibytes: 20, bornAt: 288)
    comparison = compare(Self.snapshot([]), before: [older])
    #expect(comparison.missing == 1)
    #expect(comparison.tooYoung == 0)
  }

  @Test("Without births that are told, everybody within the sweep bound is too young")
  mutating func degraded() {
    var snapshot = Self.snapshot([])
    snapshot.sweepBound = .seconds(1)
    terms.takePromises(of: snapshot)
    let comparison = compare(snapshot, before: [Self.process(11, mebibytes: 20, bornAt: 200)])
    #expect(comparison.findings.isEmpty)
    #expect(comparison.tooYoung == 1)
    snapshot.capabilities = [Capability(.procConnector, isAvailable: true)]
    terms.takePromises(of: snapshot)
    #expect(terms.birth == AuditTerms.grace)
    #expect(terms.adj == .milliseconds(1100))
  }

  @Test("Who was born or has ended between the walks is blamed on nobody")
  mutating func meanwhile() {
    let stays = Self.process(10, mebibytes: 30)
    let ends = Self.process(11, mebibytes: 20)
    let born = Self.process(12, mebibytes: 20, bornAt: 299)
    // In the snapshot and gone after it; not in the snapshot and there after it.
    let comparison = compare(
      Self.snapshot([stays, ends]), before: [stays, ends], after: [stays, born])
    #expect(comparison.findings.isEmpty)
    #expect(comparison.judged == 1)
    #expect(comparison.tooYoung == 0)
  }

  @Test("A row of one that neither walk met is a ghost if it is still there 100 ms later")
  mutating func ghost() {
    let stays = Self.process(10, mebibytes: 30)
    let gone = Self.process(11, mebibytes: 20)
    var comparison = compare(Self.snapshot([stays, gone]), before: [stays])
    #expect(comparison.ghosts == 0)
    #expect(comparison.tooRecent == 1)
    let later = Self.now.advanced(by: .milliseconds(120))
    comparison = compare(Self.snapshot([stays, gone], at: later), before: [stays])
    #expect(comparison.ghosts == 1)
    #expect(comparison.findings.first?.lasted == .milliseconds(120))
    // Gone from the cache: it is forgotten, and one that comes later begins anew.
    comparison = compare(Self.snapshot([stays], at: later), before: [stays])
    #expect(comparison.findings.isEmpty)
    #expect(suspects.count == 0)
  }

  @Test("A pid that belongs to another by now does not hide a ghost")
  mutating func reusedPid() {
    let former = Self.process(11, mebibytes: 20, bornAt: 10)
    let present = Self.process(11, mebibytes: 20, bornAt: 50)
    _ = compare(Self.snapshot([former]), before: [present])
    let later = Self.now.advanced(by: .milliseconds(120))
    let comparison = compare(Self.snapshot([former], at: later), before: [present])
    #expect(comparison.ghosts == 1)
    #expect(comparison.missing == 1)
  }

  @Test("What was read as dead and has been reaped since may stay for a sweep, and no longer")
  mutating func reapedZombie() {
    let zombie = Self.process(11, mebibytes: 0)
    _ = compare(Self.snapshot([], exempt: [zombie]), before: [])
    var later = Self.now.advanced(by: .milliseconds(900))
    #expect(compare(Self.snapshot([], exempt: [zombie], at: later), before: []).ghosts == 0)
    later = Self.now.advanced(by: .milliseconds(2100))
    #expect(compare(Self.snapshot([], exempt: [zombie], at: later), before: []).ghosts == 1)
  }

  @Test("A process that is there and could not be read is neither missing nor a ghost")
  mutating func unread() {
    let row = Self.process(11, mebibytes: 20)
    let walk = ExactWalk(began: Self.now, ended: Self.now, readings: [], unread: [11])
    for milliseconds in [0, 500] {
      let at = Self.now.advanced(by: .milliseconds(milliseconds))
      let comparison = AuditComparison(
        of: Self.snapshot([row], at: at), askedAt: at, before: walk, after: walk,
        suspects: &suspects, by: terms)
      #expect(comparison.findings.isEmpty)
    }
  }

  @Test("An adj that both walks read otherwise is wrong, if it stays so; one that moves is not")
  mutating func wrongAdj() {
    let cached = Self.process(10, mebibytes: 30, adj: 0)
    let exact = Self.process(10, mebibytes: 30, adj: 500)
    #expect(compare(Self.snapshot([cached]), before: [exact]).findings.isEmpty)
    // Written again meanwhile: it is another wrong one, and just as new.
    let moved = Self.process(10, mebibytes: 30, adj: 600)
    let later = Self.now.advanced(by: .milliseconds(120))
    #expect(compare(Self.snapshot([cached], at: later), before: [moved]).wrongAdj == 0)
    let last = Self.now.advanced(by: .milliseconds(240))
    let comparison = compare(Self.snapshot([cached], at: last), before: [moved])
    #expect(comparison.wrongAdj == 1)
    #expect(comparison.missing == 0)
    #expect(comparison.findings.first?.kind == .wrongAdj(cached: 0, exact: 600))
    // Between the walks it changed: nothing is known.
    #expect(
      compare(Self.snapshot([cached], at: last), before: [exact], after: [moved]).findings.isEmpty)
  }

  @Test("One that may die and stands as exempt for longer than a sweep is missing in the order")
  mutating func unranked() {
    let process = Self.process(10, mebibytes: 30)
    _ = compare(Self.snapshot([], exempt: [process]), before: [process])
    let later = Self.now.advanced(by: .milliseconds(2100))
    let comparison = compare(Self.snapshot([], exempt: [process], at: later), before: [process])
    #expect(comparison.missing == 1)
    #expect(comparison.findings.first?.kind == .unranked)
  }

  @Test("Neither a dead zombie nor lmktop itself is asked for")
  mutating func exempt() {
    terms.ownPid = 12
    var zombie = Self.process(11, mebibytes: 0)
    zombie.state = .zombie
    let own = Self.process(12, mebibytes: 5)
    _ = compare(Self.snapshot([], exempt: [own]), before: [zombie, own])
    let later = Self.now.advanced(by: .seconds(9))
    let comparison = compare(Self.snapshot([], exempt: [own], at: later), before: [zombie, own])
    #expect(comparison.findings.isEmpty)
    #expect(comparison.judged == 1)
    #expect(comparison.candidates == 0)
  }

  @Test("Pairs that stand the wrong way round are counted, each once")
  mutating func misordered() {
    let exact = [
      Self.process(10, mebibytes: 40), Self.process(11, mebibytes: 30),
      Self.process(12, mebibytes: 20), Self.process(13, mebibytes: 10, adj: 100),
    ]
    // 13 belongs to the front (three pairs); 12 and 11 are swapped (one).
    let order = [exact[0], exact[2], exact[1], exact[3]]
    let comparison = compare(Self.snapshot(order), before: exact)
    #expect(comparison.order.pairs == 6)
    #expect(comparison.order.misordered == 4)
  }

  @Test("Ties, what grew between the walks, and the kernel's counter error misorder nobody")
  mutating func tolerance() {
    let small = Self.process(10, mebibytes: 20)
    let large = Self.process(11, mebibytes: 21)
    var grown = small
    grown.rssPages = 22 * 256
    let snapshot = Self.snapshot([small, large])
    #expect(compare(snapshot, before: [small, large]).order.misordered == 1)
    #expect(
      compare(snapshot, before: [small, large], after: [grown, large]).order.misordered == 0)
    #expect(
      compare(snapshot, before: [small, Self.process(11, mebibytes: 20)]).order.misordered == 0)
    terms.counterError = .perThread(pages: 64)
    #expect(compare(snapshot, before: [small, large]).order.misordered == 0)
  }

  @Test("Regret is what the true largest of the highest adj has more than the cache's victim")
  mutating func regret() {
    let exact = [
      Self.process(10, mebibytes: 30, adj: 900), Self.process(11, mebibytes: 100, adj: 900),
      Self.process(12, mebibytes: 5000, adj: 0),
    ]
    #expect(compare(Self.snapshot(exact), before: exact).order.regret == 70 * 256)
    // The victim has ended meanwhile: nothing can be said.
    #expect(compare(Self.snapshot(exact), before: exact, after: [exact[1]]).order.regret == nil)
    var freeable = exact
    freeable[1].sharedPages = 90 * 256
    terms.rankBasis = .freeable
    #expect(compare(Self.snapshot(exact), before: freeable).order.regret == 0)
  }

  @Test("The counter of misordered pairs agrees with counting them one by one")
  mutating func againstCounting() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20 {
      let exact = (101...160).map { pid in
        Self.process(
          Int32(pid), mebibytes: Int.random(in: 1...20, using: &generator),
          adj: OOMScoreAdj(Int.random(in: 0...2, using: &generator))!)
      }
      let shown = exact.shuffled(using: &generator)
      var wrong = 0
      for (index, former) in shown.enumerated() {
        for latter in shown[(index + 1)...] {
          let isWrong =
            former.adj == latter.adj
            ? former.rssPages < latter.rssPages : former.adj < latter.adj
          if isWrong { wrong += 1 }
        }
      }
      #expect(compare(Self.snapshot(shown), before: exact).order.misordered == wrong)
    }
  }

  @Test("Ages are those of the readings, and overdue is what the cache did not promise")
  mutating func ages() {
    var snapshot = Self.snapshot([Self.process(10, mebibytes: 30)])
    snapshot.sweepBound = .seconds(1)
    let ages = [300, 1050, 100]
    snapshot.readings = ContiguousArray(
      ages.map { Self.now.advanced(by: .milliseconds(-$0)) })
    var comparison = compare(snapshot, before: [])
    #expect(comparison.medianAge == .milliseconds(300))
    #expect(comparison.greatestAge == .milliseconds(1050))
    #expect(!comparison.isOverdue)
    snapshot.sweepBound = .milliseconds(900)
    comparison = compare(snapshot, before: [])
    #expect(comparison.isOverdue)
  }

  @Test("A report is sound by its settled comparisons alone, and only if there is one")
  mutating func report() {
    var report = AuditReport()
    #expect(!report.isSound)
    let process = Self.process(10, mebibytes: 30)
    var stormy = compare(Self.snapshot([]), before: [process])
    stormy.isSettled = false
    report.comparisons = [stormy]
    #expect(!report.isSound)
    report.comparisons.append(compare(Self.snapshot([process]), before: [process]))
    #expect(report.isSound)
    #expect(report.sum(\.missing) == 1)
    report.comparisons[0].isSettled = true
    #expect(!report.isSound)
  }
}

@Suite("The kernel's counter error")
struct CounterErrorTests {
  @Test(
    "It goes by the release",
    arguments: [
      ("6.18.44-fc\n", CounterError.none), ("6.16.0", .none), ("7.0", .none),
      ("6.12.9-arch1", .perProcessor(pages: 192)), ("6.2.0", .perProcessor(pages: 192)),
      ("6.1.0-18-amd64", .perThread(pages: 192)), ("5.4", .perThread(pages: 192)),
      ("", .perThread(pages: 192)),
    ])
  func releases(release: String, error: CounterError) {
    #expect(CounterError(release: release, processors: 2) == error)
  }

  @Test("It grows with CPUs, or with threads")
  func sizes() {
    let many = CounterError(release: "6.8", processors: 64)
    #expect(many.pages(threads: 500) == 3 * 128 * 64)
    #expect(CounterError(release: "5.10", processors: 64).pages(threads: 10) == 1920)
    #expect(CounterError.none.pages(threads: 10) == 0)
  }
}

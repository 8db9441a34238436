import LMKCore
import LMKTestSupport
import LMKTrace
import Testing

@Suite("A simulation")
struct SimulationTests {
  /// A recorded minute: three processes, memory as told, one sample a second.
  private struct Minute: ~Copyable {
    var monitor: Monitor
    let recording = MemoryRecording()
    var now = Instant(nanoseconds: 1_000_000_000_000)
    var effects = Effects()

    init(rows: [Level]) {
      var configuration = MonitorConfiguration(thresholds: try! Thresholds(rows))
      configuration.patience.grace = .zero
      monitor = Monitor(configuration, at: now)
      monitor.tap = recording.tap
      recording.keyframe(monitor, at: now)
      give(.started)
      give(.passBegan(.walk))
      for (pid, adj, rss) in [(Int32(10), 900, 400), (11, 500, 900), (12, 0, 5000)] {
        give(.measured(Self.process(pid, OOMScoreAdj(adj)!, rss)))
      }
      give(.passEnded(met: 3, Work()))
    }

    static func process(_ pid: Int32, _ adj: OOMScoreAdj, _ rss: Int) -> ProcessReading {
      ProcessReading(
        key: ProcessKey(pid: pid, startTime: 5), adj: adj, rssPages: rss, name: ProcessName("p"))
    }

    mutating func give(_ event: Event) {
      monitor.apply(event, at: now, into: &effects)
      let wanted = effects.list
      effects.removeAll()
      for effect in wanted {
        switch effect {
        case .confirm(let key):
          var memory = MemoryReading()
          memory.freePages = lastFree
          let reading = monitor.reading(pid: key.pid)!
          give(
            .confirmed(
              key,
              Confirmation(
                adj: reading.adj, rssPages: reading.rssPages, sharedPages: 0, memory: memory),
              Work()))
        case .signal(let key, let signal, let purpose): give(.signalled(key, signal, purpose))
        default: break
        }
      }
    }

    private var lastFree = 0

    mutating func second(free: Int) {
      now = now.advanced(by: .seconds(1))
      lastFree = free
      var memory = MemoryReading()
      memory.freePages = free
      memory.availablePages = free
      give(.sampled(memory, Work()))
    }

    mutating func end(_ pid: Int32) {
      give(.exited(ProcessKey(pid: pid, startTime: 5)))
    }

    consuming func replay() throws -> TraceReplay {
      recording.keyframe(monitor, at: now)
      return try TraceReplay(recording.bytes(at: now).traceSource)
    }
  }

  private func rule(_ replay: TraceReplay, _ rows: [Level]) -> Rule {
    var rule = replay.recordedRule
    rule.thresholds = try! Thresholds(rows)
    return rule
  }

  @Test("Disarmed then, it says who would have died, and that what it frees is enough")
  func wouldHave() throws {
    var minute = Minute(rows: [Level(minfreePages: 100, adj: 0)])
    for free in [2000, 1500, 900, 890, 880, 870] { minute.second(free: free) }
    let replay = try minute.replay()
    let result = Simulation(
      replay, under: rule(replay, [Level(minfreePages: 1000, adj: 500)])
    ).run()
    #expect(result.kills.map(\.key.pid) == [10])
    #expect(result.kills.first?.at == replay.index.first.advanced(by: .seconds(3)))
    #expect(result.kills.first?.freesPages == 400)
    #expect(result.kills.first?.fate == .livedOn)
    #expect(result.realKills.isEmpty)
    // 870 and the 400 of the victim.
    #expect(result.leastAvailable?.simulated == 900)
    #expect(result.leastAvailable?.real == 870)
  }

  @Test("A victim's later growth would not have been either")
  func growth() throws {
    var minute = Minute(rows: [Level(minfreePages: 100, adj: 0)])
    minute.second(free: 900)
    minute.second(free: 890)
    for step in 1...6 {
      minute.give(.refreshed(Minute.process(10, 900, 400 + 100 * step), .adj))
      minute.second(free: 890 - 100 * step)
    }
    let replay = try minute.replay()
    let result = Simulation(
      replay, under: rule(replay, [Level(minfreePages: 1000, adj: 500)])
    ).run()
    #expect(result.kills.map(\.key.pid) == [10])
  }

  @Test("Who was killed then and is not here lives on, and its memory is missing")
  func spared() throws {
    var minute = Minute(rows: [Level(minfreePages: 1000, adj: 500)])
    minute.give(.command(.arm))
    minute.second(free: 2000)
    minute.second(free: 900)
    minute.end(10)
    minute.second(free: 1300)
    minute.second(free: 1300)
    let replay = try minute.replay()
    #expect(replay.index.marks.contains { if case .kill = $0.kind { true } else { false } })
    let result = Simulation(
      replay, under: rule(replay, [Level(minfreePages: 850, adj: 500)])
    ).run()
    #expect(result.kills.isEmpty)
    #expect(result.realKills.map(\.key.pid) == [10])
    #expect(result.spared.map(\.key.pid) == [10])
    #expect(result.leastAvailable?.simulated == 900)
    let same = Simulation(replay, under: replay.recordedRule).run()
    #expect(same.kills.map(\.key.pid) == [10])
    #expect(same.kills.first?.fate == .killed(same.kills[0].at))
  }

  @Test("Under the recorded rule a storm that was armed throughout has the same first victim")
  func sameRule() throws {
    for seed in 20...26 as ClosedRange<UInt64> {
      var storm = SyntheticStorm(seed: seed)
      storm.hasOperator = false
      let recording = MemoryRecording()
      storm.listen(recording.tap)
      storm.look { recording.keyframe($0, at: $1) }
      storm.begin()
      for _ in 0..<60 { storm.tick() }
      storm.look { recording.keyframe($0, at: $1) }
      let replay = try TraceReplay(recording.bytes(at: storm.now).traceSource)
      let result = Simulation(replay, under: replay.recordedRule).run()
      let real = result.realKills.filter { !$0.isByHand }
      #expect(result.kills.first?.key == real.first?.key, "seed \(seed)")
      #expect(!real.isEmpty)
    }
  }

  @Test("A survey has the lowest memory of each share, every kill, and who stood first then")
  func survey() throws {
    var minute = Minute(rows: [Level(minfreePages: 1000, adj: 500)])
    minute.give(.command(.arm))
    for free in [3000, 2000, 900] { minute.second(free: free) }
    minute.end(10)
    minute.second(free: 1400)
    let replay = try minute.replay()
    let survey = TraceSurvey(replay, shares: 2)
    #expect(survey.shares.map(\.free) == [3000, 900])
    #expect(survey.statistics == replay.monitor.currentStatistics)
    #expect(survey.lineups.map { $0.rows.first?.candidate.key.pid } == [10, 10])
    #expect(survey.divergences == 0)
  }
}

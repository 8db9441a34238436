import LMKCore
import LMKTestSupport
import Testing

/// What the journal is told, as timelines. Sizes in pages.
@Suite("The account of kills")
struct AccountTimelineTests {
  private func expect(_ timeline: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let mismatches = Timeline.run(timeline)
    #expect(
      mismatches.isEmpty, "\(mismatches.map(\.description).joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  @Test("Two deaths at once share what came back, by what was expected of each")
  func sharedRise() {
    expect(
      """
      rows 20000:0 30000:500
      freed
      0.0 | process 10 adj 900 rss 6000     |
      0.0 | process 11 adj 900 rss 2000     |
      0.5 | arm                             | armed
      1.0 | free 15000 file 0               | TERM 10
      1.1 | free 15000 file 0               | TERM 11
      1.2 | exit 10                         |
      1.3 | exit 11                         |
      2.2 | free 23000 file 0               | no kill, died 10 relief freed 6000
      2.3 | free 23000 file 0               | no kill, died 11 relief freed 2000
      """)
  }

  @Test("A death that is over before the next is signalled gives it nothing, and takes nothing")
  func apart() {
    expect(
      """
      rows 2000:0 3000:500
      freed
      0.0 | process 10 adj 900 rss 500      |
      0.0 | process 11 adj 900 rss 300      |
      0.5 | arm                             | armed
      1.0 | free 1500 file 0                | TERM 10
      1.1 | exit 10                         |
      2.1 | free 2000 file 0                | died 10 relief freed 500, TERM 11
      2.2 | exit 11                         |
      3.2 | free 2300 file 0                | no kill, died 11 relief freed 300
      """)
  }

  @Test("One that was given up as stuck and ends after all is told, once")
  func lateExit() {
    expect(
      """
      rows 100:0
      grace 0
      0.0 | process 10 adj 900 rss 50       |
      0.5 | arm                             | armed
      1.0 | free 50 file 0                  | KILL 10
      6.5 | free 200 file 0                 | zero, timed out 10
      9.0 | exit 10                         | died late 10
      9.1 | exit 10                         |
      """)
  }

  @Test("A dialog on one that is gone, reused or refused is told with its reason")
  func notBound() {
    expect(
      """
      rows 100:0
      0.0 | process 10 adj 900 rss 50       |
      0.1 | bind 77                         | not bound 77 gone
      0.2 | killer 10 reused                |
      0.3 | bind 10                         | not bound 10 reused
      0.4 | written                         | written: written
      """)
  }

  @Test("The intent stands before the signal, with the ten first of the order; it is not shown")
  func intent() throws {
    let start = Instant(nanoseconds: 0)
    var monitor = Monitor(
      MonitorConfiguration(thresholds: try Thresholds([Level(minfreePages: 1000, adj: 0)])),
      at: start)
    var effects = Effects()
    for pid in Int32(101)...112 {
      monitor.apply(
        .measured(
          ProcessReading(
            key: ProcessKey(pid: pid, startTime: 1), adj: 900, rssPages: Int(pid) * 10)),
        at: start, into: &effects)
    }
    monitor.apply(.command(.arm), at: start, into: &effects)
    var memory = MemoryReading()
    memory.freePages = 50
    let seen = Instant(nanoseconds: 2_000_000_000)
    monitor.apply(.sampled(memory, Work(nanoseconds: 500)), at: seen, into: &effects)
    let key = ProcessKey(pid: 112, startTime: 1)
    var batch = Effects()
    effects.take(into: &batch)
    let confirmation = Confirmation(
      adj: 900, rssPages: 1120, sharedPages: 0, memory: memory)
    let confirmed = Instant(nanoseconds: 2_000_100_000)
    monitor.apply(
      .confirmed(key, confirmation, Work()), at: confirmed, into: &effects)
    let acts = effects.list.map { effect in
      switch effect {
      case .journal(let entry):
        if case .intent(let record) = entry.kind { "intent \(record.victim.key.pid)" } else { "?" }
      case .signal(let key, let signal, _): "\(signal) \(key.pid)"
      default: "else"
      }
    }
    #expect(acts == ["intent 112", "SIGTERM 112"])
    guard case .journal(let entry) = effects.list[0], case .intent(let record) = entry.kind else {
      return
    }
    #expect(record.steps.sampled == Instant(nanoseconds: 1_999_999_500))
    #expect(record.steps.confirmed == confirmed)
    let decision = monitor.decision
    #expect(decision.sequence == entry.sequence)
    let pids = (0..<decision.count).map { decision[$0].key.pid }
    #expect(pids == (103...112).reversed())
    var snapshot = Snapshot()
    monitor.writeSnapshot(into: &snapshot, at: confirmed)
    #expect(!snapshot.entries.contains { $0.sequence == entry.sequence })
  }
}

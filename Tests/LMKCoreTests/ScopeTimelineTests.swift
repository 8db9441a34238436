import LMKCore
import LMKTestSupport
import Testing

@Suite("Scopes, as timelines")
struct ScopeTimelineTests {
  private func expect(_ timeline: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let mismatches = Timeline.run(timeline)
    #expect(
      mismatches.isEmpty, "\(mismatches.map(\.description).joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  @Test("A user's: others are no candidates, and no kill by hand reaches them")
  func user() {
    expect(
      """
      rows 100:0
      scope user 7
      0.0 | process 10 adj 900 rss 50 uid 8 |
      0.0 | process 11 adj 0 rss 50 uid 7   |
      0.1 | stand 10                        | outside the scope
      0.2 | bind 10                         |
      0.3 | signal 10 TERM                  | failed 10 gone
      0.4 | bind 11                         |
      0.5 | signal 11 TERM                  | TERM 11
      0.6 | pin 10                          |
      """)
    expect(
      """
      rows 100:0
      scope user 7
      0.0 | process 10 adj 900 rss 50 uid 8 |
      0.0 | process 11 adj 0 rss 50 uid 7   |
      0.5 | arm                             | armed
      1.0 | free 50 file 0                  | TERM 11
      2.0 | process 11 adj 0 rss 50 uid 8   |
      """)
  }

  @Test("A control group's: those in it and below it; who is not known yet is outside")
  func cgroup() {
    expect(
      """
      rows 100:0
      scope cgroup /a
      0.0 | process 10 rss 50 |
      0.0 | process 11 rss 40 |
      0.0 | process 12 rss 30 |
      0.1 | stand 10          | outside the scope
      0.2 | group 10 /ab      |
      0.2 | group 11 /a/c     |
      0.2 | group 12 /a       |
      0.3 | stand 10          | outside the scope
      0.3 | stand 11          | candidate 0
      0.3 | stand 12          | candidate 0
      0.4 | group 11 /        |
      0.5 | stand 11          | outside the scope
      1.0 | free 50 file 0    | would kill, named 12
      """)
  }

  @Test("A subtree's: who was born in it stays in it when a parent ends")
  func subtree() {
    expect(
      """
      rows 100:0
      scope subtree 10
      0.0 | process 12 rss 50 parent 11 |
      0.0 | process 11 rss 40 parent 10 |
      0.0 | process 10 rss 30           |
      0.0 | process 20 rss 99           |
      0.1 | pass                        |
      0.2 | stand 12                    | candidate 0
      0.2 | stand 20                    | outside the scope
      0.3 | vanish 11                   |
      0.4 | process 12 rss 50 parent 1  |
      0.5 | stand 12                    | candidate 0
      0.6 | process 30 rss 1 parent 12  |
      0.7 | stand 30                    | candidate 0
      """)
  }

  @Test("When a subtree's root ends, nobody is in it: disarmed, said, and never armed again")
  func lostRoot() {
    expect(
      """
      rows 100:0
      scope subtree 10
      0.0 | process 10 rss 30           |
      0.0 | process 11 rss 40 parent 10 |
      0.1 | pass                        |
      0.5 | arm                         | armed
      1.0 | vanish 10                   | scope lost, disarmed: lost
      1.1 | stand 11                    | outside the scope
      1.2 | arm                         | refused to arm: scopeLost
      1.3 | process 10 rss 30 start 99  |
      1.4 | stand 10                    | outside the scope
      2.0 | free 50 file 0              | no kill
      """)
  }

  @Test("When a control group is removed, likewise; the capability tells it")
  func lostGroup() {
    expect(
      """
      rows 100:0
      scope cgroup /a
      0.0 | process 10 rss 50 |
      0.0 | group 10 /a       |
      0.5 | arm               | armed
      1.0 | free 50 file 0    | TERM 10
      1.1 | lose scope        | scope lost, disarmed: lost
      5.0 | free 50 file 0    | busy
      """)
  }

  @Test("meminfo and zoneinfo that disagree refuse arming")
  func twoMinds() throws {
    var configuration = MonitorConfiguration(
      thresholds: try Thresholds([Level(minfreePages: 10, adj: 0)]))
    configuration.capacity = 2
    let now = Instant(nanoseconds: 0)
    var effects = Effects()
    for (total, isRefused) in [(1000, false), (960, false), (500, true), (2000, false)] {
      var monitor = Monitor(configuration, at: now)
      var memory = MemoryReading()
      memory.managedPages = 1000
      memory.totalPages = total
      monitor.apply(.sampled(memory, Work()), at: now, into: &effects)
      monitor.apply(.command(.arm), at: now, into: &effects)
      #expect(monitor.isArmed != isRefused, "MemTotal \(total)")
    }
  }
}

import LMKCore
import LMKTestSupport
import Testing

@Suite("Escalation")
struct EscalationTests {
  private func expect(_ timeline: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let mismatches = Timeline.run(timeline)
    #expect(
      mismatches.isEmpty, "\(mismatches.map(\.description).joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  @Test(
    "Steps are read as they are written",
    arguments: [
      ("TERM 3s, KILL", "TERM 3s, KILL"), ("KILL", "KILL"), ("kill", "KILL"),
      ("SIGTERM 1.5s,KILL", "TERM 1500ms, KILL"),
      ("HUP 500ms, int 1s, TERM 1m, KILL", "HUP 500ms, INT 1s, TERM 60s, KILL"),
    ])
  func reads(text: String, again: String) throws {
    let steps = try Escalation(parsing: text)
    #expect(steps.description == again)
    #expect(try Escalation(parsing: again) == steps)
  }

  @Test(
    "What is no escalation is refused, with the reason",
    arguments: [
      ("", EscalationError.empty), ("TERM 3s,", .empty), ("TERM, KILL", .noPatience(.terminate)),
      ("TERM 3s", .killIsNotLast), ("KILL 1s, KILL", .killIsNotLast),
      ("KILL, TERM 3s", .killIsNotLast), ("TERM 3s, TERM 1s, KILL", .twice(.terminate)),
      ("STOP 1s, KILL", .notASignal("STOP")), ("TERMINATE 1s, KILL", .notASignal("TERMINATE")),
      ("TERM 3, KILL", .notATime("3")), ("TERM 0s, KILL", .notATime("0s")),
      ("TERM -1s, KILL", .notATime("-1s")), ("TERM nans, KILL", .notATime("nans")),
      ("TERM 61m, KILL", .notATime("61m")), ("TERM 3s 4s, KILL", .notATime("3s 4s")),
      ("HUP 1s, INT 1s, QUIT 1s, TERM 1s, KILL", .tooManySteps),
    ])
  func refuses(text: String, error: EscalationError) {
    #expect(throws: error) { try Escalation(parsing: text) }
  }

  @Test("Rows have steps of their own, and the last ones hold for all others")
  func rows() throws {
    let rows = try Escalation.rows(parsing: "KILL; TERM 1s, KILL; TERM 3s, KILL")
    #expect(rows.map(\.grace) == [.zero, .seconds(1), .seconds(3)])
    #expect(throws: EscalationError.empty) { try Escalation.rows(parsing: "KILL;") }
    #expect(throws: EscalationError.tooManyRows) {
      try Escalation.rows(parsing: "KILL;KILL;KILL;KILL;KILL;KILL;KILL")
    }
    let levels = [Level(minfreePages: 1, adj: 0), Level(minfreePages: 2, adj: 0)]
    let table = try Thresholds(levels).stepping([rows[0]])
    #expect(table[0].steps == Escalation(grace: .zero))
    #expect(table[1].steps == nil)
  }

  @Test("Each step follows when the patience of the one before it is over")
  func byTime() {
    expect(
      """
      rows 100:0 200:500
      steps HUP 1s, TERM 2s, KILL
      0.0 | process 10 adj 900 rss 80 |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | HUP 10
      1.9 | free 150 file 0           | busy
      2.0 | free 150 file 0           | busy, TERM 10
      3.9 | free 150 file 0           | busy
      4.0 | free 150 file 0           | busy, KILL 10
      9.0 | free 150 file 0           | no kill, timed out 10
      """)
  }

  @Test("A more severe row shortens the patience of whoever was told by another")
  func byLevel() {
    expect(
      """
      rows 100:0 1000:0 2000:0
      steps KILL; TERM 1s, KILL; TERM 9s, KILL
      0.0 | process 10 adj 9 rss 800 |
      0.5 | arm                      | armed
      1.0 | free 1001 file 0         | TERM 10
      3.0 | free 1001 file 0         | no kill
      4.0 | free 999 file 0          | no kill, KILL 10
      """)
  }

  @Test("In the last resort, whose steps are KILL, SIGTERM is over at once")
  func lastResort() {
    expect(
      """
      rows 100:0 1000:0
      steps KILL; TERM 30s, KILL
      0.0 | process 10 adj 9 rss 800 |
      0.5 | arm                      | armed
      1.0 | free 101 file 0          | TERM 10
      2.0 | free 101 file 0          | no kill
      3.0 | free 99 file 0           | no kill, KILL 10
      """)
  }

  @Test("A container's init takes no SIGTERM from outside: SIGKILL at once")
  func containerInit() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 80 |
      0.0 | process 11 adj 800 rss 80 |
      0.2 | container 10              |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | KILL 10
      1.1 | exit 10                   |
      2.2 | free 150 file 0           | died 10 no relief, TERM 11
      """)
  }

  @Test("Out of memory at an escalation: it is tried again, and the victim is not let go")
  func transient() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 80 |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | TERM 10
      3.0 | killer 10 errs            |
      4.0 | free 150 file 0           | busy
      4.1 | free 150 file 0           | busy
      4.2 | killer 10 works           |
      4.3 | free 150 file 0           | busy, KILL 10
      """)
  }
}

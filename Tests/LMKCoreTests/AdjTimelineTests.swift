import LMKTestSupport
import Testing

@Suite("oom_score_adj by hand, and read-only: timelines")
struct AdjTimelineTests {
  private func expect(_ timeline: String) {
    for mismatch in Timeline.run(timeline) { Issue.record("\(mismatch)") }
  }

  @Test("What is written holds at once: the next verdict goes by it")
  func holds() {
    expect(
      """
      rows 100:500
      0.0 | process 10 adj 900 rss 50 |
      0.0 | process 11 adj 600 rss 40 |
      1.0 | free 50 file 0            | would kill, named 10
      2.0 | bind 10                   |
      2.1 | adj 10 0                  | adj 10 900 to 0
      2.2 | stand 10                  | candidate 0
      9.0 | free 50 file 0            | would kill, named 11
      """)
  }

  @Test("Nothing is written to one that is not bound, gone or refused; it stands as it stood")
  func refused() {
    expect(
      """
      rows 100:500
      0.0 | process 10 adj 900 rss 50 |
      0.0 | process 11 adj 600 rss 40 |
      1.0 | adj 10 0                  |
      1.1 | bind 11                   |
      1.2 | adj 10 0                  |
      2.2 | stand 10                  | candidate 900
      """)
    expect(
      """
      rows 100:500
      0.0 | process 11 adj 600 rss 40 |
      1.1 | bind 11                   |
      2.0 | killer 11 refuses         |
      2.1 | adj 11 -5                 | adj 11 not -5: refused(EPERM: operation not permitted)
      2.2 | stand 11                  | candidate 600
      2.3 | killer 11 gone            |
      2.4 | adj 11 700                | adj 11 not 700: gone
      """)
  }

  @Test("Outside the scope nothing can be bound, so nothing is written")
  func scope() {
    expect(
      """
      rows 100:500
      scope user 7
      0.0 | process 10 adj 900 rss 50 uid 8 |
      1.0 | bind 10                         |
      1.1 | adj 10 0                        | adj 10 not 0: gone
      """)
  }

  @Test("Read-only: it does not arm, bind, signal or write, and says so")
  func readOnly() {
    expect(
      """
      rows 100:500
      read-only
      0.0 | process 10 adj 900 rss 50 |
      0.5 | arm                       | refused to arm: readOnly
      1.0 | free 50 file 0            | would kill, named 10
      2.0 | bind 10                   | not bound 10 readOnly
      2.1 | signal 10 TERM            |
      2.2 | adj 10 0                  |
      2.3 | stand 10                  | candidate 900
      """)
  }
}

import LMKCore
import LMKTestSupport
import Testing

/// What is under way: who is credited, who blocks, who is spared.
@Suite("Deaths under way, as timelines")
struct DeathTimelineTests {
  private func expect(_ timeline: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let mismatches = Timeline.run(timeline)
    #expect(
      mismatches.isEmpty, "\(mismatches.map(\.description).joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  @Test("Two hogs: the second is spared while the first one's pages are enough, and after")
  func secondHogSpared() {
    expect(
      """
      rows 100:0 200:500
      grace 0
      0.0 | process 10 adj 900 rss 500 |
      0.0 | process 11 adj 900 rss 490 |
      0.5 | arm                        | armed
      1.0 | free 90 file 0             | KILL 10
      1.1 | free 20 file 0             | busy
      1.5 | exit 10                    |
      1.6 | free 25 file 0             | busy
      2.4 | free 60 file 0             | busy
      2.5 | free 520 file 0            | zero, died 10 relief
      3.0 | free 520 file 0            | zero
      """)
  }

  @Test("Two hogs: when the first one's pages are not back a second after its end, the second dies")
  func secondHogDies() {
    expect(
      """
      rows 100:0 200:500
      grace 0
      0.0 | process 10 adj 900 rss 500 |
      0.0 | process 11 adj 900 rss 490 |
      0.5 | arm                        | armed
      1.0 | free 90 file 0             | KILL 10
      1.5 | exit 10                    |
      2.4 | free 60 file 0             | busy
      2.5 | free 60 file 0             | died 10 no relief, KILL 11
      """)
  }

  @Test("A victim that was reaped and does not end is credited for a second, and blocks nobody")
  func reapedAndStuck() {
    expect(
      """
      rows 100:0 200:500
      grace 0
      0.0 | process 10 adj 900 rss 500 |
      0.0 | process 11 adj 900 rss 100 |
      0.5 | arm                        | armed
      1.0 | free 150 file 0            | KILL 10
      1.1 | reaped 10                  |
      1.2 | free 650 file 0            | zero
      2.0 | free 199 file 0            | busy
      2.1 | free 198 file 0            | KILL 11
      2.2 | exit 11                    |
      3.3 | free 298 file 0            | zero, died 11 relief
      6.0 | free 298 file 0            | zero, timed out 10
      8.0 | exit 10                    | died late 10
      """)
  }

  @Test("lmktop's parents are never named, and a new parent is spared too")
  func ancestors() {
    expect(
      """
      rows 100:0
      own 7
      0.0 | process 5 adj 900 rss 90 |
      0.0 | process 6 adj 800 rss 80 |
      0.0 | process 8 adj 700 rss 70 |
      0.5 | ancestors 6 5            |
      1.0 | free 50 file 0           | would kill, named 8
      2.0 | process 5 adj 950 rss 95 |
      2.5 | free 50 file 0           | would kill
      3.0 | ancestors 8              |
      4.5 | free 50 file 0           | would kill, named 5
      """)
  }

  @Test("Another process with an ancestor's pid is no ancestor")
  func reusedAncestor() {
    expect(
      """
      rows 100:0
      own 7
      0.0 | process 5 adj 900 rss 90         |
      0.5 | ancestors 5                      |
      1.0 | free 50 file 0                   | no kill
      2.0 | process 5 start 99 adj 3 rss 5   |
      3.0 | free 50 file 0                   | would kill, named 5
      """)
  }

  @Test("In a pid namespace pid 2 is a process like any other")
  func pidTwo() {
    expect(
      """
      rows 100:0
      own 3
      0.0 | process 1 adj 900 rss 90 |
      0.0 | process 2 adj 0 rss 10   |
      0.0 | process 3 adj 900 rss 90 |
      1.0 | free 50 file 0           | would kill, named 2
      """)
  }
}

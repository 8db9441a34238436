import LMKTestSupport
import Testing

/// What a guard needs that nobody watches. Sizes in pages.
@Suite("Policy unattended, as timelines")
struct UnattendedTimelineTests {
  private func expect(_ timeline: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let mismatches = Timeline.run(timeline)
    #expect(
      mismatches.isEmpty, "\(mismatches.map(\.description).joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  @Test("Three kills without relief: nobody is named for the pause, then it goes on, armed")
  func pause() {
    expect(
      """
      rows 100:0
      grace 0
      pause 10
      0.0  | process 10 adj 0 rss 40 |
      0.0  | process 11 adj 0 rss 30 |
      0.0  | process 12 adj 0 rss 20 |
      0.0  | process 13 adj 0 rss 10 |
      0.5  | arm                     | armed
      1.0  | free 50 file 0          | KILL 10
      1.0  | exit 10                 |
      2.1  | free 50 file 0          | died 10 no relief, KILL 11
      2.1  | exit 11                 |
      3.2  | free 50 file 0          | died 11 no relief, KILL 12
      3.2  | exit 12                 |
      4.3  | free 50 file 0          | busy, died 12 no relief, paused
      9.0  | free 50 file 0          | busy
      14.2 | free 50 file 0          | busy
      14.3 | free 50 file 0          | KILL 13
      """)
  }

  @Test("A pause counts what there is to count: no row crossed is still zero, nobody still no kill")
  func pauseCounts() {
    expect(
      """
      rows 100:0
      grace 0
      pause 10
      0.0 | process 10 adj 0 rss 40 |
      0.0 | process 11 adj 0 rss 30 |
      0.0 | process 12 adj 0 rss 20 |
      0.5 | arm                     | armed
      1.0 | free 50 file 0          | KILL 10
      1.0 | exit 10                 |
      2.1 | free 50 file 0          | died 10 no relief, KILL 11
      2.1 | exit 11                 |
      3.2 | free 50 file 0          | died 11 no relief, KILL 12
      3.2 | exit 12                 |
      4.3 | free 50 file 0          | no kill, died 12 no relief, paused
      5.0 | free 200 file 0         | zero
      """)
  }

  @Test("A death under way takes its course in a pause: SIGTERM that is ignored becomes SIGKILL")
  func pauseEscalates() {
    expect(
      """
      rows 100:0 200:500
      grace 3
      pause 10
      0.0  | process 10 adj 900 rss 4   |
      0.0  | process 11 adj 900 rss 3   |
      0.0  | process 12 adj 900 rss 2   |
      0.0  | process 13 adj 900 rss 1   |
      0.5  | arm                        | armed
      1.0  | free 50  file 0            | TERM 10
      1.0  | exit 10                    |
      2.1  | free 50  file 0            | died 10 no relief, TERM 11
      2.1  | exit 11                    |
      2.2  | free 50  file 0            | TERM 12
      2.3  | exit 12                    |
      2.4  | free 50  file 0            | TERM 13
      3.2  | free 50  file 0            | no kill, died 11 no relief
      3.4  | free 50  file 0            | no kill, died 12 no relief, paused
      5.5  | free 50  file 0            | no kill, KILL 13
      """)
  }

  @Test("Arming ends a pause")
  func armingEndsThePause() {
    expect(
      """
      rows 100:0
      grace 0
      pause 10
      0.0 | process 10 adj 0 rss 40 |
      0.0 | process 11 adj 0 rss 30 |
      0.0 | process 12 adj 0 rss 20 |
      0.0 | process 13 adj 0 rss 10 |
      0.5 | arm                     | armed
      1.0 | free 50 file 0          | KILL 10
      1.0 | exit 10                 |
      2.1 | free 50 file 0          | died 10 no relief, KILL 11
      2.1 | exit 11                 |
      3.2 | free 50 file 0          | died 11 no relief, KILL 12
      3.2 | exit 12                 |
      4.3 | free 50 file 0          | busy, died 12 no relief, paused
      4.4 | disarm                  | disarmed
      4.5 | arm                     | armed
      4.6 | free 50 file 0          | KILL 13
      """)
  }

  @Test("A configuration that is read again holds from then on: rows, order and grace")
  func adopt() {
    expect(
      """
      rows 100:0
      grace 3
      0.0 | process 10 adj 0 rss 90 shared 89       |
      0.0 | process 11 adj 0 rss 80 shared 10       |
      0.5 | arm                                     | armed
      1.0 | free 150 file 0                         | zero
      1.1 | adopt 200:0 rank freeable grace 0       | adopted
      1.2 | free 150 file 0                         | KILL 11
      """)
  }
}

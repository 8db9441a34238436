import LMKTestSupport
import Testing

/// The hook before a kill holds the victim, never the monitor. Sizes in pages.
@Suite("Hooks, as timelines")
struct HookTimelineTests {
  private func expect(_ timeline: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let mismatches = Timeline.run(timeline)
    #expect(
      mismatches.isEmpty, "\(mismatches.map(\.description).joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  @Test("The victim is signalled when its hook has ended, whatever its status")
  func ended() {
    for (status, words) in [("0", ""), ("3", "hook before 10 failed, ")] {
      expect(
        """
        rows 1000000:0
        hook 2
        0.0 | process 10 adj 900 rss 50 |
        0.5 | arm                       | armed
        1.0 | free 900000 file 0        | run before 10
        1.1 | free 900000 file 0        |
        1.1 | look                      | in 50 ms
        1.4 | hook-ends 10 \(status)   | \(words)TERM 10
        1.5 | free 999990 file 0        | busy
        """)
    }
  }

  @Test("It is signalled at the limit, though the hook has not ended; a late answer does nothing")
  func limit() {
    expect(
      """
      rows 1000000:0
      hook 2
      0.0 | process 10 adj 900 rss 500 |
      0.5 | arm                        | armed
      1.0 | free 900000 file 0         | run before 10
      2.9 | free 900000 file 0         |
      2.99 | look                      | in 10 ms
      3.0 | free 900000 file 0         | TERM 10
      3.1 | hook-ends 10 late          | hook before 10 failed
      3.2 | free 999900 file 0         | busy
      """)
  }

  @Test("There is no hook where at the present slope memory is gone before its time is over")
  func tooFast() {
    expect(
      """
      rows 1000:0
      hook 2
      0.0 | process 10 adj 900 rss 500 |
      0.2 | arm                        | armed
      0.5 | free 2000 file 0           | zero
      1.0 | free 1300 file 0           | zero
      1.5 | free 600 file 0            | KILL 10
      """)
  }

  @Test("Memory that begins to fall while a hook is under way ends the wait")
  func fallsMeanwhile() {
    expect(
      """
      rows 1000:0
      hook 2
      0.0 | process 10 adj 900 rss 500 |
      0.2 | arm                        | armed
      0.5 | free 990 file 0            | run before 10
      1.0 | free 990 file 0            |
      1.3 | free 300 file 0            | KILL 10
      1.4 | hook-ends 10 0             |
      """)
  }

  @Test("After the hook the victim is confirmed anew: memory may be back, or its adj another")
  func confirmedAnew() {
    expect(
      """
      rows 1000:500
      hook 2
      0.0 | process 10 adj 900 rss 500 |
      0.2 | arm                        | armed
      0.5 | free 990 file 0            | run before 10
      1.0 | free 1200 file 0           |
      1.1 | hook-ends 10 0             | recovered
      1.5 | free 990 file 0            | run before 10
      1.6 | adj-at-kill 10 0           |
      1.7 | hook-ends 10 0             | no kill, corrected
      """)
  }

  @Test("Disarmed while a hook is under way, nobody is signalled")
  func disarmed() {
    expect(
      """
      rows 1000:0
      hook 2
      0.0 | process 10 adj 900 rss 500 |
      0.2 | arm                        | armed
      0.5 | free 990 file 0            | run before 10
      0.6 | disarm                     | would kill, disarmed
      0.7 | arm                        | armed
      0.8 | hook-ends 10 0             |
      0.9 | free 990 file 0            | run before 10
      1.0 | hook-ends 10 0             | TERM 10
      """)
  }

  @Test("A victim that ends by itself makes room for the next, within the same limit")
  func victimEnds() {
    expect(
      """
      rows 1000:0
      hook 2
      0.0 | process 10 adj 900 rss 50  |
      0.0 | process 11 adj 800 rss 50  |
      0.2 | arm                        | armed
      0.5 | free 900 file 0            | run before 10
      0.9 | killer 10 gone             |
      1.5 | exit 10                    | run before 11
      1.6 | hook-ends 10 0             |
      2.4 | free 900 file 0            |
      2.5 | free 900 file 0            | TERM 11
      """)
  }

  @Test("The hook after runs when a death is settled, and when one is given up; by hand too")
  func after() {
    expect(
      """
      rows 1000:0
      grace 0
      hook-after
      0.0 | process 10 adj 900 rss 500 |
      0.0 | process 11 adj 900 rss 400 |
      0.2 | arm                        | armed
      0.5 | free 900 file 0            | KILL 10
      0.6 | exit 10                    |
      1.6 | free 1400 file 0           | zero, died 10 relief, run after 10
      1.7 | hook-ends 10 1             | hook after 10 failed
      2.0 | bind 11                    |
      2.1 | signal 11 KILL             | KILL 11
      8.0 | free 1400 file 0           | zero, timed out 11, run after 11
      """)
  }
}

import LMKCore
import LMKTestSupport
import Testing

/// Sizes in pages.
@Suite("Rules and pins, as timelines")
struct RuleTimelineTests {
  private func expect(_ timeline: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let mismatches = Timeline.run(timeline)
    #expect(
      mismatches.isEmpty, "\(mismatches.map(\.description).joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  @Test("What the rules have not answered is spared for a second, then as if none matched")
  func unanswered() {
    expect(
      """
      rows 100:0
      rule x protect
      0.0 | process 10 adj 900 rss 50 |
      0.0 | stand 10                  | spared: rules asked
      0.5 | free 50 file 0            | no kill
      0.9 | look                      | in 2 ms
      0.9 | free 50 file 0            | no kill
      1.0 | free 50 file 0            | would kill, named 10
      1.1 | stand 10                  | candidate 900
      1.2 | ruled 10 x                |
      1.3 | stand 10                  | spared: rule x
      1.4 | free 50 file 0            | no kill
      """)
  }

  @Test("A rule protects: the next in the order is named, and the row says why")
  func protects() {
    expect(
      """
      rows 100:0
      rule sshd protect
      0.0 | process 10 adj 900 rss 50 |
      0.0 | process 11 adj 0 rss 10   |
      0.0 | ruled 10 sshd             |
      0.0 | ruled 11                  |
      0.1 | stand 10                  | spared: rule sshd
      0.5 | arm                       | armed
      1.0 | free 50 file 0            | TERM 11
      """)
  }

  @Test("A weight shifts the adj that ranks and decides, and never lifts a negative one")
  func weights() {
    expect(
      """
      rows 100:0 200:500
      rule good avoid 300
      rule bad prefer 600
      0.0 | process 10 adj 600 rss 50 |
      0.0 | process 11 adj 0 rss 10   |
      0.0 | process 12 adj -5 rss 99  |
      0.0 | ruled 10 good             |
      0.0 | ruled 11 bad              |
      0.0 | ruled 12 bad              |
      0.1 | stand 10                  | candidate 300
      0.1 | stand 11                  | candidate 600
      0.1 | stand 12                  | candidate -5
      1.0 | free 150 file 0           | would kill, named 11
      1.1 | arm                       | armed
      2.0 | free 150 file 0           | TERM 11
      """)
  }

  @Test("SIGKILL follows by the shifted adj, too, and not on one that was pinned in the grace")
  func escalation() {
    expect(
      """
      rows 100:500
      rule bad prefer 600
      0.0 | process 10 adj 0 rss 50   |
      0.0 | ruled 10 bad              |
      0.5 | arm                       | armed
      1.0 | free 50 file 0            | TERM 10
      4.0 | free 50 file 0            | busy, KILL 10
      """)
    expect(
      """
      rows 100:500
      rule bad prefer 600
      0.0 | process 10 adj 0 rss 50   |
      0.0 | ruled 10 bad              |
      0.5 | arm                       | armed
      1.0 | free 50 file 0            | TERM 10
      2.0 | pin 10                    | pinned 10
      4.0 | free 50 file 0            | busy
      """)
  }

  @Test("A rule's steps win over the row's, for its process alone, and end what they began")
  func steps() {
    expect(
      """
      rows 100:0
      steps KILL
      rule slow steps HUP 2s, TERM 4s, KILL
      rule other steps KILL
      0.0  | process 10 adj 900 rss 80 |
      0.0  | process 11 adj 800 rss 50 |
      0.0  | ruled 10 slow other       |
      0.0  | ruled 11                  |
      0.5  | arm                       | armed
      1.0  | free 40 file 0            | HUP 10
      3.0  | free 40 file 0            | busy, TERM 10
      6.9  | free 40 file 0            | busy
      7.0  | free 40 file 0            | busy, KILL 10
      7.1  | exit 10                   |
      9.0  | free 40 file 0            | died 10 no relief, KILL 11
      """)
  }

  @Test("A pin holds through readings and answers, until it is taken off or the process ends")
  func pins() {
    expect(
      """
      rows 100:0
      rule bad prefer 600
      0.0 | process 10 adj 0 rss 50          |
      0.0 | ruled 10 bad                     |
      0.1 | pin 10                           | pinned 10
      0.2 | process 10 adj 900 rss 70 name q |
      0.3 | ruled 10                         |
      0.4 | stand 10                         | PINNED
      0.5 | free 50 file 0                   | no kill
      0.6 | unpin 10                         | unpinned 10
      0.7 | unpin 10                         |
      1.0 | free 50 file 0                   | would kill, named 10
      1.1 | pin 10                           | pinned 10
      1.2 | vanish 10                        |
      1.3 | process 10 adj 0 rss 70 start 99 |
      1.4 | ruled 10                         |
      1.5 | stand 10                         | candidate 0
      """)
  }

  @Test("Another program, name, owner or group is asked about anew, and spared meanwhile")
  func anew() {
    for change in [
      "exec 10", "process 10 rss 50 name q", "process 10 rss 50 uid 7", "group 10 /b",
    ] {
      expect(
        """
        rows 100:0
        rule x protect
        0.0  | process 10 rss 50 |
        0.1  | group 10 /a       |
        0.1  | ruled 10 x        |
        0.2  | stand 10          | spared: rule x
        20.0 | \(change)         |
        20.1 | stand 10          | spared: rules asked
        20.2 | late 10 x         |
        20.3 | stand 10          | spared: rules asked
        20.4 | ruled 10          |
        20.5 | stand 10          | candidate 0
        """)
    }
  }

  @Test("Who changes its name all the time is not spared for that, and keeps what was known")
  func changeling() {
    expect(
      """
      rows 100:0
      rule x protect
      0.0  | process 10 rss 50 name a |
      0.1  | ruled 10                 |
      0.5  | process 10 rss 50 name b |
      0.6  | stand 10                 | candidate 0
      0.9  | process 10 rss 50 name c |
      1.5  | free 50 file 0           | would kill, named 10
      11.0 | process 10 rss 50 name d |
      11.5 | stand 10                 | spared: rules asked
      11.8 | process 10 rss 50 name e |
      12.0 | free 50 file 0           | would kill
      """)
  }

  @Test("Without an answer, what was known counts no more")
  func noAnswer() {
    expect(
      """
      rows 100:0
      rule bad prefer 600
      0.0 | process 10 rss 50 |
      0.1 | ruled 10 bad      |
      0.2 | exec 10           |
      0.3 | unruled 10        |
      1.1 | free 500 file 0   | zero
      1.2 | stand 10          | candidate 0
      """)
  }

  @Test("The young are spared: by the configuration for all, by a rule for those that it matches")
  func young() {
    expect(
      """
      rows 100:0
      age 2
      rule x young 5
      0.0 | pass                |
      0.0 | pass                |
      1.0 | process 10 rss 50   |
      1.0 | process 11 rss 40   |
      1.1 | ruled 10 x          |
      1.1 | ruled 11            |
      1.5 | stand 11            | spared: young
      2.5 | free 50 file 0      | no kill
      3.0 | free 50 file 0      | would kill, named 11
      5.9 | stand 10            | spared: young
      6.0 | free 50 file 0      | would kill, named 10
      """)
  }

  @Test("Other rules are asked about everybody")
  func reload() {
    expect(
      """
      rows 100:0
      rule x protect
      0.0 | process 10 rss 50 |
      0.1 | ruled 10 x        |
      5.0 | rules y avoid 10  | adopted
      5.1 | stand 10          | spared: rules asked
      5.2 | ruled 10 y        |
      5.3 | stand 10          | candidate -10
      """)
  }
}

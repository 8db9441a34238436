import LMKCore
import LMKTestSupport
import Testing

@Suite("Kills of more than one process")
struct ReachTimelineTests {
  private func check(_ text: String, _ location: SourceLocation = #_sourceLocation) {
    for mismatch in Timeline.run(text) {
      Issue.record("\(mismatch)", sourceLocation: location)
    }
  }

  @Test("SIGTERM to a subtree: looked at anew, bound, signalled, and looked at until nobody is new")
  func subtree() {
    check(
      """
      rows 100:0
      0.0 | process 10 rss 50            |
      0.1 | process 11 parent 10 rss 20  |
      0.2 | free 500 file 0              | zero
      1.0 | ask subtree 10               | look
      1.1 | reach                        | asked
      1.2 | members 10 11                |
      1.3 | reach                        | 2 processes 70 pages stopped
      2.0 | order subtree 10 TERM        | look
      2.1 | members 10 11                |
      2.2 | step                         | bind 10, bind 11
      2.3 | step                         |
      2.4 | step                         | TERM 10, TERM 11
      2.5 | step                         | look
      2.6 | process 12 parent 11 rss 5   |
      2.7 | members 11 12                |
      2.8 | step                         | bind 12
      2.9 | step                         |
      3.0 | step                         | TERM 12
      3.1 | step                         | look
      3.2 | nobody                       | sent to 3 by looking
      3.3 | reach                        | signalled 3
      3.4 | exit 10                      |
      3.5 | exit 11                      |
      3.6 | exit 12                      |
      5.0 | free 570 file 0              | zero, ended 3 left 0
      """)
  }

  @Test("SIGKILL stops all of them first, and looks again before the first one dies")
  func stopped() {
    check(
      """
      rows 100:0
      0.0 | process 10 rss 50      |
      0.1 | process 11 rss 50      |
      0.2 | free 500 file 0        | zero
      1.0 | ask group 10           | look
      1.1 | members 10 11          |
      2.0 | order group 10 KILL    | look
      2.1 | members 10 11          |
      2.2 | step                   | bind 10, bind 11
      2.3 | step                   |
      2.4 | step                   | STOP 10, STOP 11
      2.5 | step                   | look
      2.6 | members 10 11 12       |
      2.7 | step                   | bind 12
      2.8 | step                   |
      2.9 | step                   | STOP 12
      3.0 | step                   | look
      3.1 | members 10 11 12       |
      3.2 | step                   | KILL 10, KILL 11, KILL 12
      3.3 | step                   | look
      3.4 | members 10             | sent to 3 by stopped
      """)
  }

  @Test(
    "Whoever may never die spares all of them, and is named",
    arguments: [
      ("own 12", "process 12 rss 5", "lmktop itself"),
      ("own 99", "process 12 rss 5 kernel", "kernel thread"),
      ("own 99", "process 12 rss 5 adj -1000", "adj -1000: never"),
    ])
  func barred(setup: String, process: String, words: String) {
    check(
      """
      rows 100:0
      \(setup)
      0.0 | process 10 rss 50      |
      0.1 | \(process)             |
      0.2 | free 500 file 0        | zero
      1.0 | ask cgroup 10          | look
      1.1 | members 10 12 kill     |
      1.2 | reach                  | refused: holds 12 \(words)
      2.0 | order cgroup 10 KILL   |
      """)
  }

  @Test("Pid 1, a parent of lmktop, and whoever is outside the scope spare all of them, too")
  func barredByPlace() {
    check(
      """
      rows 100:0
      0.0 | process 10 rss 50      |
      0.1 | process 1 rss 5        |
      0.2 | free 500 file 0        | zero
      1.0 | ask subtree 10         | look
      1.1 | members 10 1           |
      1.2 | reach                  | refused: holds 1 init
      """)
    check(
      """
      rows 100:0
      0.0 | process 10 rss 50      |
      0.1 | process 13 rss 5       |
      0.2 | ancestors 13           |
      1.0 | ask subtree 10         | look
      1.1 | members 10 13          |
      1.2 | reach                  | refused: holds 13 lmktop's terminal
      """)
    check(
      """
      rows 100:0
      scope user 7
      0.0 | process 10 rss 50 uid 7 |
      0.1 | process 13 rss 5 uid 8  |
      1.0 | ask subtree 10          | look
      1.1 | members 10 13           |
      1.2 | reach                   | refused: holds 13 outside the scope
      """)
  }

  @Test("One that may never die, met after the preview: nobody is signalled, who was stopped goes on")
  func barredLate() {
    check(
      """
      rows 100:0
      0.0 | process 10 rss 50            |
      0.1 | process 11 rss 5 state T     |
      0.2 | free 500 file 0              | zero
      1.0 | ask group 10                 | look
      1.1 | members 10 11                |
      2.0 | order group 10 KILL          | look
      2.1 | members 10 11                |
      2.2 | step                         | bind 10, bind 11
      2.3 | step                         |
      2.4 | step                         | STOP 10, STOP 11
      2.5 | step                         | look
      2.6 | process 12 adj -1000 rss 5   |
      2.7 | members 10 11 12             | not sent: holds 12 adj -1000: never, CONT 10
      2.8 | reach                        | refused: holds 12 adj -1000: never
      """)
  }

  @Test("A member that cannot be bound spares all of them; one that has ended does not")
  func notBound() {
    check(
      """
      rows 100:0
      0.0 | process 10 rss 50      |
      0.1 | process 11 rss 50      |
      0.2 | killer 11 errs         |
      1.0 | ask group 10           | look
      1.1 | members 10 11          |
      2.0 | order group 10 TERM    | look
      2.1 | members 10 11          |
      2.2 | step                   | bind 10, bind 11, not sent: 11 error(ENOMEM: cannot allocate memory)
      2.3 | step                   |
      """)
    check(
      """
      rows 100:0
      0.0 | process 10 rss 50      |
      0.1 | process 11 rss 50      |
      0.2 | killer 11 reused       |
      1.0 | ask group 10           | look
      1.1 | members 10 11          |
      2.0 | order group 10 TERM    | look
      2.1 | members 10 11          |
      2.2 | step                   | bind 10, bind 11
      2.3 | step                   |
      2.4 | step                   | TERM 10
      2.5 | step                   | look
      2.6 | nobody                 | sent to 1 by looking gone 1
      """)
  }

  @Test("A control group that can be ended as one is; what is not watched is not needed for that")
  func whole() {
    check(
      """
      rows 100:0
      0.0 | process 10 rss 50        |
      0.1 | process 11 rss 50        |
      1.0 | ask cgroup 10            | look
      1.1 | members 10 11 kill       |
      1.2 | reach                    | 2 processes 100 pages whole
      2.0 | order cgroup 10 KILL     | look
      2.1 | members 10 11 kill       |
      2.2 | step                     | bind 10, bind 11
      2.3 | step                     | end
      2.4 | ended                    | look
      2.5 | members 10               | sent to 2 by whole
      """)
  }

  @Test("Without cgroup.kill it is frozen, looked at, signalled and thawed")
  func frozen() {
    check(
      """
      rows 100:0
      0.0 | process 10 rss 50          |
      0.1 | process 11 rss 50          |
      1.0 | ask cgroup 10              | look
      1.1 | members 10 freezer         |
      1.2 | reach                      | 1 processes 50 pages frozen
      2.0 | order cgroup 10 KILL       | look
      2.1 | members 10 freezer         |
      2.2 | step                       | bind 10
      2.3 | step                       | freeze
      2.4 | frozen                     | look
      2.5 | members 10 11 freezer      |
      2.6 | step                       | bind 11
      2.7 | step                       |
      2.8 | step                       | KILL 10, KILL 11
      2.9 | step                       | look
      3.0 | members 10 11 freezer      | sent to 2 by frozen, thaw
      """)
  }

  @Test("What cannot be frozen, or ended as one, is stopped and signalled one by one")
  func detour() {
    check(
      """
      rows 100:0
      0.0 | process 10 rss 50          |
      1.0 | ask cgroup 10              | look
      1.1 | members 10 freezer         |
      2.0 | order cgroup 10 KILL       | look
      2.1 | members 10 freezer         |
      2.2 | step                       | bind 10
      2.3 | step                       | freeze
      2.4 | frozen 110                 | look
      2.5 | members 10 freezer         |
      2.6 | step                       |
      2.6 | step                       | STOP 10
      2.7 | step                       | look
      2.8 | members 10 freezer         |
      2.9 | step                       | KILL 10
      3.0 | step                       | look
      3.1 | nobody                     | sent to 1 by stopped
      """)
    check(
      """
      rows 100:0
      0.0 | process 10 rss 50          |
      1.0 | ask cgroup 10              | look
      1.1 | members 10 kill            |
      2.0 | order cgroup 10 KILL       | look
      2.1 | members 10 kill            |
      2.2 | step                       | bind 10
      2.3 | step                       | end
      2.4 | ended 13                   |
      2.5 | step                       | STOP 10
      2.6 | step                       | look
      2.7 | members 10 kill            |
      2.8 | step                       | KILL 10
      2.9 | step                       | look
      3.0 | nobody                     | sent to 1 by stopped
      """)
  }

  @Test("No answer in time: nobody is signalled, and a frozen group is thawed")
  func noAnswer() {
    check(
      """
      rows 100:0
      0.0  | process 10 rss 50         |
      1.0  | ask cgroup 10             | look
      1.1  | members 10 freezer        |
      2.0  | order cgroup 10 TERM      | look
      2.1  | members 10 freezer        |
      2.2  | step                      | bind 10
      2.3  | step                      | freeze
      2.4  | frozen                    | look
      13.0 | free 500 file 0           | zero, not sent: noAnswer, thaw
      13.1 | members 10 freezer        |
      """)
  }

  @Test("A thaw that is refused is said, whatever the dialog asks by then")
  func leftFrozen() {
    check(
      """
      rows 100:0
      0.0  | process 10 rss 50         |
      1.0  | ask cgroup 10             | look
      1.1  | members 10 freezer        |
      2.0  | order cgroup 10 TERM      | look
      2.1  | members 10 freezer        |
      2.2  | step                      | bind 10
      2.3  | step                      | freeze
      2.4  | frozen                    | look
      13.0 | free 500 file 0           | zero, not sent: noAnswer, thaw
      13.1 | thawed 13                 | left frozen /a 13
      13.2 | thawed                    |
      """)
  }

  @Test("When lmktop leaves, nobody stays frozen or stopped")
  func leaving() {
    check(
      """
      rows 100:0
      0.0 | process 10 rss 50         |
      1.0 | ask group 10              | look
      1.1 | members 10                |
      2.0 | order group 10 KILL       | look
      2.1 | members 10                |
      2.2 | step                      | bind 10
      2.3 | step                      |
      2.4 | step                      | STOP 10
      2.5 | leave                     | not sent: leaving, CONT 10
      """)
  }

  @Test("Those who ignore it are left when their time is over; the order is told as one")
  func left() {
    check(
      """
      rows 100:0
      0.0  | process 10 rss 50        |
      0.1  | process 11 rss 50        |
      1.0  | ask group 10             | look
      1.1  | members 10 11            |
      2.0  | order group 10 TERM      | look
      2.1  | members 10 11            |
      2.2  | step                     | bind 10, bind 11
      2.3  | step                     |
      2.4  | step                     | TERM 10, TERM 11
      2.5  | step                     | look
      2.6  | members 10 11            | sent to 2 by looking
      3.0  | exit 10                  |
      4.1  | free 500 file 0          | zero
      12.6 | free 500 file 0          | zero, ended 1 left 1
      """)
  }

  @Test("Many that die by hand count as one death under way: an armed kill is not held up by them")
  func credit() {
    check(
      """
      rows 100:0
      grace 0
      0.0  | process 10 rss 5         |
      0.1  | process 11 rss 5         |
      0.2  | process 12 rss 5         |
      0.3  | process 20 rss 300       |
      0.4  | arm                      | armed
      1.0  | ask group 10             | look
      1.1  | members 10 11 12         |
      2.0  | order group 10 TERM      | look
      2.1  | members 10 11 12         |
      2.2  | step                     | bind 10, bind 11, bind 12
      2.3  | step                     |
      2.4  | step                     | TERM 10, TERM 11, TERM 12
      2.5  | step                     | look
      2.6  | members 10 11 12         | sent to 3 by looking
      2.7  | free 50 file 0           | KILL 20
      """)
  }

  @Test("Where nothing can be killed nobody is even looked at")
  func readOnly() {
    check(
      """
      rows 100:0
      0.0 | process 10 rss 50        |
      0.1 | lose live-kernel         |
      1.0 | ask cgroup 10            |
      1.1 | reach                    | refused: cannotKill(LMKCore.Capability.Name.live)
      """)
  }

  @Test("An order without a preview, or for another reach, does nothing")
  func withoutPreview() {
    check(
      """
      rows 100:0
      0.0 | process 10 rss 50        |
      1.0 | order group 10 KILL      |
      1.1 | ask group 10             | look
      1.2 | order group 10 KILL      |
      1.3 | members 10               |
      1.4 | order subtree 10 KILL    |
      1.5 | ask process 10           |
      1.6 | order group 10 KILL      |
      1.7 | reach                    | nothing shown
      """)
  }

  @Test("A look that never ends is ended after sixteen, and said")
  func unsettled() {
    var lines = [
      "rows 100:0", "0.0 | process 10 rss 50 |", "1.0 | ask group 10 | look",
      "1.1 | members 10 |", "2.0 | order group 10 TERM | look",
    ]
    var pids = ["10"]
    for look in 1...15 {
      let time = "\(2 + look)"
      lines.append("\(time).1 | members \(pids.joined(separator: " ")) |")
      lines.append("\(time).2 | step | bind \(pids.last!)")
      lines.append("\(time).3 | step |")
      lines.append("\(time).4 | step | TERM \(pids.last!)")
      lines.append("\(time).5 | step | look")
      pids.append("\(10 + look)")
    }
    // Without a sample nobody looks at the clock.
    lines.append("18.1 | members \(pids.joined(separator: " ")) | sent to 15 by looking unsettled")
    check(lines.joined(separator: "\n"))
  }
}

import LMKCore
import LMKTestSupport
import Testing

/// Sizes in pages. The first row is the last resort.
@Suite("Policy, as timelines")
struct PolicyTimelineTests {
  private func expect(_ timeline: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let mismatches = Timeline.run(timeline)
    #expect(
      mismatches.isEmpty, "\(mismatches.map(\.description).joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  @Test("Nobody dies while headroom is at a row's minfree: both comparisons are strict")
  func strict() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 50 |
      1.0 | free 200 file 0           | zero
      2.0 | free 199 file 200         | zero
      3.0 | free 199 file 199         | would kill, named 10
      """)
  }

  @Test("An adj of 1000 does not die while no row is crossed")
  func noRowNoKill() {
    expect(
      """
      rows 100:0
      0.0 | process 10 adj 1000 rss 50 |
      1.0 | free 100 file 0            | zero
      1.5 | arm                        | armed
      2.0 | free 100 file 0            | zero
      """)
  }

  @Test("A row whose adj nobody reaches kills nobody, and says so in its own counter")
  func nobodyEligible() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 499 rss 50 |
      1.0 | free 150 file 0           | no kill
      2.0 | free 99 file 0            | would kill, named 10
      """)
  }

  @Test("Armed, the first of the order gets SIGTERM, and the deaths under way are enough")
  func armedKill() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 80  |
      0.0 | process 11 adj 900 rss 70  |
      0.0 | process 12 adj 800 rss 500 |
      0.5 | free 150 file 0            | would kill, named 10
      0.6 | arm                        | armed
      1.0 | free 150 file 0            | TERM 10
      1.1 | free 150 file 0            | busy
      1.2 | exit 10                    |
      1.3 | free 230 file 0            | zero
      2.3 | free 230 file 0            | zero, died 10 relief
      """)
  }

  @Test("A second victim is named only if memory is short even with the first one's pages")
  func secondVictim() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 30 |
      0.0 | process 11 adj 900 rss 20 |
      0.0 | process 12 adj 900 rss 10 |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | TERM 10
      1.1 | free 150 file 0           | TERM 11
      1.2 | free 150 file 0           | busy
      """)
  }

  @Test("No more deaths are under way than the severity of the row allows")
  func pendingCap() {
    expect(
      """
      rows 100:0 1000:0
      0.0 | process 10 adj 9 rss 4 |
      0.0 | process 11 adj 9 rss 3 |
      0.0 | process 12 adj 9 rss 2 |
      0.0 | process 13 adj 9 rss 1 |
      0.5 | arm                    | armed
      1.0 | free 500 file 0        | TERM 10
      1.1 | free 500 file 0        | TERM 11
      1.2 | free 500 file 0        | busy
      1.3 | free 50 file 0         | KILL 10, KILL 11, KILL 12
      1.4 | free 50 file 0         | busy
      """)
  }

  @Test("SIGTERM that is ignored becomes SIGKILL when the grace is over")
  func escalation() {
    expect(
      """
      rows 100:0 200:500
      grace 3
      0.0 | process 10 adj 900 rss 80 |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | TERM 10
      3.9 | free 150 file 0           | busy
      4.0 | free 150 file 0           | busy, KILL 10
      4.1 | exit 10                   |
      5.1 | free 230 file 0           | zero, died 10 relief
      """)
  }

  @Test("Memory that came back in the grace spares the victim its SIGKILL")
  func noNeedlessEscalation() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 80 |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | TERM 10
      4.5 | free 300 file 0           | zero
      9.5 | free 300 file 0           | zero, timed out 10
      """)
  }

  @Test("A grace of zero means SIGKILL at once")
  func noGrace() {
    expect(
      """
      rows 100:0 200:500
      grace 0
      0.0 | process 10 adj 900 rss 80 |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | KILL 10
      """)
  }

  @Test("SIGKILL at once, too, if memory is gone before the grace ends at the present slope")
  func steepSlope() {
    expect(
      """
      rows 100:0 2000:500
      0.0 | process 10 adj 900 rss 80 |
      0.0 | arm                       | armed
      0.1 | free 9000 file 0          | zero
      0.6 | free 5000 file 0          | zero
      1.1 | free 1000 file 0          | KILL 10
      """)
  }

  @Test("A victim in D state times out, is marked, and does not block the next")
  func stuckVictim() {
    expect(
      """
      rows 100:0 200:500
      grace 0
      0.0 | process 10 adj 900 rss 80 |
      0.0 | process 11 adj 800 rss 70 |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | KILL 10
      5.9 | free 150 file 0           | busy
      6.0 | free 150 file 0           | timed out 10, KILL 11
      """)
  }

  @Test("Gone, reused, refused: the next in the order gets its turn within the same scan")
  func steps() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 90 |
      0.0 | process 11 adj 900 rss 80 |
      0.0 | process 12 adj 900 rss 70 |
      0.0 | process 13 adj 900 rss 60 |
      0.0 | killer 10 gone            |
      0.0 | killer 11 reused          |
      0.0 | killer 12 refuses         |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | TERM 13
      """)
  }

  @Test("A scan that freed nothing is waste, by the kind of its last step")
  func waste() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 90 |
      0.0 | process 11 adj 900 rss 80 |
      0.0 | killer 10 gone            |
      0.0 | killer 11 refuses         |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | refused
      2.0 | free 150 file 0           | no kill
      """)
  }

  @Test("Memory that recovered between the verdict and the kill spares the victim")
  func recovered() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 90 |
      0.5 | arm                       | armed
      0.9 | then free 900             |
      1.0 | free 150 file 0           | recovered
      """)
  }

  @Test("An adj that was lowered behind our back corrects the head, and the next one dies")
  func headCorrection() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 90 |
      0.0 | process 11 adj 800 rss 80 |
      0.0 | adj-at-kill 10 -1000      |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | corrected, TERM 11
      """)
  }

  @Test("A head that has shrunk since it was read is re-linked, and who is first now dies")
  func shrunkenHead() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 90 |
      0.0 | process 11 adj 900 rss 80 |
      0.0 | rss-at-kill 10 70         |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | corrected, TERM 11
      """)
  }

  @Test("A zombie leader with live threads stands with its memory; a dead zombie does not")
  func zombies() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 0 state Z            |
      0.0 | process 11 adj 900 rss 25 state Z threads 2 | follow 11
      1.0 | free 150 file 0                             | would kill, named 11
      """)
  }

  @Test("pid 1, lmktop, kernel threads and adj -1000 are never named")
  func exempt() {
    expect(
      """
      rows 100:-1000
      own 7
      0.0 | process 1 adj 1000 rss 99        |
      0.0 | process 7 adj 1000 rss 99        |
      0.0 | process 8 adj 1000 rss 99 kernel |
      0.0 | process 9 adj -1000 rss 99       |
      1.0 | free 50 file 0                   | no kill
      2.0 | process 2 adj -999 rss 5         |
      3.0 | free 50 file 0                   | would kill, named 2
      """)
  }

  @Test("With --rank freeable, shared memory does not lift a process")
  func freeable() {
    expect(
      """
      rows 100:0
      rank freeable
      0.0 | process 10 adj 0 rss 900 shared 890 |
      0.0 | process 11 adj 0 rss 50             |
      1.0 | free 50 file 0                      | would kill, named 11
      """)
  }

  @Test("Three kills in a minute that brought no memory back disarm")
  func noRelief() {
    expect(
      """
      rows 100:0 200:500
      grace 0
      0.0  | process 10 adj 900 rss 80 |
      0.0  | process 11 adj 900 rss 70 |
      0.0  | process 12 adj 900 rss 60 |
      0.5  | arm                       | armed
      1.0  | free 50 file 0            | KILL 10
      1.1  | exit 10                   |
      2.1  | free 50 file 0            | died 10 no relief, KILL 11
      2.2  | exit 11                   |
      3.2  | free 50 file 0            | died 11 no relief, KILL 12
      3.3  | exit 12                   |
      4.3  | free 50 file 0            | no kill, died 12 no relief, disarmed: no relief
      """)
  }

  @Test("What others take while a victim dies is no kill in vain: the killing goes on")
  func takenByOthers() {
    expect(
      """
      rows 100:0 200:500
      grace 0
      0.0  | process 10 adj 900 rss 800 |
      0.0  | process 11 adj 900 rss 700 |
      0.0  | process 12 adj 900 rss 600 |
      0.0  | process 13 adj 900 rss 500 |
      0.5  | arm                        | armed
      1.0  | free 50 file 0 anon 3000   | KILL 10
      1.1  | exit 10                    |
      2.1  | free 50 file 0 anon 2900   | died 10 relief, KILL 11
      2.2  | exit 11                    |
      3.2  | free 50 file 0 anon 2800   | died 11 relief, KILL 12
      3.3  | exit 12                    |
      4.3  | free 50 file 0 anon 2700   | died 12 relief, KILL 13
      """)
  }

  @Test("What tmpfs takes while a victim dies is: after three the killing stops")
  func takenElsewhere() {
    expect(
      """
      rows 100:0 200:500
      grace 0
      0.0  | process 10 adj 900 rss 800 |
      0.0  | process 11 adj 900 rss 700 |
      0.0  | process 12 adj 900 rss 600 |
      0.0  | process 13 adj 900 rss 500 |
      0.5  | arm                        | armed
      1.0  | free 50 file 0 anon 3000   | KILL 10
      1.1  | exit 10                    |
      2.1  | free 50 file 0 anon 2200   | died 10 no relief, KILL 11
      2.2  | exit 11                    |
      3.2  | free 50 file 0 anon 1500   | died 11 no relief, KILL 12
      3.3  | exit 12                    |
      4.3  | free 50 file 0 anon 900    | would kill, died 12 no relief, disarmed: no relief, named 13
      """)
  }

  @Test("Disarming takes back the SIGKILL that would have followed")
  func disarmed() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 80 |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | TERM 10
      1.5 | disarm                    | disarmed
      5.0 | free 150 file 0           | busy
      9.0 | free 150 file 0           | would kill, timed out 10, named 10
      """)
  }

  @Test("A lost permission disarms, and without it nobody arms")
  func lostCapability() {
    expect(
      """
      rows 100:0
      0.5 | arm                | armed
      1.0 | lose all-processes | disarmed: lost
      2.0 | arm                | refused to arm: hiddenProcesses
      """)
  }

  @Test("A kill by hand goes to the process its dialog was opened on, and is counted apart")
  func byHand() {
    expect(
      """
      rows 100:0
      0.0 | free 900 file 0          | zero
      0.0 | process 10 adj 0 rss 80  |
      0.5 | signal 10 TERM           |
      1.0 | bind 10                  |
      1.5 | signal 11 TERM           |
      2.0 | signal 10 TERM           | TERM 10
      2.1 | exit 10                  |
      3.1 | free 980 file 0          | zero, died 10 relief
      """)
  }

  @Test("A dialog whose process went away sends nothing")
  func byHandGone() {
    expect(
      """
      rows 100:0
      0.0 | process 10 adj 0 rss 80  |
      1.0 | bind 10                  |
      2.0 | exit 10                  |
      2.0 | process 10 start 99      |
      3.0 | signal 10 TERM           |
      """)
  }

  @Test("SIGKILL follows only while the active row still reaches the victim")
  func escalationByRow() {
    expect(
      """
      rows 100:0 200:900
      0.0 | process 10 adj 0 rss 80 |
      0.5 | arm                     | armed
      1.0 | free 50 file 0          | TERM 10
      4.0 | free 150 file 0         | busy
      5.0 | free 50 file 0          | no kill, KILL 10
      """)
  }

  @Test("An adj of -1000 that was set in the grace takes the SIGKILL back")
  func escalationOfNever() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 80 |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | TERM 10
      2.0 | adj-at-kill 10 -1000      |
      4.0 | free 150 file 0           | busy
      9.0 | free 150 file 0           | no kill, timed out 10
      """)
  }

  @Test("Out of memory at the kill: the same victim is tried again, nobody dies in its place")
  func transientError() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 80 |
      0.0 | process 11 adj 900 rss 70 |
      0.0 | killer 10 errs            |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | error
      1.1 | free 150 file 0           | error
      1.2 | killer 10 works           |
      1.3 | free 150 file 0           | TERM 10
      """)
  }

  @Test("An order to arm that comes while lmktop leaves comes too late")
  func armAfterLeaving() {
    expect(
      """
      rows 100:0
      0.0 | process 10 adj 0 rss 80 |
      0.5 | arm                     | armed
      0.6 | leave                   | disarmed
      0.7 | arm                     |
      1.0 | free 50 file 0          | would kill, named 10
      """)
  }

  @Test("Without vmstat nobody dies and nothing is counted")
  func memoryUnknown() {
    expect(
      """
      rows 100:0
      0.0 | process 10 adj 0 rss 80 |
      0.5 | lose vmstat             |
      1.0 | free 50 file 0          |
      2.0 | find vmstat             |
      3.0 | free 50 file 0          | would kill, named 10
      """)
  }

  @Test("A victim whose memory is gone already is passed over, and not credited")
  func goneAlready() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 90 |
      0.0 | process 11 adj 900 rss 80 |
      0.0 | rss-at-kill 10 0          |
      0.5 | arm                       | armed
      1.0 | free 150 file 0           | corrected, TERM 11
      """)
  }

  @Test("A kill that brings no memory back is told from one that does, however little was expected")
  func sharedMemory() {
    expect(
      """
      rows 100:0 200:500
      grace 0
      0.0 | process 10 adj 900 rss 80 shared 80 |
      0.5 | arm                                 | armed
      1.0 | free 50 file 0                      | KILL 10
      1.1 | exit 10                             |
      2.1 | free 50 file 0                      | no kill, died 10 no relief
      """)
  }

  @Test("Without CAP_KILL the own process dies, and others' are set aside without being tried")
  func unprivileged() {
    expect(
      """
      rows 100:0 200:500
      only 1000
      0.0 | process 10 uid 0 adj 900 rss 90    |
      0.0 | process 11 uid 33 adj 900 rss 80   |
      0.0 | process 12 uid 1000 adj 800 rss 70 |
      0.0 | process 13 uid 0 adj 600 rss 60    |
      0.5 | arm                                | armed
      1.0 | free 100 file 0                    | TERM 12
      1.1 | exit 12                            |
      2.2 | free 150 file 0                    | refused, died 12 no relief
      3.0 | free 150 file 0                    | no kill
      """)
  }
}

import LMKTestSupport
import Testing

@testable import LMKCore

/// What a guard needs that nobody watches. Sizes in pages.
@Suite("Names that come back")
struct RespawnTimelineTests {
  private func expect(_ timeline: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let mismatches = Timeline.run(timeline)
    #expect(
      mismatches.isEmpty, "\(mismatches.map(\.description).joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  @Test("One of the victim's name and owner, born after its end, is a respawn; others are not")
  func respawned() {
    expect(
      """
      rows 100:0
      grace 0
      0.0  | pass                                       |
      0.1  | process 10 adj 900 rss 80 name hog uid 7   |
      0.2  | process 9 rss 1 name hog uid 7             |
      0.3  | pass                                       |
      0.5  | arm                                        | armed
      1.0  | free 50 file 0                             | KILL 10
      1.1  | exit 10                                    |
      1.15 | process 10 adj 900 rss 0 name hog uid 7 state Z |
      1.2  | process 9 rss 1 name hog uid 7             |
      1.3  | process 20 rss 1 name sh uid 7             |
      1.4  | process 21 rss 1 name hog uid 8            |
      1.5  | process 20 adj 900 rss 80 name hog uid 7   | respawned 20 1
      1.6  | process 22 rss 1 name hog uid 7            |
      2.2  | free 130 file 0                            | zero, died 10 relief
      3.0  | free 50 file 0                             | KILL 20
      3.1  | exit 20                                    |
      3.2  | process 23 adj 900 rss 80 name hog uid 7   | respawned 23 2
      """)
  }

  @Test("Whoever comes half a minute later comes by itself; a kill by hand is nobody's fault")
  func late() {
    expect(
      """
      rows 100:0
      grace 0
      0.0  | pass                               |
      0.1  | process 10 adj 900 rss 80 name hog |
      0.2  | process 11 rss 80 name cat         |
      0.3  | pass                               |
      0.5  | arm                                | armed
      1.0  | free 50 file 0                     | KILL 10
      1.1  | exit 10                            |
      1.2  | bind 11                            |
      1.3  | signal 11 KILL                     | KILL 11
      1.4  | exit 11                            |
      1.5  | process 12 rss 80 name cat         |
      32.0 | process 20 adj 900 rss 80 name hog |
      """)
  }

  @Test("Each of the first times is told, then more and more seldom")
  func told() {
    var ledger = RespawnLedger()
    var told: [UInt32] = []
    for second in 0..<70 {
      let died = Instant(nanoseconds: Int64(second) * 1_000_000_000)
      ledger.noteDeath(ProcessName("hog"), uid: 0, at: died)
      let times = ledger.noteBirth(
        ProcessName("hog"), uid: 0, at: died.advanced(by: .milliseconds(100)))
      if let times, RespawnLedger.isTold(times) { told.append(times) }
    }
    #expect(told == [1, 2, 3, 4, 8, 16, 32, 64])
  }

  @Test("What no kill frees is named, the largest first, and only what is large")
  func held() {
    var memory = MemoryReading()
    memory.totalPages = 1000
    memory.shmemPages = 300
    memory.slabPages = 19
    memory.lockedPages = 5
    memory.unevictablePages = 50
    memory.hugetlbPages = 100
    memory.arcPages = 400
    let held = HeldMemory(memory)
    #expect(held.largest == [.arc, .shmem, .hugetlb, .locked])
    #expect(held.share == 86)
    #expect(HeldMemory(MemoryReading()).largest.isEmpty)
  }
}

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

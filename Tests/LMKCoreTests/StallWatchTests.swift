import LMKTestSupport
import Testing

@testable import LMKCore

/// When memory is looked at again, by PSI's total of `some`. Microseconds.
@Suite("Looking closer when processes begin to stall")
struct StallWatchTests {
  private func expect(_ timeline: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let mismatches = Timeline.run(timeline)
    #expect(
      mismatches.isEmpty, "\(mismatches.map(\.description).joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  @Test("An idle machine is looked at once a second, whatever its total was since boot")
  func idle() {
    expect(
      """
      rows 100:0
      1.0 | free 9000000 file 0 stall 77000000 | zero
      1.0 | look                               | in 1000 ms
      2.0 | free 9000000 file 0 stall 77000000 | zero
      3.0 | free 9000000 file 0 stall 77009000 | zero
      3.0 | look                               | in 1000 ms
      """)
  }

  @Test("One per cent between two samples brings the next within 100 ms, until ten are quiet")
  func suspicion() {
    expect(
      """
      rows 100:0
      1.0 | free 9000000 file 0 stall 1000  | zero
      2.0 | free 9000000 file 0 stall 11000 | zero
      2.0 | look                            | in 100 ms
      2.1 | free 9000000 file 0 stall 11000 | zero
      2.2 | free 9000000 file 0 stall 11000 | zero
      2.3 | free 9000000 file 0 stall 11000 | zero
      2.4 | free 9000000 file 0 stall 11600 | zero
      2.5 | free 9000000 file 0 stall 11600 | zero
      2.6 | free 9000000 file 0 stall 11600 | zero
      2.7 | free 9000000 file 0 stall 11600 | zero
      2.8 | free 9000000 file 0 stall 11600 | zero
      2.9 | free 9000000 file 0 stall 11600 | zero
      3.0 | free 9000000 file 0 stall 11600 | zero
      3.1 | free 9000000 file 0 stall 11600 | zero
      3.2 | free 9000000 file 0 stall 11600 | zero
      3.3 | free 9000000 file 0 stall 11600 | zero
      3.3 | look                            | in 100 ms
      3.4 | free 9000000 file 0 stall 11600 | zero
      3.4 | look                            | in 1000 ms
      """)
  }

  @Test("Samples a few milliseconds apart are judged together, so that one fault is no storm")
  func closeSamples() {
    expect(
      """
      rows 100:0
      1.000 | free 9000000 file 0 stall 1000 | zero
      1.002 | free 9000000 file 0 stall 1100 | zero
      1.002 | look                           | in 1000 ms
      1.030 | free 9000000 file 0 stall 1300 | zero
      1.030 | look                           | in 1000 ms
      1.060 | free 9000000 file 0 stall 1700 | zero
      1.060 | look                           | in 100 ms
      """)
  }

  @Test("The kernel's trigger makes it look closer too, and silence ends that")
  func trigger() {
    expect(
      """
      rows 100:0
      1.0 | free 9000000 file 0 stall 1000 | zero
      1.5 | stall                          |
      1.5 | look                           | in 100 ms
      """)
    var watch = StallWatch()
    watch.alarm()
    var looks = 0
    while watch.isSuspicious {
      looks += 1
      watch.add(
        total: 5, at: Instant(nanoseconds: Int64(looks) * StallWatch.interval.wholeNanoseconds))
    }
    // The first has nothing to be compared with.
    #expect(looks == StallWatch.quietLooks + 1)
  }

  @Test("A kernel without PSI, a file that was lost, and a total that fell raise no suspicion")
  func without() {
    var watch = StallWatch()
    let second: Int64 = 1_000_000_000
    watch.add(total: nil, at: Instant(nanoseconds: second))
    #expect(!watch.isSuspicious)
    watch.add(total: 900_000, at: Instant(nanoseconds: 2 * second))
    watch.add(total: 10, at: Instant(nanoseconds: 3 * second))
    #expect(!watch.isSuspicious)
    watch.add(total: 500_000, at: Instant(nanoseconds: 4 * second))
    #expect(watch.isSuspicious)
    watch.add(total: nil, at: Instant(nanoseconds: 5 * second))
    #expect(!watch.isSuspicious)
  }
}

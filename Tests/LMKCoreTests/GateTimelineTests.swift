import LMKCore
import LMKTestSupport
import Testing

/// Gates and stall rows over time. Sizes in pages; PSI's totals in microseconds.
@Suite("Gates and stall rows, as timelines")
struct GateTimelineTests {
  private func expect(_ timeline: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let mismatches = Timeline.run(timeline)
    #expect(
      mismatches.isEmpty, "\(mismatches.map(\.description).joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  @Test("A swap gate: the row acts only while swap free is at most the share; two points to close")
  func swapGate() {
    expect(
      """
      table 100p:0 if swap<=10%, 200p:500 if swap<=25%
      0.0 | process 10 adj 900 rss 50              |
      1.0 | free 50 file 0 swap 100 swap-free 40   | zero
      2.0 | free 50 file 0 swap-free 25            | would kill, named 10
      3.0 | free 50 file 0 swap-free 27            | would kill
      4.0 | free 50 file 0 swap-free 28            | zero
      5.0 | free 50 file 0 swap-free 27            | zero
      6.0 | free 250 file 0 swap-free 0            | zero
      """)
  }

  @Test("No swap counts as swap that is gone")
  func noSwap() {
    expect(
      """
      table 100p:0 if swap<=10%
      0.0 | process 10 adj 0 rss 50 |
      1.0 | free 99 file 0          | would kill, named 10
      """)
  }

  @Test("The first row that is crossed and open is the active one")
  func otherRow() {
    // Row 1 is gated, so row 2 decides: adj 0 is spared.
    expect(
      """
      table 100p:0 if swap<=10%, 200p:500
      0.0 | process 10 adj 0 rss 50              |
      1.0 | free 50 file 0 swap 100 swap-free 40 | no kill
      2.0 | free 50 file 0 swap-free 10          | would kill, named 10
      """)
  }

  @Test("A pressure gate opens when the stall has lasted, and closes five points below")
  func pressureGate() {
    expect(
      """
      table 100p:0 if full>=20%/2s
      0.0 | process 10 adj 0 rss 50       |
      1.0 | free 50 file 0 full 0         | zero
      2.0 | free 50 file 0 full 250000    | zero
      3.0 | free 50 file 0 full 500000    | zero
      4.0 | free 50 file 0 full 700000    | would kill, named 10
      5.0 | free 50 file 0 full 860000    | would kill
      6.0 | free 50 file 0 full 1000000   | zero
      7.0 | free 50 file 0 full 1180000   | zero
      """)
  }

  @Test("A pressure gate that breaks off begins anew")
  func pressureAnew() {
    expect(
      """
      table 100p:0 if some>=20%/2s
      0.0 | process 10 adj 0 rss 50     |
      1.0 | free 50 file 0 some 0       | zero
      2.0 | free 50 file 0 some 250000  | zero
      3.0 | free 50 file 0 some 440000  | zero
      4.0 | free 50 file 0 some 690000  | zero
      5.0 | free 50 file 0 some 940000  | zero
      6.0 | free 50 file 0 some 1190000 | would kill, named 10
      """)
  }

  @Test("Without PSI a pressure gate stays closed: nobody dies by what is not known")
  func noPressure() {
    expect(
      """
      table 100p:0 if some>=1%
      0.0 | process 10 adj 0 rss 50 |
      1.0 | free 50 file 0          | zero
      2.0 | free 50 file 0          | zero
      """)
  }

  @Test("A gate on what is available: three times the row's minfree, and ZFS's cache counts")
  func availableGate() {
    expect(
      """
      table 100p:0 if available<=3x
      0.0 | process 10 adj 0 rss 50              |
      1.0 | free 50 file 0 available 301         | zero
      2.0 | free 50 file 0 available 300         | would kill, named 10
      3.0 | free 50 file 0 available 315         | would kill
      4.0 | free 50 file 0 available 316         | zero
      5.0 | free 50 file 0 available 200 arc 150 | zero
      6.0 | free 50 file 0 available 200 arc 90  | would kill, named 10
      """)
  }

  @Test("Several gates must all hold")
  func several() {
    expect(
      """
      table 100p:0 if swap<=10% and available<=10%
      0.0 | process 10 adj 0 rss 50                                       |
      1.0 | free 50 file 0 swap 100 swap-free 5 total 1000 available 120  | zero
      2.0 | free 50 file 0 swap-free 50 available 100                     | zero
      3.0 | free 50 file 0 swap-free 5 available 100                      | would kill, named 10
      """)
  }

  @Test("A stall row acts though headroom is above every row, when its stall has lasted")
  func stallRow() {
    expect(
      """
      table 100p:0, full>=25%/3s:300
      0.0 | process 10 adj 300 rss 50     |
      0.0 | process 11 adj 299 rss 500    |
      1.0 | free 500 file 500 full 0      | zero
      2.0 | free 500 file 500 full 300000 | zero
      3.0 | free 500 file 500 full 600000 | zero
      4.0 | free 500 file 500 full 900000 | zero
      5.0 | free 500 file 500 full 1200000 | would kill, named 10
      6.0 | free 500 file 500 full 1410000 | would kill
      7.0 | free 500 file 500 full 1600000 | zero
      """)
  }

  @Test("A stall row with plenty available waits for what is available to fall, too")
  func stallAvailable() {
    expect(
      """
      table 100p:0, full>=25%:300 if available<=10%
      0.0 | process 10 adj 300 rss 50                                   |
      1.0 | free 500 file 500 full 0 total 10000 available 2000         | zero
      2.0 | free 500 file 500 full 500000 available 2000                | zero
      3.0 | free 500 file 500 full 1000000 available 1000               | would kill, named 10
      """)
  }

  @Test("Refaults against the file pages are a stall, too")
  func refaults() {
    expect(
      """
      table 100p:0, refaults>=50%/2s:0
      0.0 | process 10 adj 0 rss 50         |
      1.0 | free 500 file 1000 refaults 0   | zero
      2.0 | free 500 file 1000 refaults 600 | zero
      3.0 | free 500 file 1000 refaults 1200 | zero
      4.0 | free 500 file 1000 refaults 1800 | would kill, named 10
      """)
  }

  @Test("Of a crossed row and a stall row that acts, the one with the lower adj counts")
  func lower() {
    expect(
      """
      table 100p:0, 1000p:900, full>=25%:300
      0.0 | process 10 adj 300 rss 50     |
      1.0 | free 500 file 500 full 0      | no kill
      2.0 | free 500 file 500 full 300000 | would kill, named 10
      3.0 | free 500 file 500 full 310000 | no kill
      """)
  }

  @Test(
    "Behind a stall row's victim nobody is named until it is gone and the stall has lasted anew")
  func oneAtATime() {
    expect(
      """
      table 100p:0, full>=25%/2s:0
      0.0 | process 10 adj 900 rss 400          |
      0.0 | process 11 adj 800 rss 400          |
      0.5 | arm                                 | armed
      1.0 | free 500 file 500 full 0            | zero
      2.0 | free 500 file 500 full 500000       | zero
      3.0 | free 500 file 500 full 1000000      | zero
      4.0 | free 500 file 500 full 1500000      | TERM 10
      5.0 | free 500 file 500 full 2000000      | busy
      5.5 | exit 10                             |
      6.0 | free 900 file 500 full 2500000      | busy
      6.6 | free 900 file 500 full 2800000      | zero, died 10 relief
      8.0 | free 900 file 500 full 3500000      | zero
      8.5 | free 900 file 500 full 3750000      | zero
      8.7 | free 900 file 500 full 3850000      | zero
      10. | free 900 file 500 full 4600000      | TERM 11
      """)
  }

  @Test("A victim of a stall row that ignores SIGTERM gets SIGKILL while the stall lasts")
  func escalates() {
    expect(
      """
      table 100p:0, full>=25%:0
      grace 1
      0.0 | process 10 adj 900 rss 200     |
      0.5 | arm                            | armed
      1.0 | free 500 file 500 full 0       | zero
      2.0 | free 500 file 500 full 500000  | TERM 10
      3.0 | free 500 file 500 full 1000000 | no kill, KILL 10
      """)
  }

  @Test("Without gates and stall rows nothing asks the lamps")
  func unchanged() {
    expect(
      """
      rows 100:0 200:500
      0.0 | process 10 adj 900 rss 50                  |
      1.0 | free 199 file 199 swap 100 swap-free 100   | would kill, named 10
      2.0 | free 500 file 500 full 9000000             | zero
      3.0 | free 500 file 500 full 19000000            | zero
      """)
  }
}

import LMKCore
import LMKTestSupport
import Testing

/// Sizes in MiB, by the builder of snapshots.
@Suite("What would be killed, in order")
struct PredictionTests {
  private static let unit = SnapshotBuilder.pagesPerMiB

  /// Three at adj 900 (300, 200, 100 MiB), one at 500 (50), one at 0 (800).
  private func snapshot(
    free: Int, file: Int = 0, rows: [(Int, Int)] = [(200, 0), (400, 500), (600, 900)]
  ) -> Snapshot {
    var builder = SnapshotBuilder()
    builder.rows(rows.map { (mebibytes: $0.0, adj: $0.1) })
    for (pid, adj, size) in [(10, 900, 300), (11, 900, 200), (12, 900, 100), (13, 500, 50)] {
      builder.add(Int32(pid), "p\(pid)", adj: adj, frees: size)
    }
    builder.add(14, "p14", adj: 0, frees: 800)
    builder.add(15, "p15", adj: 1000, frees: 800, standing: .protected(.pin))
    builder.memory(free: free, file: file)
    return builder.build()
  }

  private func pids(_ prediction: Prediction) -> [Int32] {
    prediction.steps.map(\.victim.key.pid)
  }

  @Test("No row crossed: nobody")
  func nobody() {
    let prediction = Prediction(of: snapshot(free: 600))
    #expect(prediction.count == 0 && prediction.end == .relieved)
  }

  @Test("Kill by kill, until no row is crossed; each with the row that is left")
  func sequence() {
    let prediction = Prediction(of: snapshot(free: 50))
    // 50 → 350 (row 2) → 550 (row 3) → 650.
    #expect(pids(prediction) == [10, 11, 12])
    #expect(prediction.steps.map(\.row) == [0, 1, 2])
    #expect(prediction.steps.map(\.rowAfter) == [1, 2, nil])
    #expect(prediction.steps.map { $0.after.otherFree / Self.unit } == [350, 550, 650])
    #expect(prediction.end == .relieved && prediction.pages / Self.unit == 600)
  }

  @Test("It ends where nobody is left at the row's adj, and the protected are passed over")
  func nobodyLeft() {
    let prediction = Prediction(of: snapshot(free: -400))
    // −400 → −100 → 100 → 200 (row 2) → 250: adj 0 is not reached by row 2.
    #expect(pids(prediction) == [10, 11, 12, 13])
    #expect(prediction.end == .nobodyLeft(row: 1))
    let all = Prediction(of: snapshot(free: -2000))
    #expect(pids(all) == [10, 11, 12, 13, 14] && all.end == .nobodyLeft(row: 0))
  }

  @Test("By another table, and with memory that somebody takes before: free first, then file")
  func supposed() throws {
    let machine = snapshot(free: 700, file: 900)
    #expect(Prediction(of: machine).count == 0)
    #expect(Prediction(of: machine, taking: 1000 * Self.unit).count == 0)
    let taken = Prediction(of: machine, taking: 1100 * Self.unit)
    // Free is gone, file has 500 left: row 3.
    #expect(taken.before.otherFree == 0 && taken.before.otherFile / Self.unit == 500)
    // 300 and 200 MiB come back: free 500, which is below 600 still.
    #expect(pids(taken) == [10, 11, 12] && taken.end == .relieved)
    let other = try Thresholds([Level(minfreePages: 950 * Self.unit, adj: 600)])
    #expect(pids(Prediction(of: machine, by: other)) == [10])
  }

  @Test("Swap takes what memory cannot; only then free falls below the reserve")
  func swap() {
    var machine = snapshot(free: 100, file: 100)
    machine.terms.swapFree = 300 * Self.unit
    let some = Prediction(of: machine, taking: 400 * Self.unit)
    #expect(some.before.otherFree == 0 && some.before.swapFree / Self.unit == 100)
    let more = Prediction(of: machine, taking: 600 * Self.unit)
    #expect(more.before.otherFree / Self.unit == -100)
  }

  @Test("Gates on what is available close when kills have brought it back")
  func gates() throws {
    var machine = snapshot(free: 50)
    machine.terms.available = 60 * Self.unit
    machine.terms.total = 10_000 * Self.unit
    var gates = Gates()
    gates.available = .percent(3)
    machine.thresholds = try Thresholds([
      Level(minfreePages: 5000 * Self.unit, adj: 0, gates: gates)
    ])
    // 60 → 360 MiB available, which is above 300.
    #expect(pids(Prediction(of: machine)) == [10])
    #expect(Prediction(of: machine).end == .relieved)
    machine.terms.available = 500 * Self.unit
    #expect(Prediction(of: machine).count == 0)
  }

  @Test("A gate that is open closes only beyond its band, in a prediction too")
  func band() throws {
    var machine = snapshot(free: 50)
    machine.terms.available = 10 * Self.unit
    machine.terms.total = 10_000 * Self.unit
    var gates = Gates()
    gates.available = .percent(3)
    machine.thresholds = try Thresholds([
      Level(minfreePages: 5000 * Self.unit, adj: 0, gates: gates)
    ])
    // 10 → 310 MiB available: above 300 and below 315, so the gate that was opened stays open.
    #expect(pids(Prediction(of: machine)) == [10, 11])
    // One that was never open is not.
    machine.terms.available = 310 * Self.unit
    #expect(Prediction(of: machine).count == 0)
  }

  @Test("More than are kept are counted")
  func many() {
    var builder = SnapshotBuilder()
    builder.rows([(mebibytes: 1000, adj: 0)])
    for pid in 1...200 { builder.add(Int32(pid), "p", adj: 0, frees: 1) }
    builder.memory(free: 900, file: 0)
    let prediction = Prediction(of: builder.build())
    #expect(prediction.count == 100 && prediction.steps.count == Prediction.kept)
    #expect(prediction.end == .relieved)
  }

  @Test("The monitor, armed, does what was predicted while nobody grows")
  func monitor() {
    // The same machine in pages: 10, 11 and 12 die in this order, and nobody else.
    let mismatches = Timeline.run(
      """
      rows 200:0 400:500 600:900
      0.0 | process 10 adj 900 rss 300 |
      0.0 | process 11 adj 900 rss 200 |
      0.0 | process 12 adj 900 rss 100 |
      0.0 | process 13 adj 500 rss 50  |
      0.0 | process 14 adj 0 rss 800   |
      0.5 | arm                        | armed
      1.0 | free 50 file 0             | TERM 10
      1.1 | free 50 file 0             | TERM 11
      1.2 | free 50 file 0             | busy
      1.5 | exit 10                    |
      2.6 | free 350 file 0            | died 10 relief, TERM 12
      2.7 | free 350 file 0            | busy
      """)
    #expect(mismatches.isEmpty, "\(mismatches)")
  }
}

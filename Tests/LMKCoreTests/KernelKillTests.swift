import LMKTestSupport
import Testing

@testable import LMKCore

/// A kill by the kernel is told by up to three sources, in any order, and is one entry.
@Suite("Kills by the kernel")
struct KernelKillTests {
  private func expect(_ timeline: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let mismatches = Timeline.run(timeline)
    #expect(
      mismatches.isEmpty, "\(mismatches.map(\.description).joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  @Test("In the kernel's order: counted, marked, said; one entry, when it is said")
  func kernelOrder() {
    expect(
      """
      rows 100:0
      0.0   | find kernel-log       |
      0.0   | find tracepoints      |
      0.1   | free 900 file 0 oom 7 | zero
      1.0   | free 900 file 0 oom 8 | zero
      1.001 | kernel marks 10       |
      1.004 | kernel says 10 cgroup | kernel killed 10 cgroup
      2.0   | free 900 file 0 oom 8 | zero
      9.0   | free 900 file 0 oom 8 | zero
      """)
  }

  @Test("Said first, then marked, then counted by the next sample: still one")
  func saidFirst() {
    expect(
      """
      rows 100:0
      0.0  | find kernel-log        |
      0.0  | find tracepoints       |
      0.1  | free 900 file 0        | zero
      0.2  | kernel says 10 machine | kernel killed 10 machine
      0.21 | kernel marks 10        |
      1.1  | free 900 file 0 oom 1  | zero
      5.0  | free 900 file 0 oom 1  | zero
      """)
  }

  @Test("Marked and counted, and no sentence comes: told by the mark, after two seconds")
  func markedOnly() {
    expect(
      """
      rows 100:0
      0.0 | find kernel-log           |
      0.0 | find tracepoints          |
      0.1 | free 9000000 file 0       | zero
      0.2 | kernel marks 10           |
      1.0 | free 9000000 file 0 oom 1 | zero
      1.5 | look                      | in 700 ms
      2.2 | free 9000000 file 0 oom 1 | zero, kernel killed 10 untold
      5.0 | free 9000000 file 0 oom 1 | zero
      """)
  }

  @Test("Without the kernel's log a mark that was counted is told at once")
  func withoutLog() {
    expect(
      """
      rows 100:0
      0.0  | find tracepoints      |
      0.1  | free 900 file 0       | zero
      0.2  | kernel marks 10       |
      0.3  | free 900 file 0 oom 1 | zero, kernel killed 10 untold
      1.0  | free 900 file 0 oom 2 | zero
      1.01 | kernel marks 11       | kernel killed 11 untold
      9.0  | free 900 file 0 oom 2 | zero
      """)
  }

  @Test("A mark that was not counted is of a process that was dying already: no kill")
  func dyingAlready() {
    expect(
      """
      rows 100:0
      0.0 | find kernel-log  |
      0.0 | find tracepoints |
      0.1 | free 900 file 0  | zero
      0.2 | kernel marks 10  |
      1.0 | free 900 file 0  | zero
      9.0 | free 900 file 0  | zero
      """)
  }

  @Test("A mark of no kill does not take the count of another's sentence")
  func dyingBesideKilled() {
    expect(
      """
      rows 100:0
      0.0 | find kernel-log        |
      0.0 | find tracepoints       |
      0.1 | free 900 file 0        | zero
      0.2 | kernel marks 10        |
      0.3 | kernel marks 11        |
      0.4 | free 900 file 0 oom 1  | zero
      0.5 | kernel says 11 machine | kernel killed 11 machine
      9.0 | free 900 file 0 oom 1  | zero
      """)
  }

  @Test("A kill of which only the counter tells is told as a count")
  func countedOnly() {
    expect(
      """
      rows 100:0
      0.1  | free 9000000 file 0 oom 3 | zero
      1.0  | free 9000000 file 0 oom 5 | zero, kernel killed 2 more
      1.1  | find kernel-log           |
      2.0  | free 9000000 file 0 oom 6 | zero
      3.9  | free 9000000 file 0 oom 6 | zero
      3.95 | look                      | in 50 ms
      4.0  | free 9000000 file 0 oom 6 | zero, kernel killed 1 more
      9.0  | free 9000000 file 0 oom 6 | zero
      """)
  }

  @Test("Of three that were counted, two are told by name, and the third as a count")
  func someAreNamed() {
    expect(
      """
      rows 100:0
      0.0 | find kernel-log        |
      0.1 | free 900 file 0        | zero
      0.2 | kernel says 10 machine | kernel killed 10 machine
      0.3 | free 900 file 0 oom 3  | zero
      0.4 | kernel says 11 cgroup  | kernel killed 11 cgroup
      2.4 | free 900 file 0 oom 3  | zero, kernel killed 1 more
      9.0 | free 900 file 0 oom 3  | zero
      """)
  }

  @Test("Two sentences about one pid are two kills")
  func reusedPid() {
    expect(
      """
      rows 100:0
      0.0 | find kernel-log        |
      0.1 | free 900 file 0        | zero
      0.2 | kernel says 10 machine | kernel killed 10 machine
      0.3 | kernel says 10 machine | kernel killed 10 machine
      1.0 | free 900 file 0 oom 2  | zero
      9.0 | free 900 file 0 oom 2  | zero
      """)
  }

  @Test("Whatever the order, and a sample between any two: one kill is one report, and it is whole")
  func everyOrder() {
    enum Step: CaseIterable { case count, mark, say }
    let orders: [[Step]] = [
      [.count, .mark, .say], [.count, .say, .mark], [.mark, .count, .say], [.mark, .say, .count],
      [.say, .count, .mark], [.say, .mark, .count],
    ]
    for order in orders {
      for gap in [0, 3, 400, 900] {
        var ledger = KernelKillLedger()
        let tellers = KernelKillLedger.Tellers(marks: true, sentences: true)
        var reports: [KernelKillLedger.Report] = []
        var now = Instant(nanoseconds: 5_000_000_000)
        for step in order {
          var mark = KernelKill(scope: .untold, pid: 7)
          mark.uid = 33
          let sentence = KernelKill(scope: .cgroup, pid: 7, name: ProcessName("hog"))
          switch step {
          case .count: ledger.count(1, at: now)
          case .mark: ledger.hear(mark, from: .mark, at: now)
          case .say: ledger.hear(sentence, from: .sentence, at: now)
          }
          while let report = ledger.next(at: now, tellers: tellers) { reports.append(report) }
          now = now.advanced(by: .milliseconds(gap))
        }
        for second in 0..<5 {
          let later = now.advanced(by: .seconds(second))
          while let report = ledger.next(at: later, tellers: tellers) { reports.append(report) }
        }
        #expect(reports.count == 1, "\(order) \(gap) ms apart: \(reports)")
        guard case .named(let kill)? = reports.first else { continue }
        #expect(kill.scope == .cgroup)
        #expect(kill.name == ProcessName("hog"))
        #expect(ledger.deadline == nil)
      }
    }
  }

  @Test("A storm of kills beyond its room loses names, never the count")
  func storm() {
    var ledger = KernelKillLedger()
    let now = Instant(nanoseconds: 0)
    let limit = Int32(KernelKillLedger.capacity)
    for pid in 1...3 * limit {
      ledger.hear(KernelKill(scope: .untold, pid: pid), from: .mark, at: now)
    }
    ledger.count(UInt64(3 * limit), at: now)
    var named = 0
    var counted: UInt64 = 0
    let later = now.advanced(by: KernelKillLedger.patience)
    let tellers = KernelKillLedger.Tellers(marks: true, sentences: true)
    while let report = ledger.next(at: later, tellers: tellers) {
      switch report {
      case .named: named += 1
      case .counted(let count): counted += count
      }
    }
    #expect(named == limit)
    #expect(counted == UInt64(2 * limit))
  }
}

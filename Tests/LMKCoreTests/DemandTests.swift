import Testing

@testable import LMKCore

@Suite("What snapshots hold only while it is looked at")
struct DemandTests {
  private struct Machine: ~Copyable {
    var monitor: Monitor
    var effects = Effects()
    var now = Instant(nanoseconds: 1_000_000_000_000)
    let keys: [ProcessKey]

    init(processes: Int) throws {
      let thresholds = try Thresholds([Level(minfreePages: 1000, adj: 0)])
      monitor = Monitor(MonitorConfiguration(thresholds: thresholds), at: now)
      keys = (0..<processes).map { ProcessKey(pid: Int32(100 + $0), startTime: UInt64($0)) }
      monitor.apply(.passBegan(.walk), at: now, into: &effects)
      for (number, key) in keys.enumerated() {
        monitor.apply(
          .measured(
            ProcessReading(
              key: key, adj: OOMScoreAdj(number * 37 % 900) ?? 0,
              rssPages: 1 + number * 7919 % 5000,
              inode: UInt64(number))),
          at: now, into: &effects)
      }
      monitor.apply(.passEnded(met: processes, Work()), at: now, into: &effects)
    }

    mutating func look(_ demand: SnapshotDemand) {
      monitor.apply(.command(.look(demand)), at: now, into: &effects)
    }

    /// A pass that reads the time of everybody, if it is wanted.
    mutating func pass(after seconds: Double, ticks: UInt64) -> Bool {
      now = now.advanced(by: .milliseconds(Int(seconds * 1000)))
      monitor.apply(.passBegan(.sweep), at: now, into: &effects)
      defer { monitor.apply(.passEnded(met: keys.count, Work()), at: now, into: &effects) }
      guard monitor.wantsTimes else { return false }
      for key in keys { monitor.apply(.timed(key, ticks: ticks), at: now, into: &effects) }
      return true
    }

    mutating func snapshot() -> Snapshot {
      var snapshot = Snapshot()
      monitor.writeSnapshot(into: &snapshot, at: now)
      return snapshot
    }
  }

  @Test(
    "The shape agrees with the law of the tree, node by node", arguments: [0, 1, 2, 3, 100, 777])
  func shape(processes: Int) throws {
    var machine = try Machine(processes: processes)
    let snapshot6 = machine.snapshot()
    #expect(snapshot6.places.isEmpty)
    machine.look(.shape)
    let snapshot = machine.snapshot()
    #expect(snapshot.demand == .shape && snapshot.places.count == processes)
    #expect(snapshot.places.count { $0.depth == 0 } == min(1, processes))
    // The root holds all.
    if let root = snapshot.places.first(where: { $0.depth == 0 }) {
      #expect(!root.isRed && Int(root.count) == processes)
      #expect(root.pages == snapshot.rows.reduce(0) { $0 + $1.candidate.freesPages })
    }
    var limit = 0
    while 1 << limit <= processes { limit += 1 }
    #expect(snapshot.places.allSatisfy { Int($0.depth) <= 2 * limit })
    #expect(snapshot.blackHeight <= limit)
    // In order, the children of a node are the nearest on either side that stand deeper.
    for (place, node) in snapshot.places.enumerated() where node.isRed {
      let left = snapshot.places[..<place].last { $0.depth <= node.depth + 1 }
      let right = snapshot.places[(place + 1)...].first { $0.depth <= node.depth + 1 }
      for child in [left, right] where child?.depth == node.depth + 1 {
        #expect(child?.isRed == false, "a red node has a red child")
      }
    }
    machine.look([])
    let snapshot7 = machine.snapshot()
    #expect(snapshot7.places.isEmpty)
  }

  @Test("CPU times are wanted once an interval, while they are looked at and not otherwise")
  func times() throws {
    var machine = try Machine(processes: 20)
    let read1 = machine.pass(after: 1, ticks: 0)
    #expect(!read1)
    machine.look(.times)
    let read2 = machine.pass(after: 1, ticks: 500)
    #expect(read2)
    // A pass between two ticks, because a row is near.
    let read3 = machine.pass(after: 0.1, ticks: 500)
    #expect(!read3)
    var snapshot = machine.snapshot()
    #expect(snapshot.times.count == snapshot.rows.count)
    #expect(snapshot.times.allSatisfy { $0 == ProcessTime(ticks: 500, share: nil) })
    let read4 = machine.pass(after: 1.9, ticks: 600)
    #expect(read4)
    snapshot = machine.snapshot()
    // A second of CPU in two seconds.
    #expect(snapshot.times.allSatisfy { $0?.ticks == 600 && abs(($0?.share ?? 0) - 0.5) < 0.001 })
    machine.look([])
    let read5 = machine.pass(after: 1, ticks: 700)
    #expect(!read5)
    let snapshot8 = machine.snapshot()
    #expect(snapshot8.times.isEmpty)
    // What was known before is not believed after a while.
    machine.look(.times)
    let snapshot9 = machine.snapshot()
    #expect(snapshot9.times.allSatisfy { $0 == nil })
  }

  @Test("The time of another process with the same pid is not taken for this one's")
  func reused() throws {
    var machine = try Machine(processes: 3)
    machine.look(.times)
    _ = machine.pass(after: 1, ticks: 900)
    let reborn = ProcessKey(pid: 100, startTime: 7)
    machine.monitor.apply(.timed(reborn, ticks: 5), at: machine.now, into: &machine.effects)
    let snapshot = machine.snapshot()
    for (row, time) in zip(snapshot.rows, snapshot.times) where row.candidate.key.pid == 100 {
      #expect(time == nil)
    }
  }
}

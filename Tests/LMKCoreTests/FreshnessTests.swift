import LMKCore
import Testing

@Suite("The freshness schedule")
struct FreshnessTests {
  /// A machine with so many sleeping processes, walked pass by pass by the test.
  private struct Machine: ~Copyable {
    var monitor: Monitor
    var effects = Effects()
    var now = Instant(nanoseconds: 1_000_000_000_000)
    var memory = MemoryReading()
    let pids: ClosedRange<Int32>
    /// Larger processes first: pid 2 is the largest.
    var rss: (Int32) -> Int

    init(processes: Int, headroom: Int = 1_000_000) throws {
      let thresholds = try Thresholds([Level(minfreePages: 1000, adj: 0)])
      monitor = Monitor(MonitorConfiguration(thresholds: thresholds), at: now)
      pids = 2...Int32(processes + 1)
      rss = { 1_000_000 - Int($0) }
      memory.freePages = headroom
      memory.anonPages = 5_000_000
      memory.managedPages = 10_000_000
      monitor.apply(.sampled(memory, Work()), at: now, into: &effects)
    }

    /// One pass; returns who was read, and how.
    mutating func pass(_ kind: PassKind = .walk) -> [Int32: ReadingNeed] {
      now = now.advanced(by: .seconds(1))
      monitor.apply(.passBegan(kind), at: now, into: &effects)
      var read: [Int32: ReadingNeed] = [:]
      for (position, pid) in pids.enumerated() {
        let need = monitor.need(pid: pid, inode: UInt64(pid), position: position, at: now)
        if need == .nothing {
          monitor.apply(.seen(pid: pid), at: now, into: &effects)
          continue
        }
        read[pid] = need
        let key = ProcessKey(pid: pid, startTime: 7)
        monitor.apply(
          .measured(ProcessReading(key: key, rssPages: rss(pid), inode: UInt64(pid))), at: now,
          into: &effects)
      }
      monitor.apply(.passEnded(met: pids.count, Work()), at: now, into: &effects)
      monitor.apply(.sampled(memory, Work()), at: now, into: &effects)
      return read
    }

    /// Passes until nobody is young any more.
    mutating func settle() { for _ in 0..<40 { _ = pass() } }
  }

  @Test("A machine of 500 processes is read whole in every pass")
  func small() throws {
    var machine = try Machine(processes: 500)
    machine.settle()
    let read = machine.pass()
    #expect(read.count == 500)
  }

  @Test("Of 16,000 sleeping processes a pass reads a sixteenth and the first of the order")
  func sweep() throws {
    var machine = try Machine(processes: 16_000)
    machine.settle()
    var seen: Set<Int32> = []
    for _ in 0..<16 {
      let read = machine.pass()
      #expect(read.count <= 1000 + 512)
      // The head of the order is never a pass old.
      #expect((2...513).allSatisfy { read[$0] != nil })
      seen.formUnion(read.keys)
    }
    #expect(seen.count == 16_000)
    var snapshot = Snapshot()
    machine.monitor.writeSnapshot(into: &snapshot, at: machine.now)
    #expect(snapshot.sweepBound == .seconds(16))
    #expect(snapshot.oldestReading.duration(to: machine.now) <= snapshot.sweepBound)
  }

  @Test("A reconciliation between the sweeps costs nobody his turn")
  func reconciliation() throws {
    var machine = try Machine(processes: 16_000)
    machine.settle()
    // As in the engine: fifteen sweeps, then a listing; more than one round of it.
    for _ in 0..<3 {
      for _ in 0..<15 { _ = machine.pass(.sweep) }
      let read = machine.pass(.reconciliation)
      #expect(read.count <= 512)
    }
    var snapshot = Snapshot()
    machine.monitor.writeSnapshot(into: &snapshot, at: machine.now)
    #expect(snapshot.sweepBound == .seconds(17))
    #expect(snapshot.oldestReading.duration(to: machine.now) <= .seconds(18))
  }

  @Test("While writes of an adj are told, three sweeps of four leave it; a loss reads all again")
  func adjIsTold() throws {
    var machine = try Machine(processes: 600)
    func adjReads(_ read: [Int32: ReadingNeed]) -> Int {
      read.values.count { need in
        if case .refresh(_, let parts) = need { parts.contains(.adj) } else { true }
      }
    }
    machine.monitor.apply(
      .capability(Capability(.tracepoints, isAvailable: true)), at: machine.now,
      into: &machine.effects)
    for _ in 0..<40 { _ = machine.pass(.sweep) }
    // Two passes are a sweep of 600; of the head, memory alone is read each time.
    var counts: [Int] = []
    for _ in 0..<8 { counts.append(adjReads(machine.pass(.sweep))) }
    #expect(counts.count { $0 == 0 } == 6)
    #expect(counts.count { $0 > 0 } == 2)
    machine.monitor.apply(.fed(events: 1, lost: 1), at: machine.now, into: &machine.effects)
    let first = adjReads(machine.pass(.sweep))
    let second = adjReads(machine.pass(.sweep))
    #expect(first + second >= 600)
  }

  @Test("While a row is near the sweep quickens, so that the order is fresh before it is needed")
  func tense() throws {
    var machine = try Machine(processes: 16_000, headroom: 1900)
    machine.settle()
    // A walk reads a quarter,
    #expect(machine.pass().count >= 4000)
    var snapshot = Snapshot()
    machine.monitor.writeSnapshot(into: &snapshot, at: machine.now)
    #expect(snapshot.sweepBound == .seconds(4))
    // and where events tell who comes and goes, sweeps come ten times a second.
    #expect(machine.pass(.sweep).count <= 1000 + 512)
    machine.monitor.writeSnapshot(into: &snapshot, at: machine.now)
    #expect(snapshot.sweepBound == .milliseconds(1700))
    for (milliseconds, wants) in [(99, false), (100, true)] {
      let later = machine.now.advanced(by: .milliseconds(milliseconds))
      #expect(machine.monitor.wantsPass(at: later) == wants)
    }
    #expect(machine.monitor.nextSample(after: machine.now) <= .milliseconds(100))
  }

  @Test("Far from every row nobody asks for a pass before its time")
  func calm() throws {
    var machine = try Machine(processes: 500)
    machine.settle()
    let wants = machine.monitor.wantsPass(at: machine.now.advanced(by: .seconds(5)))
    #expect(!wants)
  }

  @Test("Between two walks a pass reads the first, the young and the growing alone")
  func headAlone() throws {
    var machine = try Machine(processes: 16_000, headroom: 1900)
    machine.settle()
    let read = machine.pass(.head)
    #expect(Set(read.keys) == Set(2...513))
  }

  @Test("A sweep over the table passes over whoever is fresh, and misses nobody whose turn it is")
  func sweepBySlot() throws {
    var machine = try Machine(processes: 16_000)
    machine.settle()
    var read: [Int32: Int] = [:]
    for _ in 0..<16 {
      machine.monitor.apply(.passBegan(.sweep), at: machine.now, into: &machine.effects)
      var slot = 0
      while slot < machine.monitor.slotCount {
        guard let (pid, _, need) = machine.monitor.nextNeed(from: &slot, at: machine.now) else {
          continue
        }
        #expect(need != .nothing)
        read[pid, default: 0] += 1
      }
      machine.monitor.apply(.passEnded(met: slot, Work()), at: machine.now, into: &machine.effects)
    }
    #expect(read.count == 16_000)
    #expect((2...513).allSatisfy { read[$0] == 16 })
    #expect((514...16_001).allSatisfy { read[$0] == 1 })
  }

  @Test("Who was there before lmktop is not young; who is born later is, for a sweep")
  func young() throws {
    var machine = try Machine(processes: 16_000)
    _ = machine.pass()
    #expect(machine.pass().count <= 1000 + 512)
    let key = ProcessKey(pid: 30_000, startTime: 9)
    let born = ProcessReading(key: key, rssPages: 10, inode: 30_000)
    machine.monitor.apply(.measured(born), at: machine.now, into: &machine.effects)
    for (after, isRead) in [(0, true), (15, true), (17, false)] {
      let need = machine.monitor.need(
        pid: 30_000, inode: 30_000, position: .max - 1,
        at: machine.now.advanced(by: .seconds(after)))
      #expect(need == (isRead ? .refresh(born, [.everyPass, .adj, .owner, .group]) : .nothing))
    }
  }

  @Test("A process that grows is read in every pass once that was seen")
  func growing() throws {
    var machine = try Machine(processes: 8000)
    machine.settle()
    let began = machine.now
    let leaker: Int32 = 7000
    let base = 1000
    nonisolated(unsafe) var clock = began
    machine.rss = { pid in
      pid == leaker ? base + Int(clock.seconds(since: began)) * 2000 : 1_000_000 - Int(pid)
    }
    var reads = 0
    for _ in 0..<40 {
      clock = machine.now
      if machine.pass()[leaker] != nil { reads += 1 }
    }
    #expect(reads >= 20)
  }

  @Test("Anonymous memory that nobody accounts for starts a whole sweep at once")
  func unaccounted() throws {
    var machine = try Machine(processes: 16_000)
    machine.settle()
    #expect(machine.pass().count < 2000)
    // 1 % of memory and a page more than the processes that were read can explain.
    machine.memory.anonPages += 100_001 + 16_000_000
    _ = machine.pass()
    let read = machine.pass()
    #expect(read.count == 16_000)
    // Once it was looked for, it is accounted for.
    _ = machine.pass()
    #expect(machine.pass().count < 2000)
  }

  @Test("Another inode is another process, and is read whole")
  func reused() throws {
    var machine = try Machine(processes: 2000)
    machine.settle()
    let need = machine.monitor.need(pid: 1500, inode: 99, position: 100_000, at: machine.now)
    #expect(need == .everything)
  }

  @Test("RSS and adj carry the time they were read; an adj whose writes are told is never old")
  func ages() throws {
    var machine = try Machine(processes: 600)
    machine.settle()
    let key = ProcessKey(pid: 2, startTime: 7)
    let reading = ProcessReading(key: key, rssPages: 9, inode: 2)
    let before = machine.now
    machine.now = before.advanced(by: .seconds(3))
    machine.monitor.apply(.refreshed(reading, []), at: machine.now, into: &machine.effects)
    var snapshot = Snapshot()
    machine.monitor.writeSnapshot(into: &snapshot, at: machine.now)
    // Of all 600, in the eligible class or not, none was read later than the last two passes.
    #expect(snapshot.oldestAdj <= before)
    machine.monitor.apply(
      .capability(Capability(.tracepoints, isAvailable: true)), at: machine.now,
      into: &machine.effects)
    machine.monitor.writeSnapshot(into: &snapshot, at: machine.now)
    #expect(snapshot.oldestAdj == machine.now)
    #expect(snapshot.oldestReading <= before)
  }
}

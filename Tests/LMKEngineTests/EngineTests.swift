import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@testable import LMKEngine

/// The engine on the live machine, disarmed: what it signals are children of the test.
@Suite("The engine's thread", .serialized)
struct EngineTests {
  private func configuration(root: ProcRoot) throws -> EngineConfiguration {
    var monitor = MonitorConfiguration(
      thresholds: try Thresholds([Level(minfreePages: 1, adj: 1000)]))
    monitor.interval = .milliseconds(100)
    monitor.pageSize = Host.pageSize
    monitor.ownPid = Identity.ownPid
    return EngineConfiguration(
      monitor: monitor, root: root, journalPath: nil, identity: .current())
  }

  /// Takes snapshots until one fulfils the condition.
  private func wait(
    for what: String, on engine: Engine, until condition: (borrowing Snapshot) -> Bool
  ) async throws {
    for _ in 0..<600 {
      if engine.takeSnapshot(), engine.withSnapshot({ condition($0) }) { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("waited in vain for \(what)")
  }

  @Test("What is looked at is in the snapshots: CPU times of all, the tree's shape, and no more after")
  func demand() async throws {
    let child = try Storm("grow", "5")
    let engine = try Engine(try configuration(root: try ProcRoot()))
    let thread = try engine.start()
    try await wait(for: "the child", on: engine) { snapshot in
      snapshot.times.isEmpty && snapshot.places.isEmpty
        && snapshot.rows.contains { $0.candidate.key.pid == child.pid }
    }
    engine.send(.look([.times, .shape]))
    try await wait(for: "its CPU time, and a share of somebody", on: engine) { snapshot in
      guard snapshot.places.count == snapshot.candidateCount,
        let row = snapshot.rows.firstIndex(where: { $0.candidate.key.pid == child.pid }),
        snapshot.times.indices.contains(row)
      else { return false }
      // Kernel threads are read too; a process may be younger than the last pass.
      let known = snapshot.times.count { $0 != nil }
      return snapshot.times[row]?.share != nil && known * 2 > snapshot.rows.count
    }
    engine.send(.look([]))
    try await wait(for: "snapshots without them", on: engine) {
      $0.demand == [] && $0.times.isEmpty && $0.places.isEmpty
    }
    engine.stop()
    try thread.join()
  }

  @Test("It shows a child, kills it by hand through its pidfd, and tells its end")
  func killByHand() async throws {
    let child = try Storm("grow", "20")
    let engine = try Engine(try configuration(root: try ProcRoot()))
    let thread = try engine.start()
    var key: ProcessKey?
    try await wait(for: "the child", on: engine) { snapshot in
      key = snapshot.rows.first { $0.candidate.key.pid == child.pid }?.candidate.key
      return key != nil
    }
    let target = try #require(key)
    // A signal without a bound dialog goes nowhere.
    engine.send(.signal(target, .kill))
    engine.send(.bind(ProcessKey(pid: target.pid, startTime: target.startTime + 1)))
    try await wait(for: "the refusal of another start time", on: engine) {
      if case .failed(let failed, _) = $0.binding { return failed != target }
      return false
    }
    engine.send(.bind(target))
    try await wait(for: "the pidfd", on: engine) { $0.binding == .bound(target) }
    engine.send(.signal(target, .terminate))
    try await wait(for: "the death", on: engine) { snapshot in
      snapshot.entries.contains {
        if case .died(let record, _) = $0.kind { return record.victim.key == target }
        return false
      }
    }
    #expect(child.wait() == .signalled(15))
    engine.withSnapshot { snapshot in
      #expect(snapshot.statistics.handSignals == 1)
      #expect(snapshot.statistics.handExited == 1)
      #expect(snapshot.statistics.kill.calls == 0)
      // Until the test reaps it, it is a zombie without memory: no candidate.
      let isCandidate = snapshot.rows.contains {
        $0.candidate.key == target && $0.standing == .candidate
      }
      #expect(!isCandidate)
    }
    engine.stop()
    try thread.join()
  }

  @Test("A captured tree is shown, can never kill, and refuses to arm")
  func capturedTree() async throws {
    let tree = try FixtureTree()
    try tree.add(FixtureMemory())
    try tree.add(FixtureProcess(pid: 4711))
    let engine = try Engine(try configuration(root: try ProcRoot(path: tree.path)))
    let thread = try engine.start()
    try await wait(for: "the process", on: engine) { $0.candidateCount == 1 }
    engine.send(.arm)
    try await wait(for: "the refusal", on: engine) { snapshot in
      snapshot.entries.contains { $0.kind == .armingRefused(.capturedTree) }
    }
    let key = ProcessKey(pid: 4711, startTime: 1000)
    engine.send(.bind(key))
    try await wait(for: "the refusal to bind", on: engine) {
      $0.binding == .failed(key, .error(.notSupported))
    }
    engine.withSnapshot { #expect(!$0.arming.isArmed) }
    engine.stop()
    try thread.join()
  }

  @Test("Processes that come and go are followed from pass to pass")
  func comingAndGoing() async throws {
    let tree = try FixtureTree()
    try tree.add(FixtureMemory())
    var first = FixtureProcess(pid: 10)
    try tree.add(first)
    let engine = try Engine(try configuration(root: try ProcRoot(path: tree.path)))
    let thread = try engine.start()
    try await wait(for: "the first", on: engine) { $0.candidateCount == 1 }
    first.rssPages = 4242
    try tree.add(first)
    try tree.add(FixtureProcess(pid: 11))
    try await wait(for: "the second, and the growth", on: engine) {
      $0.candidateCount == 2 && $0.rows[0].candidate.rssPages == 4242
    }
    try tree.remove("10")
    try await wait(for: "the end of the first", on: engine) {
      $0.candidateCount == 1 && $0.rows[0].candidate.key.pid == 11
    }
    engine.stop()
    try thread.join()
  }

  @Test("The rehearsal goes all the way of a kill, to the account of the death")
  func rehearsal() {
    #expect(Rehearsal.run())
  }

  @Test("A screen that takes nothing does not stop the engine")
  func stoppedScreen() async throws {
    let tree = try FixtureTree()
    try tree.add(FixtureMemory())
    let engine = try Engine(try configuration(root: try ProcRoot(path: tree.path)))
    let thread = try engine.start()
    try await wait(for: "a snapshot", on: engine) { $0.sequence >= 1 }
    // Nothing is taken from here on, while commands fill their ring and are obeyed.
    for number in 1...40 {
      while !engine.send(.setInterval(.milliseconds(100 + number))) { await Task.yield() }
    }
    try await wait(for: "the last command", on: engine) { $0.interval == .milliseconds(140) }
    engine.stop()
    try thread.join()
  }
}

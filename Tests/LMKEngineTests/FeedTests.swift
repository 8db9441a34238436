import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@testable import LMKEngine

/// Births, ends and adj writes, as the engine learns of them on the live machine.
@Suite("The engine fed by the kernel", .serialized)
struct FeedTests {
  static let hearsConnector = ProcConnector.probe(within: .milliseconds(300)).isAvailable
  static let hearsTracepoints: Bool = {
    guard let tracepoints = try? Tracepoints.open() else { return false }
    return tracepoints.raw >= 0
  }()

  /// Ticks once in ten minutes: what is seen in time came by events, not by a walk.
  private func engine(without sources: Set<Capability.Name> = []) throws -> Engine {
    var monitor = MonitorConfiguration(
      thresholds: try Thresholds([Level(minfreePages: 1, adj: 1000)]))
    monitor.interval = .seconds(600)
    monitor.pageSize = Host.pageSize
    monitor.ownPid = Identity.ownPid
    var configuration = EngineConfiguration(
      monitor: monitor, root: try ProcRoot(), journalPath: nil, identity: .current())
    configuration.withoutSources = sources
    return try Engine(configuration)
  }

  /// Asks for snapshots (a command brings one) until one fulfils the condition.
  private func wait(
    for what: String, on engine: Engine, until condition: (borrowing Snapshot) -> Bool
  ) async throws {
    for _ in 0..<600 {
      engine.send(.release)
      if engine.takeSnapshot(), engine.withSnapshot({ condition($0) }) { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("waited in vain for \(what)")
  }

  @Test(
    "A child is seen when it is born and gone when it has ended, without a walk",
    .enabled(if: hearsConnector, "the proc connector tells nothing here"))
  func birthsAndEnds() async throws {
    let engine = try engine()
    let thread = try engine.start()
    try await wait(for: "the first pass", on: engine) { $0.candidateCount > 0 }
    let child = try Storm("grow", "8")
    try await wait(for: "the child", on: engine) { snapshot in
      snapshot.rows.contains { $0.candidate.key.pid == child.pid }
    }
    child.signal(9)
    _ = child.wait()
    // Read before its parent reaped it, it stands as a zombie without memory until the next pass.
    try await wait(for: "its end", on: engine) { snapshot in
      !snapshot.rows.contains {
        $0.candidate.key.pid == child.pid && $0.standing == .candidate
      }
    }
    engine.withSnapshot { snapshot in
      #expect(snapshot.hasNotWalked)
      #expect(snapshot.statistics.events > 0)
    }
    engine.stop()
    try thread.join()
  }

  @Test(
    "An adj that was written by another process is in the tree without a walk",
    .enabled(if: hearsConnector && hearsTracepoints, "the tracepoints are not to be had here"))
  func adjWrites() async throws {
    let child = try Storm("grow", "8")
    let engine = try engine()
    let thread = try engine.start()
    try await wait(for: "the child", on: engine) { snapshot in
      snapshot.rows.contains { $0.candidate.key.pid == child.pid && $0.candidate.adj == 0 }
    }
    let file = try FileDescriptor.open(path: "/proc/\(child.pid)/oom_score_adj", .readWrite)
    try file.writeAll(Array("777\n".utf8))
    try await wait(for: "the new adj", on: engine) { snapshot in
      snapshot.rows.first { $0.candidate.key.pid == child.pid }?.candidate.adj == 777
    }
    engine.withSnapshot { snapshot in
      #expect(snapshot.hasNotWalked)
    }
    engine.stop()
    try thread.join()
  }

  @Test("Without any source the walk alone finds who is born and who has ended")
  func withoutSources() async throws {
    let engine = try engine(without: [.procConnector, .tracepoints, .pressureTrigger])
    let thread = try engine.start()
    engine.send(.setInterval(.milliseconds(100)))
    let child = try Storm("grow", "8")
    try await wait(for: "the child", on: engine) { snapshot in
      snapshot.rows.contains { $0.candidate.key.pid == child.pid }
    }
    child.signal(9)
    _ = child.wait()
    try await wait(for: "its end", on: engine) { snapshot in
      !snapshot.rows.contains { $0.candidate.key.pid == child.pid }
    }
    engine.withSnapshot { snapshot in
      for name in [Capability.Name.procConnector, .tracepoints, .pressureTrigger] {
        let isAvailable = snapshot.capabilities.first { $0.name == name }?.isAvailable
        #expect(isAvailable == false)
      }
      let events = snapshot.statistics.events
      #expect(events == 0)
    }
    engine.stop()
    try thread.join()
  }
}

import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@testable import LMKEngine

/// An engine on the live machine, disarmed, that ticks once a minute: what it shows in time came by
/// events.
final class WatchedEngine {
  let engine: Engine
  private var thread: StartedThread?

  static let hearsConnector = ProcConnector.probe(within: .milliseconds(300)).isAvailable
  static let hearsTracepoints: Bool = {
    guard let tracepoints = try? Tracepoints.open() else { return false }
    return tracepoints.raw >= 0
  }()

  init(
    interval: Duration = .seconds(600), _ sources: EventSources = EventSources(),
    _ change: (inout MonitorConfiguration) -> Void = { _ in }
  ) throws {
    var monitor = MonitorConfiguration(
      thresholds: try Thresholds([Level(minfreePages: 1, adj: 1000)]))
    monitor.interval = interval
    monitor.pageSize = Host.pageSize
    monitor.ownPid = Identity.ownPid
    change(&monitor)
    var configuration = EngineConfiguration(
      monitor: monitor, root: try ProcRoot(), journalPath: nil, identity: .current())
    configuration.sources = sources
    engine = try Engine(configuration)
    thread = try engine.start()
  }

  deinit { engine.stop() }

  /// Waits for the end of its thread.
  func stop() throws {
    engine.stop()
    try thread.take()?.join()
  }

  /// Asks for snapshots (a command brings one) until one fulfils the condition.
  @discardableResult
  func wait(
    for what: String, every pause: Duration = .milliseconds(20),
    sourceLocation: SourceLocation = #_sourceLocation,
    until condition: (borrowing Snapshot) -> Bool
  ) async throws -> Bool {
    // Looks are counted, not seconds: other tests may hold the threads for long.
    for _ in 0..<Int(15 / pause.inSeconds) {
      engine.send(.release)
      if engine.takeSnapshot(), engine.withSnapshot({ condition($0) }) { return true }
      try await Task.sleep(for: pause)
    }
    Issue.record("waited in vain for \(what)", sourceLocation: sourceLocation)
    return false
  }

  /// The first pass is over.
  func waitForFirstPass() async throws {
    try await wait(for: "the first pass") { $0.candidateCount > 0 }
  }

  /// The last snapshot that was taken.
  func inspect<Result>(_ body: (borrowing Snapshot) throws -> Result) rethrows -> Result {
    try engine.withSnapshot(body)
  }
}

extension Snapshot {
  func row(_ pid: Int32) -> Row? { rows.first { $0.candidate.key.pid == pid } }

  /// What it shows came by events: it has listed /proc but once. (A storm of another test may make
  /// the kernel lose events; then a listing is what should come.)
  var hasNotWalked: Bool { statistics.passes.calls == 1 || statistics.lost > 0 }

  func isAvailable(_ name: Capability.Name) -> Bool? {
    capabilities.first { $0.name == name }?.isAvailable
  }
}

/// Writes another process's adj.
func setAdj(_ adj: Int, of pid: Int32) throws {
  let file = try FileDescriptor.open(path: "/proc/\(pid)/oom_score_adj", .readWrite)
  try file.writeAll(Array("\(adj)\n".utf8))
}

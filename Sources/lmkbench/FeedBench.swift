import LMKCore
import LMKEngine
import LMKLinux

/// From the write of an adj to the snapshot that shows it, through a whole engine that ticks once a
/// minute: what is seen before that came by the tracepoint.
struct FeedBench {
  private static let writes = 50

  func run() {
    do {
      try measure()
    } catch {
      print("writes of an adj are not measured: \(error)")
    }
  }

  private func measure() throws {
    let root = try ProcRoot()
    var monitor = MonitorConfiguration(
      thresholds: try Thresholds([Level(minfreePages: 1, adj: 1000)]))
    monitor.interval = .seconds(60)
    monitor.pageSize = Host.pageSize
    let engine = try Engine(
      EngineConfiguration(
        monitor: monitor, root: root, journalPath: nil, identity: .current()))
    let thread = try engine.start()
    // Its own: to the kernel a process like any other, and it exempts nobody here.
    let own = Identity.ownPid
    let file = try FileDescriptor.open(path: "/proc/self/oom_score_adj", .readWrite)
    guard wait(for: engine, until: { $0.rows.contains { $0.candidate.key.pid == own } }) else {
      return print("writes of an adj are not measured: the engine does not see this process")
    }
    var times: [Int64] = []
    for number in 1...Self.writes {
      let began = MonotonicClock.now()
      try file.writeAll(Array("\(number)\n".utf8))
      let isSeen = wait(for: engine) { snapshot in
        snapshot.rows.contains {
          $0.candidate.key.pid == own && $0.candidate.adj == OOMScoreAdj(number)
        }
      }
      guard isSeen else { return print("writes of an adj are not told here") }
      times.append(began.duration(to: MonotonicClock.now()).wholeNanoseconds / 1000)
    }
    try file.writeAll(Array("0\n".utf8))
    times.sort()
    print(
      "an adj write until the snapshot shows it: median \(times[times.count / 2]) us,"
        + " least \(times[0]) us, most \(times[times.count - 1]) us, of \(times.count)")
    engine.stop()
    try thread.join()
  }

  /// Asks for snapshots until one fulfils the condition; `false` after two seconds.
  private func wait(for engine: Engine, until condition: (borrowing Snapshot) -> Bool) -> Bool {
    let end = MonotonicClock.now().advanced(by: .seconds(2))
    guard var epoll = try? Epoll(),
      (try? epoll.add(engine.wakeDescriptor, .readable, token: 0)) != nil
    else { return false }
    while MonotonicClock.now() < end {
      // A command brings a snapshot.
      engine.send(.release)
      guard (try? epoll.wait(timeoutMilliseconds: 100)) != nil else { return false }
      if engine.takeSnapshot(), engine.withSnapshot({ condition($0) }) { return true }
    }
    return false
  }
}

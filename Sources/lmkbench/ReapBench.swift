import CBench
import LMKCore
import LMKEngine
import LMKLinux

/// How soon a victim gives its memory back that gets no CPU: at SCHED_IDLE, beside busy loops on
/// every core. By the engine, disarmed, as a kill by hand, from the order to SIGKILL on; and by a
/// plain `kill -9` of another one like it in the same run.
struct ReapBench {
  /// It must be back within this.
  static let limit: Duration = .milliseconds(500)
  /// Longer is not waited for the plain kill.
  static let patience: Duration = .seconds(10)

  let mebibytes: Int

  /// - Returns: whether the engine was in time.
  func run() throws -> Bool {
    let plain = try measure(
      kill: { pid, _ in lmk_bench_kill(pid) }, isBack: { false })
    print("kill -9: \(Self.words(plain)) until \(mebibytes) MiB were back")
    let reaped = try withEngine { engine in
      try measure(
        kill: { _, key in try order(engine, key) },
        isBack: {
          engine.askForSnapshot()
          return engine.takeSnapshot() && engine.withSnapshot { $0.statistics.reaped > 0 }
        })
    }
    print("lmktop:  \(Self.words(reaped))")
    guard let reaped else { return false }
    return reaped <= Self.limit
  }

  private static func words(_ time: Duration?) -> String {
    time.map { "\($0.wholeNanoseconds / 1_000_000) ms" } ?? "more than \(patience.inSeconds) s"
  }

  /// From `kill` until the process has ended, or its memory is said to be back; `nil`: not in time.
  /// Its statm is no witness: it is zero as soon as the process begins to free its memory.
  private func measure(
    kill: (Int32, ProcessKey) throws -> Void, isBack: () -> Bool
  ) throws -> Duration? {
    let pid = lmk_bench_victim(Int32(mebibytes), Int32(LMK_BENCH_IDLE))
    defer { lmk_bench_end(pid) }
    let root = try ProcRoot()
    var reader = ProcessReader(root: root)
    var table = TargetTable(root: root)
    var key: ProcessKey?
    for _ in 0..<3000 where key == nil {
      lmk_bench_sleep(10)
      guard case .read(let reading) = reader.read(pid: pid, inode: 0) else { continue }
      if lmk_bench_is_idle(pid) == 1 { key = reading.key }
    }
    guard let key else { throw Errno.timedOut }
    try table.bind(key)
    // It needs a CPU to fall asleep.
    lmk_bench_sleep(500)
    let crowd = (0..<2 * Host.processorCount).map { _ in
      lmk_bench_victim(0, Int32(LMK_BENCH_BUSY))
    }
    defer { for one in crowd { lmk_bench_end(one) } }
    lmk_bench_sleep(200)
    let began = MonotonicClock.now()
    try kill(pid, key)
    while true {
      let time = began.duration(to: MonotonicClock.now())
      if time > Self.patience { return nil }
      guard let raw = table.pidfd(of: key), try !TargetTable.hasExited(raw), !isBack() else {
        return time
      }
      lmk_bench_sleep(2)
    }
  }

  private func withEngine<Result>(_ body: (Engine) throws -> Result) throws -> Result {
    var monitor = MonitorConfiguration(
      thresholds: try Thresholds([Level(minfreePages: 1, adj: 1000)]))
    monitor.pageSize = Host.pageSize
    monitor.ownPid = Identity.ownPid
    monitor.interval = .milliseconds(100)
    let engine = try Engine(
      EngineConfiguration(
        monitor: monitor, root: try ProcRoot(), journalPath: nil, identity: .current()))
    let thread = try engine.start()
    let result = try body(engine)
    engine.stop()
    try thread.join()
    return result
  }

  private func order(_ engine: Engine, _ key: ProcessKey) throws {
    for _ in 0..<1000 {
      engine.send(.bind(key))
      lmk_bench_sleep(5)
      guard engine.takeSnapshot(), engine.withSnapshot({ $0.binding == .bound(key) }) else {
        continue
      }
      engine.send(.signal(key, .kill))
      return
    }
    throw Errno.timedOut
  }
}

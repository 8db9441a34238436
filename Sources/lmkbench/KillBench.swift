import CBench
import LMKCore
import LMKEngine
import LMKLinux
import LMKTrace

/// The way of a kill, from the engine's waking up to its signal, in time and in allocations: there
/// must be none, for an allocation may wait for memory just when there is none.
///
/// It arms, so it wants a PID namespace of its own, where nobody is but what it makes.
struct KillBench {
  static let command =
    "unshare --fork --pid --mount-proc --kill-child .build/release/lmkbench kill"

  /// With a recording: what it costs, it must not cost here.
  var recording: String?

  /// - Returns: whether no kill allocated.
  func run() throws -> Bool {
    guard Identity.ownPid == 1 else {
      print("the kill path arms, and is measured in a PID namespace alone: \(Self.command)")
      return false
    }
    try SignalMask.block(Front.service.departureSignals)
    // A row that is always crossed, and that reaches everybody.
    let memory = try SingleLook.memory(root: try ProcRoot(), pageSize: Host.pageSize)
    var monitor = MonitorConfiguration(
      thresholds: try Thresholds([Level(minfreePages: memory.ramPages ?? 0, adj: 0)]))
    monitor.pageSize = Host.pageSize
    monitor.ownPid = Identity.ownPid
    monitor.interval = .milliseconds(100)
    monitor.patience.grace = .milliseconds(200)
    // On a busy machine what a kill returns is not seen, and here nobody cares.
    monitor.noRelief = .pause(.milliseconds(1))
    var configuration = EngineConfiguration(
      monitor: monitor, root: try ProcRoot(), journalPath: nil, identity: .current())
    configuration.front = .service
    if let recording {
      configuration.recording = RecordingSettings(
        path: recording,
        info: TraceInfo(
          version: "bench", host: "", kernel: "", processors: Host.processorCount, wallOffset: 0,
          secondsFromUTC: 0, pageSize: Host.pageSize, isRedacted: false, memory: memory,
          users: [:]))
    }
    configuration.armsAtStart = true
    let engine = try Engine(configuration)
    let thread = try engine.start()
    lmk_bench_sleep(500)
    for number: Int32 in 0..<10 {
      // Every other one has to be told twice.
      let pid = lmk_bench_victim(
        64, Int32(number % 2 == 0 ? LMK_BENCH_SLEEPS : LMK_BENCH_IGNORES_TERM))
      _ = lmk_bench_await(pid)
      while let notice = engine.nextNotice() { say(notice) }
    }
    engine.stop()
    try thread.join()
    return report()
  }

  private func say(_ notice: Notice) {
    if case .entry(let entry) = notice, case .signalled(let record) = entry.kind {
      print("  \(record.signal) to \(record.victim.key.pid), \(record.victim.rssPages) pages")
    }
  }

  private func report() -> Bool {
    var signals = [lmk_bench_signal](repeating: lmk_bench_signal(), count: 64)
    let count = Int(lmk_bench_signals(&signals, 64))
    guard count > 0 else {
      print("no kill came about: nothing was measured")
      return false
    }
    var isClean = true
    for signal in signals.prefix(count) {
      print(
        "\(Signal(rawValue: signal.signal)): \(signal.nanoseconds / 1000) us after waking up, "
          + "\(signal.allocations) allocations"
      )
      isClean = isClean && signal.allocations == 0
    }
    if !isClean { lmk_bench_say_first() }
    return isClean
  }
}

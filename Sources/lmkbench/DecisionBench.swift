import LMKCore
import LMKLinux

/// The pure part: from a memory sample to the effect that names a victim.
struct DecisionBench {
  let processes: Int

  func run() {
    let now = MonotonicClock.now()
    guard let thresholds = try? Thresholds([Level(minfreePages: 1000, adj: 500)]) else { return }
    var configuration = MonitorConfiguration(thresholds: thresholds)
    configuration.capacity = processes
    var monitor = Monitor(configuration, at: now)
    var effects = Effects()
    var scratch = Effects()
    var random = BenchRandom()
    for pid in 2...(processes + 1) {
      let candidate = TreeBench.candidate(pid, &random)
      monitor.apply(
        .measured(
          ProcessReading(key: candidate.key, adj: candidate.adj, rssPages: candidate.rssPages)),
        at: now, into: &effects)
    }
    var reading = MemoryReading()
    reading.freePages = 500
    var report = BenchReport(title: "Deciding among \(processes), without the kernel")
    var snapshot = Snapshot()
    report.measure("a snapshot") { monitor.writeSnapshot(into: &snapshot, at: now) }
    report.measure("a decision", operations: 1000) {
      for _ in 0..<1000 {
        monitor.apply(.sampled(reading, Work()), at: now, into: &effects)
        effects.take(into: &scratch)
      }
    }
  }
}

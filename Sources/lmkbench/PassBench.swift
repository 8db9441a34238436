import LMKCore
import LMKEngine
import LMKLinux

/// A whole look at this machine: one pass over /proc and one memory sample.
struct PassBench {
  func run(_ report: BenchReport) {
    guard let root = try? ProcRoot() else {
      print("no /proc: the pass is not measured")
      return
    }
    let memory = SingleLook.memory(root: root, pageSize: Host.pageSize)
    var monitor = MonitorConfiguration(
      thresholds: .defaults(usablePages: memory.usablePages, pageSize: Host.pageSize))
    monitor.pageSize = Host.pageSize
    let configuration = EngineConfiguration(
      monitor: monitor, root: root, journalPath: nil, identity: .current())
    var processes = 0
    report.measure("a first look at this machine") {
      guard let snapshot = try? SingleLook.snapshot(configuration) else { return }
      processes = snapshot.rows.count
    }
    print("  (\(processes) processes)")
    var sampler = MemorySampler(root: root)
    var reading = MemoryReading()
    report.measure("a memory sample", operations: 200) {
      for _ in 0..<200 { sampler.sample(at: MonotonicClock.now(), into: &reading) }
    }
    report.measure("the memory terms at a kill", operations: 200) {
      for _ in 0..<200 { sampler.sampleTerms(into: &reading) }
    }
  }
}

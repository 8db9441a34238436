import CAllocations
import LMKCore
import LMKLinux

/// What the monitor allocates from the sample that sees the row crossed to the effect that signals,
/// the intent and who stood first included. It must be nothing: an allocation while memory is short
/// may wait for the very memory that the kill is to bring.
struct AllocationBench {
  let processes: Int

  func run() {
    let start = MonotonicClock.now()
    guard let thresholds = try? Thresholds([Level(minfreePages: 1000, adj: 0)]) else { return }
    var configuration = MonitorConfiguration(thresholds: thresholds)
    configuration.patience.grace = .zero
    configuration.capacity = processes
    var monitor = Monitor(configuration, at: start)
    var effects = Effects()
    var batch = Effects()
    for pid in 2...(processes + 1) {
      monitor.apply(
        .measured(
          ProcessReading(
            key: ProcessKey(pid: Int32(pid), startTime: 1), adj: 900, rssPages: pid)),
        at: start, into: &effects)
    }
    monitor.apply(.command(.arm), at: start, into: &effects)
    effects.take(into: &batch)
    var memory = MemoryReading()
    // So short that what the death under way will bring is not enough.
    memory.freePages = -1_000_000
    var counts: [UInt64] = []
    for number in 0..<2 {
      let pid = processes + 1 - number
      let key = ProcessKey(pid: Int32(pid), startTime: 1)
      let now = start.advanced(by: .milliseconds(10 * (number + 1)))
      let confirmation = Confirmation(adj: 900, rssPages: pid, sharedPages: 0, memory: memory)
      let before = callocations_of_thread()
      monitor.apply(.sampled(memory, Work()), at: now, into: &effects)
      effects.take(into: &batch)
      monitor.apply(.confirmed(key, confirmation, Work()), at: now, into: &effects)
      effects.take(into: &batch)
      let after = callocations_of_thread()
      var hasSignal = false
      for effect in batch.list {
        if case .signal(key, _, _) = effect { hasSignal = true }
      }
      guard hasSignal, monitor.decision.count == Decision.capacity else {
        print("\nallocations: nobody was to be signalled, nothing measured")
        return
      }
      counts.append(after - before)
      monitor.apply(.signalled(key, .kill, .scan), at: now, into: &effects)
      effects.take(into: &batch)
    }
    print(
      "\nAllocations from the sample to the signal among \(processes): \(counts[0]) at the first"
        + " kill, \(counts[1]) at the next")
  }
}

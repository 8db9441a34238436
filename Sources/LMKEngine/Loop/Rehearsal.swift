import LMKCore
import LMKLinux

/// A kill without anybody: from the sample to the account of the death, in a monitor of its own whose
/// effects nobody carries out. The code that it runs through is in memory from then on, and may be
/// locked there; at the kill it would have to be read from a disk, just when memory is short.
enum Rehearsal {
  /// - Returns: whether it came to a signal and a death, as it must.
  @discardableResult
  static func run() -> Bool {
    guard let thresholds = try? Thresholds([Level(minfreePages: 1, adj: 0)]) else { return false }
    var configuration = MonitorConfiguration(thresholds: thresholds)
    configuration.capacity = 2
    var now = Instant(nanoseconds: 0)
    var monitor = Monitor(configuration, at: now)
    var effects = Effects()
    let key = ProcessKey(pid: 2, startTime: 1)
    // Memory is as empty as can be.
    let memory = MemoryReading()
    monitor.apply(.measured(ProcessReading(key: key, rssPages: 2)), at: now, into: &effects)
    monitor.apply(.command(.arm), at: now, into: &effects)
    monitor.apply(.sampled(memory, Work()), at: now, into: &effects)
    let confirmation = Confirmation(adj: 0, rssPages: 2, sharedPages: 0, memory: memory)
    monitor.apply(.confirmed(key, confirmation, Work()), at: now, into: &effects)
    monitor.apply(.signalled(key, .terminate, .scan), at: now, into: &effects)
    _ = monitor.nextSample(after: now)
    // It ignores SIGTERM, so there is all of it.
    now = now.advanced(by: configuration.patience.grace)
    monitor.apply(.sampled(memory, Work()), at: now, into: &effects)
    monitor.apply(.confirmed(key, confirmation, Work()), at: now, into: &effects)
    monitor.apply(.signalled(key, .kill, .escalation), at: now, into: &effects)
    monitor.apply(.exited(key), at: now, into: &effects)
    now = now.advanced(by: configuration.patience.settling)
    monitor.apply(.sampled(memory, Work()), at: now, into: &effects)
    let statistics = monitor.currentStatistics
    return statistics.kill.calls == 1 && statistics.escalations == 1 && statistics.exited == 1
  }
}

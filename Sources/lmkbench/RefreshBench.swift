import LMKCore
import LMKEngine
import LMKLinux

/// The cache of a machine with so many processes, beside a full walk of it.
struct RefreshBench {
  let processes: Int

  func run() {
    guard let herd = Herd(sleeping: processes) else {
      print("\n\(processes) processes: not measured, the machine does not allow so many")
      return
    }
    do {
      try measure()
    } catch {
      print("not measured: \(error)")
    }
    herd.end()
  }

  private func measure() throws {
    let root = try ProcRoot()
    var walk = try FullWalk(root)
    var report = BenchReport(title: "\(walk.count) processes of this machine")
    report.measure("a full walk with sort", runs: 15) {
      precondition(walk.run() != nil)
    }
    var cache = try Cache(root, processes: processes)
    cache.fill()
    // Every file that is kept is open, and every turn has come once.
    for _ in 0..<40 { cache.refresh(.sweep) }
    report.measure("a refresh, where events tell of births and ends", runs: 48) {
      cache.refresh(.sweep)
    }
    for _ in 0..<20 { cache.refresh(.walk) }
    report.measure("a refresh without events", runs: 48) { cache.refresh(.walk) }
    report.measure("a count while nothing is short, its memory sample included", operations: 100) {
      for _ in 0..<100 { cache.count() }
    }
    report.measure(
      "a verdict: the 32 ready ones and the memory terms read again", operations: 20
    ) {
      for _ in 0..<20 { cache.verdict() }
    }
    report.measure("a snapshot for the screen") { cache.publish() }
  }
}

/// The engine's parts without its loop: what a pass, a count and a verdict cost by themselves.
private struct Cache: ~Copyable {
  private var monitor: Monitor
  private var pass: PassReader
  private var sampler: MemorySampler
  private var targets: TargetTable
  private var ready: [ProcessKey] = []
  private var effects = Effects()
  private var scratch = Effects()
  private var memory = MemoryReading()
  private var snapshot = Snapshot()

  init(_ root: ProcRoot, processes: Int) throws {
    var configuration = MonitorConfiguration(
      thresholds: try Thresholds([Level(minfreePages: 1, adj: 0)]))
    configuration.ownPid = Identity.ownPid
    configuration.pageSize = Host.pageSize
    configuration.capacity = processes + 1024
    let pass = try PassReader(
      root: root, keeping: KeptFiles(descriptors: try DescriptorLimit.raise()))
    monitor = Monitor(configuration, at: MonotonicClock.now())
    self.pass = pass
    sampler = MemorySampler(root: root)
    targets = TargetTable(root: root)
  }

  /// Meets everybody, and holds the first ready.
  mutating func fill() {
    refresh(.walk)
    // As on a machine whose kernel tells each write of an adj.
    monitor.apply(
      .capability(Capability(.tracepoints, isAvailable: true)), at: MonotonicClock.now(),
      into: &effects)
    count()
    var keys: [ProcessKey] = []
    monitor.forEachFirst(32) { keys.append($0) }
    for key in keys {
      // Who has ended meanwhile is one less to be read.
      guard (try? targets.bind(key)) != nil else { continue }
      ready.append(key)
    }
  }

  mutating func refresh(_ kind: PassKind) {
    monitor.apply(.passBegan(kind), at: MonotonicClock.now(), into: &effects)
    _ = pass.begin(over: kind == .sweep ? .known : .listing)
    while pass.isUnderWay, !pass.readSlice(of: &monitor, into: &effects) {}
    effects.take(into: &scratch)
  }

  mutating func count() {
    let work = sampler.sample(at: MonotonicClock.now(), into: &memory)
    monitor.apply(.sampled(memory, work), at: MonotonicClock.now(), into: &effects)
    effects.take(into: &scratch)
  }

  /// Nobody is signalled: it is what precedes a signal.
  mutating func verdict() {
    sampler.sampleTerms(into: &memory)
    for key in ready {
      _ = try? targets.currentAdj(of: key)
      _ = try? targets.currentMemory(of: key)
    }
    monitor.apply(.sampled(memory, Work()), at: MonotonicClock.now(), into: &effects)
    effects.take(into: &scratch)
  }

  mutating func publish() {
    monitor.writeSnapshot(into: &snapshot, at: MonotonicClock.now())
  }
}

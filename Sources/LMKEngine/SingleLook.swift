import LMKCore
import LMKLinux

/// One look at the machine or at a captured tree, without threads: the same readers and the same
/// monitor as on the screen.
public enum SingleLook {
  /// Reads memory, makes one pass, evaluates.
  ///
  /// - Throws: what opening the root said.
  public static func snapshot(_ configuration: EngineConfiguration) throws(Errno) -> Snapshot {
    var monitor = Monitor(configuration.monitor, at: MonotonicClock.now())
    var effects = Effects()
    var pass = try PassReader(
      root: configuration.root, keeping: KeptFiles(limit: 0, descriptors: 0))
    monitor.apply(.passBegan(.walk), at: MonotonicClock.now(), into: &effects)
    if let capability = pass.begin() {
      monitor.apply(.capability(capability), at: MonotonicClock.now(), into: &effects)
    }
    while pass.isUnderWay, !pass.readSlice(of: &monitor, into: &effects) {}
    try askRules(of: &monitor, configuration, into: &effects)
    var sampler = try MemorySampler(
      root: configuration.root, pageSize: configuration.monitor.pageSize,
      scope: configuration.monitor.scope)
    var reading = MemoryReading()
    let work = sampler.sample(at: MonotonicClock.now(), into: &reading)
    let now = MonotonicClock.now()
    for capability in capabilities(configuration) + sampler.capabilities {
      monitor.apply(.capability(capability), at: now, into: &effects)
    }
    if let capability = pass.capability {
      monitor.apply(.capability(capability), at: now, into: &effects)
    }
    monitor.apply(.sampled(reading, work), at: now, into: &effects)
    var snapshot = Snapshot()
    monitor.writeSnapshot(into: &snapshot, at: now)
    return snapshot
  }

  /// Memory alone: what default thresholds and shares are taken of, before there is an engine.
  /// - Throws: what opening the files of the scope's control group said.
  public static func memory(
    root: ProcRoot, pageSize: Int, scope: Scope = .machine
  ) throws(Errno) -> MemoryReading {
    var sampler = try MemorySampler(root: root, pageSize: pageSize, scope: scope)
    var reading = MemoryReading()
    sampler.sample(at: MonotonicClock.now(), into: &reading)
    return reading
  }

  /// The rules have two seconds; for whom they have not answered by then, none matches.
  private static func askRules(
    of monitor: inout Monitor, _ configuration: EngineConfiguration, into effects: inout Effects
  ) throws(Errno) {
    guard !configuration.monitor.book.rules.isEmpty else { return }
    let rules = try Rules(configuration.monitor.book, root: configuration.root)
    var epoll = try Epoll()
    try epoll.add(rules.wakeDescriptor, .readable, token: 0)
    let end = MonotonicClock.now().advanced(by: .seconds(2))
    rules.ask(&monitor)
    while monitor.awaitsRules(), MonotonicClock.now() < end {
      try epoll.wait(timeoutMilliseconds: 100)
      rules.collect(at: MonotonicClock.now()) { answer in
        monitor.apply(answer, at: MonotonicClock.now(), into: &effects)
      }
      rules.ask(&monitor)
    }
  }

  /// What can be done here, as far as it is known before anything was tried.
  static func capabilities(_ configuration: EngineConfiguration) -> [Capability] {
    var capabilities = [configuration.root.liveCapability]
    if configuration.root.isLive {
      capabilities.append(KillProbe.check())
      capabilities.append(KillProbe.checkReaping())
      capabilities.append(configuration.identity.signalAll)
    }
    capabilities.append(ProcVisibility.check(configuration.root))
    return capabilities
  }
}

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
    var sampler = MemorySampler(
      root: configuration.root, pageSize: configuration.monitor.pageSize)
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
  public static func memory(root: ProcRoot, pageSize: Int) -> MemoryReading {
    var sampler = MemorySampler(root: root, pageSize: pageSize)
    var reading = MemoryReading()
    sampler.sample(at: MonotonicClock.now(), into: &reading)
    return reading
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

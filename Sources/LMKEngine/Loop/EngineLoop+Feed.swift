import LMKCore
import LMKLinux

/// The kernel's events, from their sources to the monitor.
extension EngineLoop {
  /// Opens the sources, before /proc is listed for the first time.
  func openFeed() throws(Errno) {
    var sources = configuration.sources
    // Stalls of the scope's group are what counts; version 1 tells none, and the machine's are a hint.
    if case .cgroup(let path) = configuration.monitor.scope,
      let own = CgroupMount.find(configuration.root)?.pressurePath(of: path)
    {
      sources.pressurePath = own
    }
    for capability in feed.open(sources) { send(.capability(capability)) }
    if let raw = feed.connectorDescriptor {
      try epoll.add(raw, .readable, token: Token.connector)
    }
    if let raw = feed.tracepointsDescriptor {
      try epoll.add(raw, .readable, token: Token.tracepoints)
    }
    if let raw = feed.triggerDescriptor {
      try epoll.add(raw, .priority, token: Token.pressure)
    }
    if let raw = feed.kernelLogDescriptor {
      try epoll.add(raw, .readable, token: Token.kernelLog)
    }
  }

  /// Sources that speak are not waited for: their next batch is read after a pause.
  private func pauseFeed() throws(Errno) {
    guard !isFeedPaused else { return }
    isFeedPaused = true
    try feedTimer.set(after: EventFeed.pause)
  }

  func endFeedPause() throws(Errno) {
    try feedTimer.drain()
    isFeedPaused = false
    try feedFromConnector()
    try feedFromKernelLog()
  }

  /// Reads a batch.
  func feedFromConnector() throws(Errno) {
    guard let raw = feed.connectorDescriptor else { return }
    let drained: Drained
    do throws(Errno) {
      drained = try feed.drainConnector()
    } catch {
      send(.capability(ProcConnector.capability(error)))
      return
    }
    if drained.messages > 0 { feedFromTracepoints() }
    feed.takeConnector(drained, &monitor, at: MonotonicClock.now(), into: &effects)
    if drained.messages > 0 {
      try epoll.modify(raw, [], token: Token.connector)
      try pauseFeed()
    } else {
      try epoll.modify(raw, .readable, token: Token.connector)
    }
    if feed.needsListing, !pass.isUnderWay { beginPass() }
  }

  func feedFromTracepoints() {
    do throws(Errno) {
      let hasKills = try feed.drainTracepoints(
        &monitor, at: MonotonicClock.now(), into: &effects)
      carryOutEffects()
      if hasKills { sampleMemory() }
    } catch {
      send(
        .capability(
          Capability(
            .tracepoints, isAvailable: false,
            reason: "reading the tracepoints failed (\(error)): adj is read with RSS")))
    }
  }

  /// Reads a batch of what the kernel says. The kernel was short of memory when it killed: what is
  /// left now is worth a look, and its own count confirms the kill.
  func feedFromKernelLog() throws(Errno) {
    guard let raw = feed.kernelLogDescriptor else { return }
    let drained: Drained
    let hasKills: Bool
    do throws(Errno) {
      (drained, hasKills) = try feed.drainKernelLog(
        &monitor, at: MonotonicClock.now(), into: &effects)
    } catch {
      send(.capability(KernelLog.capability(error)))
      return
    }
    carryOutEffects()
    if hasKills { sampleMemory() }
    // What does not fit into a batch is read in the next turn, before it is written over.
    if drained.messages > 0, !drained.hasMore {
      try epoll.modify(raw, [], token: Token.kernelLog)
      try pauseFeed()
    } else {
      try epoll.modify(raw, .readable, token: Token.kernelLog)
    }
  }

  /// Stalls: look at memory now, whatever the timer says.
  func notePressure(_ events: Epoll.Events) throws(Errno) {
    let isStalled = feed.takeTrigger(events)
    if feed.hasLostTrigger {
      if let raw = feed.triggerDescriptor { try epoll.remove(raw) }
      feed.dropTrigger()
      send(
        .capability(
          Capability(
            .pressureTrigger, isAvailable: false,
            reason: "the kernel has given the PSI trigger up: stalls are seen by sampling alone")))
    }
    if isStalled {
      send(.stalled)
      sampleMemory()
    }
  }

  /// Reads whom the events named, for at most a slice.
  func readNamed() {
    let end = MonotonicClock.now().advanced(by: PassReader.slice)
    var now = MonotonicClock.now()
    while now < end, let pid = feed.nextNamed() {
      pass.read(pid, at: now, of: &monitor, into: &effects)
      feed.noteRead(pid, by: monitor)
      now = MonotonicClock.now()
    }
    carryOutEffects()
    rules.ask(&monitor)
    feed.reviewFollowed(monitor)
  }

  // MARK: CPUs that come and go

  /// While a row is crossed there is no time for it.
  func renewTracepointsIfDue() throws(Errno) {
    guard monitor.isAtEase, feed.mustRenew(at: MonotonicClock.now()) else { return }
    feedFromTracepoints()
    guard let old = feed.tracepointsDescriptor else { return }
    try epoll.remove(old)
    do throws(Errno) {
      if let raw = try feed.beginRenewal() {
        try epoll.add(raw, .readable, token: Token.renewal)
      }
    } catch {
      // No thread now, perhaps later: those CPUs that are heard still are.
      if let raw = feed.tracepointsDescriptor {
        try epoll.add(raw, .readable, token: Token.tracepoints)
      }
    }
  }

  func endRenewal() throws(Errno) {
    guard let renewal = feed.renewal, renewal.hasEnded else { return }
    try epoll.remove(renewal.raw)
    let capability = feed.endRenewal(&monitor, at: MonotonicClock.now(), into: &effects)
    if let raw = feed.tracepointsDescriptor {
      try epoll.add(raw, .readable, token: Token.tracepoints)
    }
    if let capability { send(.capability(capability)) }
  }
}

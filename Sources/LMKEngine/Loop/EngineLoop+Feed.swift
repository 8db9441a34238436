import LMKCore
import LMKLinux

/// The kernel's events, from their sources to the monitor.
extension EngineLoop {
  /// Opens the sources, before /proc is listed for the first time.
  func openFeed() throws(Errno) {
    for capability in feed.open(without: configuration.withoutSources) {
      send(.capability(capability))
    }
    if let raw = feed.connectorDescriptor {
      try epoll.add(raw, .readable, token: Token.connector)
    }
    if let raw = feed.tracepointsDescriptor {
      try epoll.add(raw, .readable, token: Token.tracepoints)
    }
    if let raw = feed.triggerDescriptor {
      try epoll.add(raw, .priority, token: Token.pressure)
    }
  }

  /// Reads a batch. While the connector speaks it is not waited for: the next batch is read after
  /// a pause.
  func feedFromConnector() throws(Errno) {
    try feedTimer.drain()
    let spoke: Bool
    do throws(Errno) {
      spoke = try feed.drainConnector(&monitor, at: MonotonicClock.now(), into: &effects)
    } catch {
      send(.capability(ProcConnector.capability(error)))
      return
    }
    guard let raw = feed.connectorDescriptor else { return }
    if spoke {
      try epoll.modify(raw, [], token: Token.connector)
      try feedTimer.set(after: EventFeed.pause)
    } else {
      try epoll.modify(raw, .readable, token: Token.connector)
    }
    if feed.needsListing, !pass.isUnderWay { beginPass() }
  }

  func feedFromTracepoints() {
    do throws(Errno) {
      try feed.drainTracepoints(&monitor, at: MonotonicClock.now(), into: &effects)
    } catch {
      send(
        .capability(
          Capability(
            .tracepoints, isAvailable: false,
            reason: "reading the tracepoints failed (\(error)): adj is read with RSS")))
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
    if isStalled { sampleMemory() }
  }

  /// Reads whom the events named, for at most a slice.
  func readNamed() {
    let end = MonotonicClock.now().advanced(by: PassReader.slice)
    var now = MonotonicClock.now()
    while now < end, let pid = feed.nextNamed() {
      pass.read(pid, at: now, of: &monitor, into: &effects)
      now = MonotonicClock.now()
    }
    carryOutEffects()
  }
}

import LMKCore
import LMKLinux

/// The kernel's event sources, and the processes that they named and that have to be read.
///
/// The proc connector is read in batches, 20 ms apart while it speaks: an event costs 5 µs if it
/// wakes us and 1.3 µs in a batch, and a process that was born and has ended within one batch costs
/// nothing at all.
struct EventFeed: ~Copyable {
  static let pause: Duration = .milliseconds(20)
  /// More named processes than this, and listing /proc is the cheaper way to meet them.
  private static let namedLimit = 4096
  /// Drains of one source at a stretch, each well below a millisecond.
  private static let drainLimit = 4

  private var connector: ProcConnector?
  private var tracepoints: Tracepoints?
  private var trigger: PressureTrigger?
  /// Pids to be read, in the order in which they were named; what has ended since is skipped.
  private var named: [Int32] = []
  private var isNamed: Set<Int32> = []
  private var next = 0
  /// Room for one draining.
  private var events: ContiguousArray<ProcEvent> = []
  private var written: ContiguousArray<Int32> = []
  /// Events were lost, or there were too many: /proc is to be listed.
  private(set) var needsListing = false

  /// No source at all: everything is found by walking.
  init() {
    named.reserveCapacity(Self.namedLimit)
    isNamed.reserveCapacity(Self.namedLimit)
    events.reserveCapacity(Self.drainLimit * ProcConnector.batchLimit)
    written.reserveCapacity(Tracepoints.batchLimit)
  }

  /// Whether births and ends are told, so that /proc need not be listed at every tick.
  var tellsBirths: Bool { connector != nil }

  var connectorDescriptor: Int32? {
    switch connector {
    case .some(let connector): connector.raw
    case .none: nil
    }
  }

  var tracepointsDescriptor: Int32? {
    switch tracepoints {
    case .some(let tracepoints): tracepoints.raw
    case .none: nil
    }
  }

  var triggerDescriptor: Int32? {
    switch trigger {
    case .some(let trigger): trigger.raw
    case .none: nil
    }
  }

  /// Opens what is to be had, and says of each source whether it is.
  ///
  /// The connector is subscribed before /proc is listed for the first time: what happens in between
  /// is applied on top.
  mutating func open(without missing: Set<Capability.Name>) -> [Capability] {
    [
      missing.contains(.procConnector) ? Self.left(.procConnector) : openConnector(),
      missing.contains(.tracepoints) ? Self.left(.tracepoints) : openTracepoints(),
      missing.contains(.pressureTrigger) ? Self.left(.pressureTrigger) : openTrigger(),
    ]
  }

  private static func left(_ name: Capability.Name) -> Capability {
    Capability(name, isAvailable: false, reason: "left out by an option")
  }

  private mutating func openConnector() -> Capability {
    let probed = ProcConnector.probe(within: .milliseconds(200))
    guard probed.isAvailable else { return probed }
    do {
      connector = try ProcConnector()
      return probed
    } catch {
      return ProcConnector.capability(error)
    }
  }

  private mutating func openTracepoints() -> Capability {
    do {
      let opened = try Tracepoints.open()
      let capability = opened.capability
      tracepoints = consume opened
      return capability
    } catch {
      return error.capability
    }
  }

  private mutating func openTrigger() -> Capability {
    do {
      let opened = try PressureTrigger()
      let capability = opened.capability
      trigger = consume opened
      return capability
    } catch {
      return PressureTrigger.capability(error)
    }
  }

  // MARK: Draining

  /// Takes what the connector has to say. `true`: it said something, so more is likely soon.
  ///
  /// - Throws: what reading it said; then it is dropped, and /proc is walked from now on.
  mutating func drainConnector(
    _ monitor: inout Monitor, at now: Instant, into effects: inout Effects
  ) throws(Errno) -> Bool {
    guard connector != nil else { return false }
    // Out of `self` while the connector fills it, and back with its room.
    var batch = ContiguousArray<ProcEvent>()
    swap(&batch, &events)
    var sum = Drained()
    do throws(Errno) {
      for _ in 0..<Self.drainLimit {
        guard let drained = try connector?.drain(into: { batch.append($0) }) else { break }
        sum += drained
        if !drained.hasMore { break }
      }
    } catch {
      connector = nil
      needsListing = true
      throw error
    }
    for event in batch { take(event, monitor) }
    batch.removeAll(keepingCapacity: true)
    swap(&batch, &events)
    account(sum, &monitor, at: now, into: &effects)
    return sum.messages > 0
  }

  /// Takes what the tracepoints have to say.
  ///
  /// - Throws: what reading them said; then they are dropped.
  mutating func drainTracepoints(
    _ monitor: inout Monitor, at now: Instant, into effects: inout Effects
  ) throws(Errno) {
    guard tracepoints != nil else { return }
    var batch = ContiguousArray<Int32>()
    swap(&batch, &written)
    var sum = Drained()
    do throws(Errno) {
      for _ in 0..<Self.drainLimit {
        let drained = try tracepoints?.drain { record in
          if case .adjChanged(let thread, _, _) = record.event { batch.append(thread) }
        }
        guard let drained else { break }
        sum += drained
        if !drained.hasMore { break }
      }
    } catch {
      tracepoints = nil
      throw error
    }
    var unattributed: UInt64 = 0
    for pid in batch {
      // The number may be a thread's, and a thread must not be taken for a process: what cannot be
      // attributed counts as lost, and everybody's adj is read again by his next turn.
      if monitor.knows(pid: pid) { name(pid) } else { unattributed += 1 }
    }
    batch.removeAll(keepingCapacity: true)
    swap(&batch, &written)
    account(sum, &monitor, at: now, into: &effects)
    if unattributed > 0 {
      monitor.apply(.fed(events: 0, lost: unattributed), at: now, into: &effects)
    }
  }

  /// What epoll said of the trigger. `true`: processes are stalled on memory.
  mutating func takeTrigger(_ events: Epoll.Events) -> Bool { trigger?.take(events) ?? false }

  var hasLostTrigger: Bool {
    switch trigger {
    case .some(let trigger): trigger.isGone
    case .none: false
    }
  }

  mutating func dropTrigger() { trigger = nil }

  private mutating func account(
    _ drained: Drained, _ monitor: inout Monitor, at now: Instant, into effects: inout Effects
  ) {
    if drained.hasLost { needsListing = true }
    let lost = max(drained.overruns, drained.missing) + drained.malformed
    if drained.messages > 0 || lost > 0 {
      monitor.apply(.fed(events: UInt64(drained.messages), lost: lost), at: now, into: &effects)
    }
  }

  private mutating func take(_ event: ProcEvent, _ monitor: borrowing Monitor) {
    switch event {
    case .forked(_, let child): name(child)
    case .execed(let pid), .renamed(let pid, _): name(pid)
    case .userChanged(let pid, _, _): name(pid)
    // A hint: what /proc says of it decides. Who was never met, and is gone, needs no look.
    case .exited(let pid, _):
      if monitor.knows(pid: pid) { name(pid) } else { isNamed.remove(pid) }
    case .threadExited(let pid): name(pid)
    }
  }

  private mutating func name(_ pid: Int32) {
    guard !isNamed.contains(pid) else { return }
    guard named.count < Self.namedLimit else {
      needsListing = true
      return
    }
    isNamed.insert(pid)
    named.append(pid)
  }

  // MARK: Reading whom they named

  var hasNamed: Bool { next < named.count }

  /// The next process to be read; `nil`: there is none.
  mutating func nextNamed() -> Int32? {
    while next < named.count {
      let pid = named[next]
      next += 1
      if next == named.count {
        named.removeAll(keepingCapacity: true)
        next = 0
      }
      if isNamed.remove(pid) != nil { return pid }
    }
    return nil
  }

  /// A listing begins: it meets everybody, and answers for what was lost.
  mutating func listingBegins() { needsListing = false }
}

import LMKCore
import LMKLinux

/// The kernel's event sources, and the processes that they named and that have to be read.
///
/// The proc connector is read in batches, 20 ms apart while it speaks: an event costs 5 µs if it
/// wakes us and 1.3 µs in a batch, and a process that was born and has ended within one batch costs
/// one call that fails. The kernel's log is read in the same way.
struct EventFeed: ~Copyable {
  static let pause: Duration = .milliseconds(20)
  /// More named processes than this, and listing /proc is the cheaper way to meet them.
  static let namedLimit = 4096
  /// Drains of one source at a stretch, each well below a millisecond.
  static let drainLimit = 4

  var connector: ProcConnector?
  var tracepoints: Tracepoints?
  var trigger: PressureTrigger?
  var kernelLog: KernelLog?
  /// Under way while the tracepoints are opened anew.
  var renewal: TracepointRenewal?
  /// When it was last asked which CPUs are online.
  var processorsAskedAt: Instant?
  /// Who changes its adj with whom.
  var sharers = MemorySharers()
  /// Zombie leaders whose threads' ends are told.
  var followed: ContiguousArray<ProcessKey> = []
  /// Pids to be read, in the order in which they were named; what has ended since is skipped.
  var named: [Int32] = []
  var isNamed: Set<Int32> = []
  var next = 0
  /// Room for one draining.
  var events: ContiguousArray<ProcRecord> = []
  var traces = TraceBatch()
  var sentences: ContiguousArray<KernelKill> = []
  /// Events were lost, or there were too many: /proc is to be listed.
  var needsListing = false

  /// What one draining of the tracepoints brought.
  struct TraceBatch {
    /// Whose adj was written; the number may be a thread's.
    var written: ContiguousArray<Int32> = []
    var born: ContiguousArray<Birth> = []
    var victims: ContiguousArray<KernelKill> = []
    /// Room for the others of one group.
    var others: ContiguousArray<Int32> = []

    struct Birth {
      var child: Int32
      var maker: Int32
      var sharesMemory: Bool
      var at: Instant
    }

    mutating func removeAll() {
      written.removeAll(keepingCapacity: true)
      born.removeAll(keepingCapacity: true)
      victims.removeAll(keepingCapacity: true)
    }
  }

  /// No source at all: everything is found by walking.
  init() {
    named.reserveCapacity(Self.namedLimit)
    isNamed.reserveCapacity(Self.namedLimit)
    events.reserveCapacity(Self.drainLimit * ProcConnector.batchLimit)
    traces.written.reserveCapacity(Tracepoints.batchLimit)
    traces.born.reserveCapacity(Tracepoints.batchLimit)
    traces.victims.reserveCapacity(16)
    traces.others.reserveCapacity(MemorySharers.capacity)
    sentences.reserveCapacity(16)
    followed.reserveCapacity(ProcConnector.followLimit)
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

  var kernelLogDescriptor: Int32? {
    switch kernelLog {
    case .some(let log): log.raw
    case .none: nil
    }
  }

  // MARK: Opening

  /// Opens what is to be had, and says of each source whether it is.
  ///
  /// The connector is subscribed before /proc is listed for the first time: what happens in between
  /// is applied on top.
  mutating func open(_ wanted: EventSources) -> [Capability] {
    let missing = wanted.without
    return [
      missing.contains(.procConnector)
        ? Self.left(.procConnector) : openConnector(wanted.receiveBufferBytes),
      missing.contains(.tracepoints) ? Self.left(.tracepoints) : openTracepoints(),
      missing.contains(.pressureTrigger)
        ? Self.left(.pressureTrigger) : openTrigger(wanted.pressurePath),
      missing.contains(.kernelLog) ? Self.left(.kernelLog) : openKernelLog(),
    ]
  }

  private static func left(_ name: Capability.Name) -> Capability {
    Capability(name, isAvailable: false, reason: "left out by an option")
  }

  private mutating func openConnector(_ bytes: Int) -> Capability {
    let probed = ProcConnector.probe(within: .milliseconds(200))
    guard probed.isAvailable else { return probed }
    do {
      connector = try ProcConnector(receiveBufferBytes: bytes)
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

  private mutating func openTrigger(_ path: String) -> Capability {
    do {
      let opened = try PressureTrigger(path: path)
      let capability = opened.capability
      trigger = consume opened
      return capability
    } catch {
      return PressureTrigger.capability(error, path: path)
    }
  }

  private mutating func openKernelLog() -> Capability {
    do {
      kernelLog = try KernelLog()
      return KernelLog.capability(nil)
    } catch {
      return KernelLog.capability(error)
    }
  }

  // MARK: The trigger

  /// What epoll said of the trigger. `true`: processes are stalled on memory.
  mutating func takeTrigger(_ events: Epoll.Events) -> Bool { trigger?.take(events) ?? false }

  var hasLostTrigger: Bool {
    switch trigger {
    case .some(let trigger): trigger.isGone
    case .none: false
    }
  }

  mutating func dropTrigger() { trigger = nil }
}

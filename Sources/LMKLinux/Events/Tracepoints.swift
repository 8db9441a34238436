import CLinux
import LMKCore

/// Writes of `oom_score_adj`, births with their clone flags, and whom the kernel's own killer
/// marks, through perf_event_open(2): one ring for each online CPU, three tracepoints in each.
///
/// An adj that is written and a victim that is marked make `raw` readable at once (0.05–0.3 ms);
/// both are rare. A birth does not, until half of a ring is unread: drain at each tick as well.
///
/// Closing them takes the kernel about 0.1 s, all of it waiting: not on a thread that must not.
///
/// Within a CPU the records come in order; between CPUs they do not: of two that speak of one
/// process, `TraceRecord.at` says which is the later. CPUs that come online later are not heard,
/// see `processorsHaveChanged`.
public struct Tracepoints: ~Copyable {
  /// Most records that one `drain` reads, in less than 0.1 ms.
  public static let batchLimit = 512
  /// Of each CPU: room for about 800 births. This memory is never swapped.
  public static let usualRingBytes = 64 << 10
  /// Where tracefs is looked for. It is never mounted from here.
  public static let places = ["/sys/kernel/tracing", "/sys/kernel/debug/tracing"]

  private let rings: ContiguousArray<TraceRing>
  private let parser: TraceEventParser
  private let scratch: UnsafeMutableRawBufferPointer
  private var epoll: Epoll
  /// The ring to begin with, so that none is starved by those before it.
  private var first = 0
  /// The CPUs that are heard.
  public let processors: [Int32]
  /// Which of the tracepoints this kernel has, beside the adj's.
  public let hasNewProcesses: Bool
  public let hasVictims: Bool

  /// Opens the tracepoints on every online CPU, enables them, and makes a child that exits at once
  /// to see that its record comes and names it as we do. Takes about 1 ms.
  /// - Parameters:
  ///   - ringBytes: of each CPU, rounded up to a power of two of pages.
  ///   - places: where tracefs may be.
  /// - Throws: why not; nothing is left open then.
  public static func open(
    ringBytes: Int = Self.usualRingBytes, places: [String] = Self.places
  ) throws(TracepointsError) -> Tracepoints {
    var tracepoints = try Tracepoints(ringBytes: ringBytes, places: places)
    try tracepoints.hearChild()
    return tracepoints
  }

  private init(ringBytes: Int, places: [String]) throws(TracepointsError) {
    let formats = try TraceFormats(places: places)
    let bytes = Self.wholeRing(ringBytes)
    let processors: [Int32]
    do {
      processors = try ProcessorList.online()
    } catch {
      throw .processors(error)
    }
    var heard: [Int32] = []
    var rings: ContiguousArray<TraceRing> = []
    for cpu in processors {
      do throws(TracepointsError) {
        rings.append(
          try TraceRing(
            cpu: cpu, bytes: bytes, adjUpdate: formats.adjUpdate.id,
            newTask: formats.newTask?.id, victim: formats.victim?.id))
        heard.append(cpu)
      } catch .refused(.noDevice) {
        // Taken offline a moment ago.
      }
    }
    let epoll = try Self.watch(rings)
    parser = formats.parser
    hasNewProcesses = formats.newTask != nil
    hasVictims = formats.victim != nil
    self.processors = heard
    self.epoll = epoll
    self.rings = rings
    scratch = .allocate(byteCount: 1 << 16, alignment: 8)
  }

  deinit { scratch.deallocate() }

  /// For epoll, `.readable`. It is readable once for each wake-up: what is unread afterwards does
  /// not make it readable again, so drain until nothing is left.
  public var raw: Int32 { epoll.raw }

  /// Reads at most `batchLimit` records, and hands on each event. Never waits; allocates nothing.
  public mutating func drain(into receive: (TraceRecord) -> Void) throws(Errno) -> Drained {
    try forgetLostRings()
    var drained = Drained()
    for offset in 0..<rings.count {
      let ring = rings[(first + offset) % rings.count]
      let room = Self.batchLimit - drained.messages
      let more = drained.hasMore
      drained += ring.drain(limit: room, parser: parser, scratch: scratch, into: receive)
      drained.hasMore = drained.hasMore || more
    }
    first = (first + 1) % max(1, rings.count)
    return drained
  }

  /// Whether other CPUs are online now than those that are heard. Then open anew: what a new one
  /// says is lost. Reads a small file: ask every ten seconds, say. `false` if it cannot be read.
  public var processorsHaveChanged: Bool {
    do {
      return try ProcessorList.online() != processors
    } catch {
      return false
    }
  }

  /// The capability `.tracepoints` of one that is open; the reason says what this kernel lacks.
  public var capability: Capability {
    var reason = ""
    if !hasNewProcesses { reason = "the kernel has no tracepoint task:task_newtask" }
    if !hasVictims {
      reason += "\(reason.isEmpty ? "" : "; ")the kernel has no tracepoint oom:mark_victim"
    }
    return Capability(.tracepoints, isAvailable: true, reason: reason)
  }

  // MARK: Parts

  /// A ring that hung up would stay ready for ever.
  private mutating func forgetLostRings() throws(Errno) {
    try epoll.wait(timeoutMilliseconds: 0)
    for index in 0..<epoll.count {
      let (events, token) = epoll[index]
      if !events.isDisjoint(with: [.fault, .hungUp]) { try epoll.remove(Int32(token)) }
    }
  }

  /// The record of a birth stands in its ring before clone(2) returns: there is nothing to wait
  /// for, but perhaps others' records before it.
  private mutating func hearChild() throws(TracepointsError) {
    guard hasNewProcesses else { return }
    let own = Identity.ownPid
    let child = lmk_probe_child()
    guard child >= 0 else { throw .ring(Errno(-child)) }
    var pids: [Int32] = []
    var hasLost = false
    while true {
      let drained: Drained
      do {
        drained = try drain { record in
          if case .newProcess(let pid, _, _, _) = record.event, record.by == own {
            pids.append(pid)
          }
        }
      } catch {
        throw .ring(error)
      }
      hasLost = hasLost || drained.hasLost
      if pids.contains(child) { return }
      if !drained.hasMore { break }
    }
    // Ours may be among those that were lost: the machine is in a storm, and records do come.
    if pids.isEmpty && hasLost { return }
    throw pids.isEmpty ? .silent : .foreignPids
  }

  private static func watch(
    _ rings: ContiguousArray<TraceRing>
  ) throws(TracepointsError) -> Epoll {
    do {
      let epoll = try Epoll()
      for ring in rings {
        try epoll.add(ring.owner.raw, .readable, token: UInt64(ring.owner.raw))
      }
      return epoll
    } catch {
      throw .ring(error)
    }
  }

  private static func wholeRing(_ bytes: Int) -> Int {
    var size = Host.pageSize
    while size < bytes, size < 64 << 20 { size *= 2 }
    return size
  }
}

extension Errno {
  /// ENODEV.
  static let noDevice = Errno(19)
}

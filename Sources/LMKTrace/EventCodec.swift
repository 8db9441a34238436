import LMKCore

/// Writes events one behind the other, each as its difference from what came before and from what
/// the monitor knew.
///
///     ┌──────┬─────────────┬───────────────────────────────┐
///     │ kind │ Δ time, ns  │ what the event carries        │   a process at rest: 6 bytes
///     └──────┴─────────────┴───────────────────────────────┘
///
/// A reading is written as what differs from the reading that the monitor had of the same pid; whoever
/// decodes must have a monitor that was given all events before. Both begin anew at a keyframe.
public struct EventEncoder: Sendable {
  public private(set) var writer: ByteWriter
  private var lastPid: Int32 = 0

  /// - Parameter isRedacted: names are replaced, texts left out.
  public init(isRedacted: Bool = false) {
    writer = ByteWriter(capacity: 4096)
    if isRedacted {
      writer.pseudonyms = Pseudonyms()
      writer.leavesOutTexts = true
    }
  }

  /// What a keyframe is written with.
  public var pseudonyms: Pseudonyms? { writer.pseudonyms }

  /// Begins anew: what follows is a difference from a keyframe at this moment.
  public mutating func begin(at now: Instant) {
    writer.base = now
    lastPid = 0
  }

  /// Forgets what was written; what follows still builds upon it.
  public mutating func clear() { writer.removeAll() }

  /// What the effects of the event written last come to. O(bytes of the effects).
  public mutating func encodeCheck(_ sum: UInt32) {
    writer.put(byte: EventKind.check.rawValue)
    for place in 0..<4 as Range<UInt32> {
      writer.put(byte: UInt8(truncatingIfNeeded: sum >> (8 * place)))
    }
  }

  public mutating func encode(_ event: Event, at now: Instant, known: ProcessReading?) {
    writer.put(byte: EventKind(event).rawValue)
    writer.put(signed: now.nanoseconds &- writer.base.nanoseconds)
    writer.base = now
    switch event {
    case .started, .groupsForgotten, .stalled, .reachStep: break
    case .sampled(let reading, let work):
      writer.put(reading)
      writer.put(work)
    case .passBegan(let kind): writer.put(kind)
    case .measured(let reading):
      put(pid: reading.key.pid)
      reading.writeChanges(to: &writer, known: known)
    case .refreshed(let reading, let parts):
      put(pid: reading.key.pid)
      writer.put(parts)
      reading.writeChanges(to: &writer, known: known)
    case .grouped(let key, let group):
      put(pid: key.pid)
      writer.put(number: key.startTime)
      writer.put(group)
    case .groupNamed(let number, let group):
      writer.put(number)
      writer.put(group)
    case .containerInit(let key), .bound(let key), .exited(let key), .memberBound(let key):
      writer.put(key)
    case .timed(let key, let ticks):
      put(pid: key.pid)
      writer.put(number: key.startTime)
      writer.put(ticks)
    case .adjSet(let key, let old, let new):
      writer.put(key)
      writer.put(old)
      writer.put(new)
    case .adjNotSet(let key, let adj, let failure):
      writer.put(key)
      writer.put(adj)
      writer.put(failure)
    case .reachAnswered(let question, let answer):
      writer.put(question)
      writer.put(answer)
    case .ancestors(let keys): writer.put(keys)
    case .seen(let pid), .vanished(let pid), .execed(let pid): put(pid: pid)
    case .passEnded(let met, let work):
      writer.put(met)
      writer.put(work)
    case .fed(let events, let lost):
      writer.put(events)
      writer.put(lost)
    case .kernelKilled(let kill, let source):
      writer.put(kill)
      writer.put(source)
    case .ticked(let cost): writer.put(cost)
    case .command(let command): writer.put(command)
    case .confirmed(let key, let confirmation, let work):
      writer.put(key)
      writer.put(confirmation)
      writer.put(work)
    case .signalled(let key, let signal, let purpose):
      writer.put(key)
      writer.put(signal)
      writer.put(purpose)
    case .failed(let key, let failure, let purpose):
      writer.put(key)
      writer.put(failure)
      writer.put(purpose)
    case .hookEnded(let call, let end):
      writer.put(call)
      writer.put(end)
    case .ruled(let key, let effect, let question):
      writer.put(key)
      writer.put(effect)
      writer.put(question)
    case .notRuled(let key, let question):
      writer.put(key)
      writer.put(question)
    case .reaped(let key, let reaping):
      writer.put(key)
      writer.put(reaping)
    case .capability(let capability): writer.put(capability)
    case .journalLost(let count): writer.put(count)
    case .leaving(let signal): writer.put(signal)
    }
  }

  private mutating func put(pid: Int32) {
    writer.put(signed: Int64(pid) - Int64(lastPid))
    lastPid = pid
  }
}

/// Reads what an `EventEncoder` has written.
public struct EventDecoder: Sendable {
  /// What stands next.
  public enum Item: Sendable {
    case event(Event, at: Instant)
    /// What the effects of the event before came to.
    case check(UInt32)
  }

  private var base: Instant
  private var lastPid: Int32 = 0

  /// Begins at a keyframe of this moment.
  public init(at moment: Instant) { base = moment }

  /// - Parameters:
  ///   - known: the monitor's reading of a pid, after all events before.
  /// - Throws: what is wrong with the bytes; nothing of them counts then.
  public mutating func decode(
    _ reader: inout ByteReader, known: (Int32) -> ProcessReading?
  ) throws(RecordDefect) -> Item {
    guard let kind = EventKind(rawValue: try reader.byte()) else { throw .invalid }
    if kind == .check {
      var sum: UInt32 = 0
      for place in 0..<4 as Range<UInt32> { sum |= UInt32(try reader.byte()) << (8 * place) }
      return .check(sum)
    }
    reader.base = base
    let now: Instant = try reader.read()
    // The monotonic clock does not go back; a slice's events may share a moment.
    reader.base = now
    base = now
    return .event(try event(kind, &reader, known), at: now)
  }

  private mutating func event(
    _ kind: EventKind, _ reader: inout ByteReader, _ known: (Int32) -> ProcessReading?
  ) throws(RecordDefect) -> Event {
    switch kind {
    case .started: return .started
    case .sampled: return .sampled(try reader.read(), try reader.read())
    case .passBegan: return .passBegan(try reader.read())
    case .measured:
      let pid = try pid(&reader)
      return .measured(try ProcessReading(from: &reader, pid: pid, known: known(pid)))
    case .refreshed:
      let pid = try pid(&reader)
      let parts: ReadingParts = try reader.read()
      return .refreshed(try ProcessReading(from: &reader, pid: pid, known: known(pid)), parts)
    case .grouped:
      let key = ProcessKey(pid: try pid(&reader), startTime: try reader.number())
      return .grouped(key, try reader.read())
    case .groupNamed: return .groupNamed(try reader.read(), try reader.read())
    case .containerInit: return .containerInit(try reader.read())
    case .ancestors: return .ancestors(try reader.read())
    case .groupsForgotten: return .groupsForgotten
    case .seen: return .seen(pid: try pid(&reader))
    case .vanished: return .vanished(pid: try pid(&reader))
    case .passEnded: return .passEnded(met: try reader.read(), try reader.read())
    case .fed: return .fed(events: try reader.read(), lost: try reader.read())
    case .stalled: return .stalled
    case .kernelKilled: return .kernelKilled(try reader.read(), by: try reader.read())
    case .ticked: return .ticked(try reader.read())
    case .command: return .command(try reader.read())
    case .bound: return .bound(try reader.read())
    case .confirmed:
      return .confirmed(try reader.read(), try reader.read(), try reader.read())
    case .signalled:
      return .signalled(try reader.read(), try reader.read(), try reader.read())
    case .failed: return .failed(try reader.read(), try reader.read(), try reader.read())
    case .hookEnded: return .hookEnded(try reader.read(), try reader.read())
    case .ruled:
      return .ruled(try reader.read(), try reader.read(), question: try reader.read())
    case .notRuled: return .notRuled(try reader.read(), question: try reader.read())
    case .execed: return .execed(pid: try pid(&reader))
    case .exited: return .exited(try reader.read())
    case .reaped: return .reaped(try reader.read(), try reader.read())
    case .capability: return .capability(try reader.read())
    case .journalLost: return .journalLost(try reader.read())
    case .leaving: return .leaving(try reader.read())
    case .timed:
      let key = ProcessKey(pid: try pid(&reader), startTime: try reader.number())
      return .timed(key, ticks: try reader.read())
    case .adjSet:
      return .adjSet(try reader.read(), from: try reader.read(), to: try reader.read())
    case .adjNotSet:
      return .adjNotSet(try reader.read(), try reader.read(), try reader.read())
    case .reachAnswered: return .reachAnswered(try reader.read(), try reader.read())
    case .reachStep: return .reachStep
    case .memberBound: return .memberBound(try reader.read())
    case .check: throw .invalid
    }
  }

  private mutating func pid(_ reader: inout ByteReader) throws(RecordDefect) -> Int32 {
    let difference = try reader.signed()
    let (sum, isOver) = Int64(lastPid).addingReportingOverflow(difference)
    guard !isOver, sum > 0, sum < 1 << 22 else { throw .invalid }
    lastPid = Int32(sum)
    return lastPid
  }
}

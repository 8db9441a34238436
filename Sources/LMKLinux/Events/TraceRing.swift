import CLinux
import LMKCore

/// The ring of one CPU: its owner is the adj tracepoint, and the others write into it as well.
///
/// A class only because arrays cannot hold what is not copied; it has one owner.
final class TraceRing {
  /// No record of ours is longer: with less room than that, one may have been refused.
  private static let longestRecord: UInt64 = 256

  let owner: FileDescriptor
  private let newTask: FileDescriptor?
  private let victim: FileDescriptor?
  private let memory: RingMemory

  /// Opens, maps, joins, enables.
  init(
    cpu: Int32, bytes: Int, adjUpdate: UInt64, newTask: UInt64?, victim: UInt64?
  ) throws(TracepointsError) {
    owner = try Self.open(adjUpdate, cpu, Int32(LMK_WAKE_EACH))
    do {
      memory = try RingMemory(of: owner, bytes: bytes)
    } catch {
      throw .ring(error)
    }
    // A birth does not wake us, or a storm of them would: it is read when something else is.
    self.newTask = try Self.join(newTask, cpu, Int32(LMK_WAKE_HALF_FULL), owner)
    self.victim = try Self.join(victim, cpu, Int32(LMK_WAKE_EACH), owner)
    try Self.ring(lmk_tracepoint_enable(owner.raw))
  }

  /// Reads at most `limit` records, and gives their room back to the kernel.
  /// - Parameter scratch: 65,536 bytes, for a record that goes over the ring's end.
  func drain(
    limit: Int, parser: borrowing TraceEventParser, scratch: UnsafeMutableRawBufferPointer,
    into receive: (TraceRecord) -> Void
  ) -> Drained {
    var drained = Drained()
    let head = memory.head
    let start = memory.tail
    var tail = start
    while tail != head {
      guard drained.messages < limit else {
        drained.hasMore = true
        break
      }
      guard let bytes = RingRecords.next(in: memory.data, from: tail, to: head, scratch: scratch)
      else {
        // Not to be trusted any further: begin anew behind it.
        drained.malformed += 1
        tail = head
        break
      }
      tail &+= UInt64(bytes.count)
      drained.messages += 1
      Self.take(bytes, parser, &drained, receive)
    }
    guard tail != start else { return drained }
    // The kernel counts what it refuses, and tells it with its next record on this CPU, which may
    // be long in coming: a ring that was full up to now is told at once.
    if UInt64(memory.data.count) &- (memory.head &- start) < Self.longestRecord {
      drained.overruns += 1
    }
    memory.advance(to: tail)
    return drained
  }

  private static func take(
    _ bytes: UnsafeRawBufferPointer, _ parser: borrowing TraceEventParser,
    _ drained: inout Drained, _ receive: (TraceRecord) -> Void
  ) {
    switch PerfRecord(bytes) {
    case .sample(let by, let at, let raw):
      switch parser.parse(raw) {
      case .event(let event): receive(TraceRecord(at: at, by: by, event: event))
      case .nothing: break
      case .malformed: drained.malformed += 1
      }
    case .lost(let count): drained.missing += count
    case .throttled: drained.overruns += 1
    case .malformed: drained.malformed += 1
    case .other: break
    }
  }

  private static func join(
    _ id: UInt64?, _ cpu: Int32, _ wake: Int32, _ owner: borrowing FileDescriptor
  ) throws(TracepointsError) -> FileDescriptor? {
    guard let id else { return nil }
    let event = try open(id, cpu, wake)
    try ring(lmk_tracepoint_join(event.raw, owner.raw))
    try ring(lmk_tracepoint_enable(event.raw))
    return event
  }

  private static func open(
    _ id: UInt64, _ cpu: Int32, _ wake: Int32
  ) throws(TracepointsError) -> FileDescriptor {
    let number = lmk_tracepoint_open(id, cpu, wake)
    guard number >= 0 else { throw .refused(Errno(-number)) }
    return FileDescriptor(taking: number)
  }

  private static func ring(_ result: Int32) throws(TracepointsError) {
    guard result >= 0 else { throw .ring(Errno(-result)) }
  }
}

import LMKCore
import LMKLinux
import LMKTrace

/// What takes bytes from outside: each must live through any.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// A whole recording, read to its end; sums are made right first, for who damages a file on purpose
  /// can do that too.
  case trace
  /// The plain bytes of a block of events, applied to a monitor.
  case events
  /// The plain bytes of a keyframe, made into a monitor that goes on.
  case image
  case stat, statm, adj, vmstat, meminfo, zoneinfo, pressure, cgroup, status
  /// Datagrams of the proc connector.
  case netlink
  /// Records of a perf ring, with the ring's edge.
  case perf
  /// A tracepoint's format, and records read by it.
  case format
  case kmsg
  /// Rows and steps as options and configuration have them.
  case rows, steps

  /// Returns, whatever the bytes are. Traps where a law is broken.
  public func run(_ bytes: [UInt8]) {
    switch self {
    case .trace: Self.replay(Self.resummed(bytes))
    case .events: Self.apply(events: bytes)
    case .image: Self.goOn(from: bytes)
    case .stat: bytes.withUnsafeBytes { _ = StatParser.parse($0) }
    case .statm: bytes.withUnsafeBytes { _ = StatmParser.parse($0) }
    case .adj: bytes.withUnsafeBytes { _ = AdjParser.parse($0) }
    case .vmstat:
      var reading = MemoryReading()
      bytes.withUnsafeBytes { _ = VmstatParser.parse($0, into: &reading) }
      Self.use(reading)
    case .meminfo:
      var reading = MemoryReading()
      bytes.withUnsafeBytes { _ = MeminfoParser.parse($0, pageSize: 4096, into: &reading) }
      Self.use(reading)
    case .zoneinfo: bytes.withUnsafeBytes { _ = ZoneinfoParser.parse($0) }
    case .pressure: bytes.withUnsafeBytes { _ = PressureParser.parse($0) }
    case .cgroup: bytes.withUnsafeBytes { _ = CgroupParser.parse($0) }
    case .status: bytes.withUnsafeBytes { _ = NamespaceParser.isContainerInit($0) }
    case .netlink: bytes.withUnsafeBytes { _ = ProcEventParser.parse($0) }
    case .perf: Self.walk(ring: bytes)
    case .format: Self.read(format: bytes)
    case .kmsg:
      bytes.withUnsafeBytes { all in
        if let line = KernelLogLine(all) { _ = KernelKill(line) }
      }
    case .rows:
      let text = String(decoding: bytes, as: UTF8.self)
      let table = try? Thresholds(
        parsing: text, usablePages: 1 << 22, ramPages: 1 << 23, pageSize: 4096)
      precondition(table.map { $0.count > 0 } ?? true)
    case .steps:
      if let rows = try? Escalation.rows(parsing: String(decoding: bytes, as: UTF8.self)) {
        precondition(rows.allSatisfy { $0[$0.count - 1].signal == .kill })
      }
    }
  }

  /// What any parser may have read must not make the monitor trap.
  private static func use(_ reading: MemoryReading) {
    var monitor = Monitor(MonitorConfiguration(thresholds: table), at: Instant(nanoseconds: 0))
    var effects = Effects()
    monitor.apply(.sampled(reading, Work()), at: Instant(nanoseconds: 1), into: &effects)
    precondition(monitor.nextSample(after: Instant(nanoseconds: 1)) > .zero)
  }

  private static let table = try! Thresholds([
    Level(minfreePages: 1000, adj: 0), Level(minfreePages: 100_000, adj: 300),
  ])
}

// MARK: Recordings

extension FuzzTarget {
  static let stepLimit = 20_000

  private static func replay(_ bytes: [UInt8]) {
    guard let replay = try? TraceReplay(bytes.traceSource) else { return }
    var steps = 0
    loop: while steps < stepLimit {
      switch replay.step() {
      case .event, .gap: steps += 1
      case .end: break loop
      }
    }
    replay.seek(to: replay.index.first)
  }

  private static func apply(events bytes: [UInt8]) {
    var now = Instant(nanoseconds: 1_000_000_000_000)
    var monitor = Monitor(MonitorConfiguration(thresholds: table), at: now)
    var effects = Effects()
    var reader = ByteReader(bytes)
    var decoder = EventDecoder(at: now)
    var steps = 0
    while !reader.isAtEnd, steps < stepLimit {
      steps += 1
      guard let item = try? decoder.decode(&reader, known: { monitor.reading(pid: $0) }) else {
        return
      }
      guard case .event(let event, let at) = item else { continue }
      now = at
      monitor.apply(event, at: now, into: &effects)
      effects.removeAll()
    }
    var snapshot = Snapshot()
    monitor.writeSnapshot(into: &snapshot, at: now)
    _ = monitor.nextSample(after: now)
  }

  private static func goOn(from bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    guard let image = try? MonitorImage(from: &reader) else { return }
    var monitor = Monitor(image)
    var effects = Effects()
    let now = image.at.advanced(by: .seconds(1))
    var memory = MemoryReading()
    memory.freePages = 10
    monitor.apply(.passBegan(.walk), at: now, into: &effects)
    monitor.apply(.sampled(memory, Work()), at: now, into: &effects)
    monitor.apply(.passEnded(met: 3, Work()), at: now, into: &effects)
    var snapshot = Snapshot()
    monitor.writeSnapshot(into: &snapshot, at: now)
    _ = monitor.nextSample(after: now)
    // What was read is written again as it was read.
    var first = ByteWriter()
    first.put(image)
    var again = ByteReader(first.bytes)
    var second = ByteWriter()
    if let image = try? MonitorImage(from: &again) { second.put(image) }
    precondition(first.bytes == second.bytes)
  }

  /// Makes the sums of all frames right, as far as their heads lead.
  static func resummed(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var offset = 0
    while offset + TraceFrame.size <= bytes.count {
      var stored = 0
      for place in 0..<4 { stored |= Int(bytes[offset + 8 + place]) << (8 * place) }
      let begin = offset + TraceFrame.size
      let end = min(bytes.count, begin + stored)
      put(Checksum.crc32c(bytes[begin..<end]), at: offset + 32, into: &bytes)
      put(Checksum.crc32c(bytes[offset..<(offset + 36)]), at: offset + 36, into: &bytes)
      offset = end
    }
    return bytes
  }

  private static func put(_ sum: UInt32, at offset: Int, into bytes: inout [UInt8]) {
    for place in 0..<4 {
      bytes[offset + place] = UInt8(truncatingIfNeeded: sum >> (8 * UInt32(place)))
    }
  }
}

// MARK: Tracepoints

extension FuzzTarget {
  private static func walk(ring bytes: [UInt8]) {
    bytes.withUnsafeBytes { all in
      var size = 8
      while size * 2 <= all.count { size *= 2 }
      guard all.count >= 16 else { return }
      let ring = UnsafeRawBufferPointer(rebasing: all[..<size])
      let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 8)
      defer { scratch.deallocate() }
      for start in [UInt64(0), UInt64(all[0]), UInt64(size) - 4] {
        var tail = start
        let head = start &+ UInt64(size)
        while let record = RingRecords.next(in: ring, from: tail, to: head, scratch: scratch) {
          _ = PerfRecord(record)
          tail &+= UInt64(record.count)
        }
      }
    }
  }

  /// The first half is a format, the second a record.
  private static func read(format bytes: [UInt8]) {
    let zero = bytes.firstIndex(of: 0) ?? bytes.count
    guard let format = TraceFormat(Array(bytes[..<zero])),
      let parser = TraceEventParser(adjUpdate: format, newTask: nil, victim: format)
    else { return }
    Array(bytes[zero...]).withUnsafeBytes { _ = parser.parse($0) }
  }
}

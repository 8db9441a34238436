extension ProcessKey: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(pid)
    writer.put(number: startTime)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(pid: try reader.read(), startTime: try reader.number())
  }
}

extension ProcessName: Recordable {
  public func write(to writer: inout ByteWriter) {
    let name = writer.pseudonyms?.name(for: self) ?? self
    writer.put(byte: UInt8(name.count))
    for place in 0..<name.count { writer.put(byte: name[place]) }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(bytes: try reader.bytes(upTo: Self.capacity))
  }
}

extension ProcessState: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(rawValue) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(rawValue: try reader.byte())
  }
}

extension OOMScoreAdj: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(rawValue) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    guard let adj = OOMScoreAdj(rawValue: try reader.read()) else { throw .invalid }
    self = adj
  }
}

extension ControlGroupID: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(rawValue) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(rawValue: try reader.read())
  }
}

extension ControlGroup: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(path: memoryPath)
    writer.put(path: unitPath)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(memoryPath: try reader.read(), unitPath: try reader.read())
  }
}

extension ReadingParts: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(rawValue) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(rawValue: try reader.byte())
  }
}

/// The parts of a reading that may differ from what was known, as bits.
private struct ChangedParts: OptionSet {
  var rawValue: UInt8
  static let start = ChangedParts(rawValue: 1)
  static let name = ChangedParts(rawValue: 2)
  static let inode = ChangedParts(rawValue: 4)
  static let parent = ChangedParts(rawValue: 8)
  static let owner = ChangedParts(rawValue: 16)
  static let memory = ChangedParts(rawValue: 32)
  static let adj = ChangedParts(rawValue: 64)
  /// State, threads, swap, kernel thread.
  static let rest = ChangedParts(rawValue: 128)
}

/// A reading as its difference from what was known of the pid: of a process at rest, a byte.
///
///     what differs │ memory: two differences │ adj │ start │ name │ inode │ parent │ owner │ rest
extension ProcessReading: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(key.pid)
    writeChanges(to: &writer, known: nil)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    let pid: Int32 = try reader.read()
    try self.init(from: &reader, pid: pid, known: nil)
  }

  /// Writes all but the pid.
  /// - Parameter known: what whoever reads it will know of the pid before; `nil`: nothing.
  public func writeChanges(to writer: inout ByteWriter, known: ProcessReading?) {
    let old = known ?? Self.unknown(key.pid)
    var changed: ChangedParts = []
    if key.startTime != old.key.startTime { changed.insert(.start) }
    if name != old.name { changed.insert(.name) }
    if inode != old.inode { changed.insert(.inode) }
    if parent != old.parent { changed.insert(.parent) }
    if uid != old.uid { changed.insert(.owner) }
    if rssPages != old.rssPages || sharedPages != old.sharedPages { changed.insert(.memory) }
    if adj != old.adj { changed.insert(.adj) }
    let isOtherwise = state != old.state || threadCount != old.threadCount
    if isOtherwise || swapPages != old.swapPages || isKernelThread != old.isKernelThread {
      changed.insert(.rest)
    }
    writer.put(changed.rawValue)
    if changed.contains(.memory) {
      writer.put(signed: Int64(rssPages - old.rssPages))
      writer.put(signed: Int64(sharedPages - old.sharedPages))
    }
    if changed.contains(.adj) { writer.put(adj) }
    if changed.contains(.start) { writer.put(number: key.startTime) }
    if changed.contains(.name) { writer.put(name) }
    if changed.contains(.inode) { writer.put(number: inode) }
    if changed.contains(.parent) { writer.put(parent) }
    if changed.contains(.owner) { writer.put(uid) }
    if changed.contains(.rest) {
      writer.put(state)
      writer.put(isKernelThread)
      writer.put(threadCount)
      writer.put(swapPages)
    }
  }

  /// Reads what stands behind the pid.
  public init(
    from reader: inout ByteReader, pid: Int32, known: ProcessReading?
  ) throws(RecordDefect) {
    let old = known ?? Self.unknown(pid)
    self = old
    let changed = ChangedParts(rawValue: try reader.byte())
    if changed.contains(.memory) {
      rssPages = try Self.pages(old.rssPages, &reader)
      sharedPages = try Self.pages(old.sharedPages, &reader)
    }
    if changed.contains(.adj) { adj = try reader.read() }
    if changed.contains(.start) {
      self = with(key: ProcessKey(pid: pid, startTime: try reader.number()))
    }
    if changed.contains(.name) { name = try reader.read() }
    if changed.contains(.inode) { inode = try reader.number() }
    if changed.contains(.parent) { parent = try reader.read() }
    if changed.contains(.owner) { uid = try reader.read() }
    if changed.contains(.rest) {
      state = try reader.read()
      isKernelThread = try reader.read()
      threadCount = try reader.read()
      swapPages = try reader.read()
    }
  }

  private static func unknown(_ pid: Int32) -> ProcessReading {
    ProcessReading(key: ProcessKey(pid: pid, startTime: 0))
  }

  private static func pages(
    _ old: Int, _ reader: inout ByteReader
  ) throws(RecordDefect) -> Int {
    let difference: Int = try reader.read()
    let pages = old + difference
    guard pages >= 0, pages <= UInt32.max else { throw .invalid }
    return pages
  }

  private func with(key: ProcessKey) -> ProcessReading {
    ProcessReading(
      key: key, parent: parent, uid: uid, adj: adj, state: state, isKernelThread: isKernelThread,
      threadCount: threadCount, rssPages: rssPages, sharedPages: sharedPages,
      swapPages: swapPages, name: name, inode: inode)
  }
}

extension Candidate: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(key)
    writer.put(name)
    writer.put(uid)
    writer.put(parent)
    writer.put(rssPages)
    writer.put(freesPages)
    writer.put(swapPages)
    writer.put(group)
    writer.put(growth)
    writer.put(adj)
    writer.put(effectiveAdj)
    writer.put(state)
    writer.put(isContainerInit)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    var reading = ProcessReading(key: try reader.read())
    reading.name = try reader.read()
    reading.uid = try reader.read()
    reading.parent = try reader.read()
    reading.rssPages = try reader.read()
    let frees: Int = try reader.read()
    reading.swapPages = try reader.read()
    let group: ControlGroupID = try reader.read()
    let growth: Float = try reader.read()
    reading.adj = try reader.read()
    let effective: OOMScoreAdj = try reader.read()
    reading.state = try reader.read()
    self.init(reading, effectiveAdj: effective, growth: growth)
    freesPages = frees
    self.group = group
    isContainerInit = try reader.read()
  }
}

extension Exemption: RecordablePlace {
  static let places: [Exemption] = [
    .kernelThread, .initProcess, .lmktop, .outsideScope, .never, .ancestor, .noMemory,
  ]
}

extension Protection: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .rule(let place):
      writer.put(byte: 0)
      writer.put(place)
    case .pin: writer.put(byte: 1)
    case .young: writer.put(byte: 2)
    case .unanswered: writer.put(byte: 3)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .rule(try reader.read())
    case 1: self = .pin
    case 2: self = .young
    case 3: self = .unanswered
    default: throw .invalid
    }
  }
}

extension Standing: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .candidate: writer.put(byte: 0)
    case .protected(let protection):
      writer.put(byte: 1)
      writer.put(protection)
    case .dying: writer.put(byte: 2)
    case .stuck: writer.put(byte: 3)
    case .refused(let errno):
      writer.put(byte: 4)
      writer.put(errno)
    case .exempt(let exemption):
      writer.put(byte: 5)
      writer.put(exemption)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .candidate
    case 1: self = .protected(try reader.read())
    case 2: self = .dying
    case 3: self = .stuck
    case 4: self = .refused(try reader.read())
    case 5: self = .exempt(try reader.read())
    default: throw .invalid
    }
  }
}

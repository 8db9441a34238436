/// The monitor's own parts, for its image.

extension SpareReason: Recordable {
  public func write(to writer: inout ByteWriter) {
    let (place, level): (UInt8, Int) =
      switch self {
      case .memoryUnknown: (0, 0)
      case .noRowCrossed: (1, 0)
      case .nobodyEligible(let level): (2, level)
      case .pendingEnough(let level): (3, level)
      case .pendingFull(let level): (4, level)
      case .paused(let level): (5, level)
      }
    writer.put(byte: place)
    writer.put(level)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    let place = try reader.byte()
    let level: Int = try reader.read()
    switch place {
    case 0: self = .memoryUnknown
    case 1: self = .noRowCrossed
    case 2: self = .nobodyEligible(level: level)
    case 3: self = .pendingEnough(level: level)
    case 4: self = .pendingFull(level: level)
    case 5: self = .paused(level: level)
    default: throw .invalid
    }
  }
}

extension Verdict: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .spare(let reason):
      writer.put(byte: 0)
      writer.put(reason)
    case .kill(let candidate, let level):
      writer.put(byte: 1)
      writer.put(candidate)
      writer.put(level)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .spare(try reader.read())
    case 1: self = .kill(try reader.read(), level: try reader.read())
    default: throw .invalid
    }
  }
}

extension Evaluation: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(active)
    writer.put(deciding)
    writer.put(credited)
    writer.put(eligible)
    writer.put(verdict)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(
      active: try reader.read(), deciding: try reader.read(), credited: try reader.read(),
      eligible: try reader.read(), verdict: try reader.read())
  }
}

extension Arming: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .disarmed(let reason, let since):
      writer.put(byte: 0)
      writer.put(reason)
      writer.put(since)
    case .armed(let since):
      writer.put(byte: 1)
      writer.put(since)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .disarmed(try reader.read(), since: try reader.read())
    case 1: self = .armed(since: try reader.read())
    default: throw .invalid
    }
  }
}

extension Binding: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .none: writer.put(byte: 0)
    case .opening(let key):
      writer.put(byte: 1)
      writer.put(key)
    case .bound(let key):
      writer.put(byte: 2)
      writer.put(key)
    case .failed(let key, let failure):
      writer.put(byte: 3)
      writer.put(key)
      writer.put(failure)
    case .sent(let key, let signal):
      writer.put(byte: 4)
      writer.put(key)
      writer.put(signal)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .none
    case 1: self = .opening(try reader.read())
    case 2: self = .bound(try reader.read())
    case 3: self = .failed(try reader.read(), try reader.read())
    case 4: self = .sent(try reader.read(), try reader.read())
    default: throw .invalid
    }
  }
}

extension PendingDeath: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(record)
    writer.put(signalledAt)
    writer.put(sentAt)
    writer.put(escalatesAt)
    writer.put(confirming)
    writer.put(timesOutAt)
    writer.put(exitedAt)
    writer.put(reapedAt)
    writer.put(isBack)
    writer.put(availableBefore)
    writer.put(anonBefore)
    writer.put(reach)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(
      record: try reader.read(), signalledAt: try reader.read(), sentAt: try reader.read(),
      escalatesAt: try reader.read(), confirming: try reader.read(),
      timesOutAt: try reader.read(), exitedAt: try reader.read(), reapedAt: try reader.read(),
      isBack: try reader.read(), availableBefore: try reader.read(),
      anonBefore: try reader.read(), reach: try reader.read())
  }
}

extension StuckVictim: Recordable {
  func write(to writer: inout ByteWriter) {
    writer.put(record)
    writer.put(signalledAt)
  }

  init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(record: try reader.read(), signalledAt: try reader.read())
  }
}

extension HookWait: Recordable {
  func write(to writer: inout ByteWriter) {
    writer.put(key)
    writer.put(until)
    writer.put(isOver)
  }

  init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(key: try reader.read(), until: try reader.read(), isOver: try reader.read())
  }
}

extension Monitor.ScanUnderWay: Recordable {
  func write(to writer: inout ByteWriter) {
    writer.put(record)
    writer.put(steps)
    writer.put(work)
    writer.put(hook)
  }

  init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(
      record: try reader.read(), steps: try reader.read(), work: try reader.read(),
      hook: try reader.read())
  }
}

extension Monitor.Interval: FieldRecordable {
  static var blank: Monitor.Interval {
    Monitor.Interval(at: Instant(nanoseconds: 0), earlierAt: Instant(nanoseconds: 0))
  }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&statistics)
    try coder.pass(&at)
    try coder.pass(&earlier)
    try coder.pass(&earlierAt)
    try coder.pass(&cost)
    try coder.pass(&costEarlier)
    try coder.pass(&stallTotal)
  }
}

extension Monitor.Memoirs: FieldRecordable {
  static var blank: Monitor.Memoirs { Monitor.Memoirs() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&level)
    try coder.pass(&levelAt)
    try coder.pass(&wouldKill)
    try coder.pass(&wouldKillLevel)
    try coder.pass(&wouldKillAt)
    try coder.pass(&recoveredAt)
    try coder.pass(&kernelKills)
    try coder.pass(&hasLeft)
    try coder.pass(&noRelief)
    try coder.pass(&pausedUntil)
  }
}

extension KillRank: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(word: rawValue) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    try self.init(recorded: reader.word())
  }
}

extension Rotation: FieldRecordable {
  static var blank: Rotation { Rotation() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&kind)
    try coder.pass(&sweeps)
    try coder.pass(&adjDebt)
    try coder.pass(&begins)
    // All there are is written as -1: such a budget is beyond any number that counts something.
    var share = budget >= .max / 2 ? -1 : budget
    try coder.pass(&share)
    budget = share < 0 ? .max / 2 : share
    try coder.pass(&head)
    try coder.pass(&shown)
    try coder.pass(&pace)
    try coder.pass(&endedAt)
    try coder.pass(&bound)
    try coder.pass(&unaccounted)
    if pace <= .zero { throw .invalid }
  }
}

extension Ruling: FieldRecordable {
  static var blank: Ruling { Ruling() }

  /// Whether it stands in the queue of questions is not written: in a replay nobody asks.
  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&effect)
    try coder.pass(&question)
    try coder.pass(&isOpen)
    try coder.pass(&unknownSince)
  }
}

extension ProcessTable.Record: FieldRecordable {
  static var blank: ProcessTable.Record {
    ProcessTable.Record(
      ProcessReading(key: ProcessKey(pid: 0, startTime: 0)), bornAt: nil,
      at: Instant(nanoseconds: 0), pass: 0)
  }

  /// Its place in the tree is not written: the tree is made anew.
  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&reading)
    try coder.pass(&standing)
    try coder.pass(&readAt)
    try coder.pass(&adjReadAt)
    var born = bornAt
    try coder.pass(&born)
    bornAt = born
    try coder.pass(&group)
    try coder.pass(&isContainerInit)
    try coder.pass(&growth)
    try coder.pass(&pass)
    try coder.pass(&ruling)
    try coder.pass(&isOfSubtree)
  }
}

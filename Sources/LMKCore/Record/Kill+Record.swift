extension KillCause: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .byHand: writer.put(byte: 0)
    case .row(let level, let values):
      writer.put(byte: 1)
      writer.put(level)
      writer.put(values)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .byHand
    case 1: self = .row(level: try reader.read(), try reader.read())
    default: throw .invalid
    }
  }
}

extension KillSteps: FieldRecordable {
  static var blank: KillSteps { KillSteps() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&sampled)
    try coder.pass(&confirmed)
    try coder.pass(&signalled)
    try coder.pass(&escalated)
    try coder.pass(&exited)
    try coder.pass(&settled)
  }
}

extension Reaping: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .done(let after):
      writer.put(byte: 0)
      writer.put(after)
    case .failed(let errno):
      writer.put(byte: 1)
      writer.put(errno)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .done(after: try reader.read())
    case 1: self = .failed(try reader.read())
    default: throw .invalid
    }
  }
}

extension KillRecord: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(victim)
    writer.put(signal)
    writer.put(cause)
    writer.put(terms)
    writer.put(steps)
    writer.put(ruleSteps)
    writer.put(reaping)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(
      victim: try reader.read(), signal: try reader.read(), cause: try reader.read(),
      terms: try reader.read())
    steps = try reader.read()
    ruleSteps = try reader.read()
    reaping = try reader.read()
  }
}

extension KillFailure: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .gone: writer.put(byte: 0)
    case .reused: writer.put(byte: 1)
    case .outsideScope: writer.put(byte: 2)
    case .refused(let errno):
      writer.put(byte: 3)
      writer.put(errno)
    case .error(let errno):
      writer.put(byte: 4)
      writer.put(errno)
    case .readOnly: writer.put(byte: 5)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .gone
    case 1: self = .reused
    case 2: self = .outsideScope
    case 3: self = .refused(try reader.read())
    case 4: self = .error(try reader.read())
    case 5: self = .readOnly
    default: throw .invalid
    }
  }
}

extension KillPurpose: RecordablePlace {
  static let places: [KillPurpose] = [.binding, .byHand, .scan, .escalation, .reach]
}

extension DeathOutcome: FieldRecordable {
  static var blank: DeathOutcome { DeathOutcome(took: .zero, freedPages: 0, isRelief: false) }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&took)
    try coder.pass(&freedPages)
    try coder.pass(&takenPages)
    try coder.pass(&isRelief)
  }
}

extension HookPhase: RecordablePlace {
  static let places: [HookPhase] = [.before, .after]
}

extension HookEnd: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .exited(let status):
      writer.put(byte: 0)
      writer.put(status)
    case .signalled(let signal):
      writer.put(byte: 1)
      writer.put(signal)
    case .timedOut(let after):
      writer.put(byte: 2)
      writer.put(after)
    case .notStarted(let errno):
      writer.put(byte: 3)
      writer.put(errno)
    case .queueFull: writer.put(byte: 4)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .exited(status: try reader.read())
    case 1: self = .signalled(try reader.read())
    case 2: self = .timedOut(after: try reader.read())
    case 3: self = .notStarted(try reader.read())
    case 4: self = .queueFull
    default: throw .invalid
    }
  }
}

extension HookCall: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(phase)
    writer.put(record)
    writer.put(outcome)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(
      phase: try reader.read(), record: try reader.read(), outcome: try reader.read())
  }
}

extension DisarmReason: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .atStart: writer.put(byte: 0)
    case .byOperator: writer.put(byte: 1)
    case .panic: writer.put(byte: 2)
    case .leaving: writer.put(byte: 3)
    case .hangUp: writer.put(byte: 4)
    case .noRelief(let kills, let held):
      writer.put(byte: 5)
      writer.put(kills)
      writer.put(held)
    case .lost(let name):
      writer.put(byte: 6)
      writer.put(name)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .atStart
    case 1: self = .byOperator
    case 2: self = .panic
    case 3: self = .leaving
    case 4: self = .hangUp
    case 5: self = .noRelief(kills: try reader.read(), try reader.read())
    case 6: self = .lost(try reader.read())
    default: throw .invalid
    }
  }
}

extension ArmingRefusal: RecordablePlace {
  static let places: [ArmingRefusal] = [
    .capturedTree, .hiddenProcesses, .noPidfd, .noVmstat, .noThresholds, .scopeLost,
    .memoryDisagrees, .readOnly,
  ]
}

extension WriteOutcome: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .written: writer.put(byte: 0)
    case .refused(let errno):
      writer.put(byte: 1)
      writer.put(errno)
    case .noPlace: writer.put(byte: 2)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .written
    case 1: self = .refused(try reader.read())
    case 2: self = .noPlace
    default: throw .invalid
    }
  }
}

extension Signal: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(rawValue) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(rawValue: try reader.read())
  }
}

extension Errno: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(code) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(try reader.read())
  }
}

extension Capability.Name: RecordablePlace {
  static let places: [Capability.Name] = [
    .processes, .vmstat, .zoneinfo, .meminfo, .pressure, .pidfd, .reaping, .signalAll, .live,
    .memoryLock, .priority, .ownAdj, .journal, .journald, .reading, .procConnector, .tracepoints,
    .pressureTrigger, .scope, .rules, .kernelLog, .recording,
  ]
}

extension Capability: FieldRecordable {
  static var blank: Capability { Capability(.processes, isAvailable: true) }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&name)
    try coder.pass(&isAvailable)
    try coder.pass(&reason)
  }
}

extension Escalation: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(byte: UInt8(count))
    for index in indices {
      writer.put(self[index].signal)
      writer.put(number: UInt64(self[index].patience.wholeNanoseconds / 1_000_000))
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    let count = Int(try reader.byte())
    guard (1...Self.capacity).contains(count) else { throw .invalid }
    var steps: [Step] = []
    for _ in 0..<count {
      let signal: Signal = try reader.read()
      let milliseconds: UInt32 = try reader.read()
      steps.append(Step(signal, patience: .milliseconds(Int64(milliseconds))))
    }
    do {
      try self.init(steps)
    } catch {
      throw .invalid
    }
  }
}

extension Level: FieldRecordable {
  static var blank: Level { Level(minfreePages: 0, adj: 0) }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&minfreePages)
    try coder.pass(&adj)
    try coder.pass(&steps)
    try coder.pass(&gates)
  }
}

extension Thresholds: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(byte: UInt8(count))
    for index in indices { writer.put(self[index]) }
    writer.put(stallRows)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    let count = Int(try reader.byte())
    var levels: [Level] = []
    guard count <= Self.capacity else { throw .invalid }
    for _ in 0..<count { levels.append(try reader.read()) }
    let stalls: [StallRow] = try reader.read()
    do {
      let table = levels.isEmpty ? Thresholds() : try Thresholds(levels)
      self = try table.stalling(stalls)
    } catch {
      throw .invalid
    }
  }
}

extension ProcessRule.Action: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .protect: writer.put(byte: 0)
    case .prefer(let weight):
      writer.put(byte: 1)
      writer.put(weight)
    case .avoid(let weight):
      writer.put(byte: 2)
      writer.put(weight)
    case .spareYoung: writer.put(byte: 3)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .protect
    case 1: self = .prefer(weight: try reader.read())
    case 2: self = .avoid(weight: try reader.read())
    case 3: self = .spareYoung
    default: throw .invalid
    }
  }
}

extension ProcessRule.Match: FieldRecordable {
  static var blank: ProcessRule.Match { ProcessRule.Match() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&name)
    try coder.pass(&command)
    try coder.pass(&user)
    try coder.pass(&cgroup)
    try coder.pass(&unit)
    try coder.pass(&executable)
    try coder.pass(&isRootOwned)
  }
}

extension ProcessRule: FieldRecordable {
  static var blank: ProcessRule { ProcessRule(label: "", action: .protect) }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&label)
    try coder.pass(&action)
    try coder.pass(&match)
    try coder.pass(&minimumAge)
    try coder.pass(&steps)
  }
}

extension RuleBook: FieldRecordable {
  static var blank: RuleBook { RuleBook() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&rules)
    try coder.pass(&minimumAge)
  }
}

extension Rule: FieldRecordable {
  static var blank: Rule {
    Rule(
      thresholds: Thresholds(), fileTerm: .lru, rankBasis: .rss, steps: Escalation(grace: .zero))
  }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&thresholds)
    try coder.pass(&fileTerm)
    try coder.pass(&rankBasis)
    try coder.pass(&steps)
    try coder.pass(&book)
  }
}

extension Scope: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .machine: writer.put(byte: 0)
    case .user(let user):
      writer.put(byte: 1)
      writer.put(user)
    case .cgroup(let path):
      writer.put(byte: 2)
      writer.put(path: path)
    case .subtree(let root):
      writer.put(byte: 3)
      writer.put(root)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .machine
    case 1: self = .user(try reader.read())
    case 2: self = .cgroup(try reader.read())
    case 3: self = .subtree(try reader.read())
    default: throw .invalid
    }
  }
}

extension NoReliefPolicy: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .disarm: writer.put(byte: 0)
    case .pause(let time):
      writer.put(byte: 1)
      writer.put(time)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .disarm
    case 1: self = .pause(try reader.read())
    default: throw .invalid
    }
  }
}

extension HookPolicy: FieldRecordable {
  static var blank: HookPolicy { HookPolicy() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&before)
    try coder.pass(&runsAfter)
  }
}

extension Patience: FieldRecordable {
  static var blank: Patience { Patience() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&steps)
    try coder.pass(&death)
    try coder.pass(&byHand)
    try coder.pass(&settling)
    try coder.pass(&setAside)
  }
}

extension MonitorConfiguration: FieldRecordable {
  static var blank: MonitorConfiguration { MonitorConfiguration(thresholds: Thresholds()) }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&thresholds)
    try coder.pass(&fileTerm)
    try coder.pass(&rankBasis)
    try coder.pass(&patience)
    try coder.pass(&noRelief)
    try coder.pass(&interval)
    try coder.pass(&hooks)
    try coder.pass(&pageSize)
    try coder.pass(&ownPid)
    try coder.pass(&signalsOnly)
    try coder.pass(&isReadOnly)
    try coder.pass(&book)
    try coder.pass(&scope)
    try coder.pass(&boot)
    try coder.pass(&clockTicks)
    try coder.pass(&tellsReadings)
    guard (512...1_048_576).contains(pageSize), (1...1_000_000).contains(clockTicks),
      interval >= .milliseconds(1), interval <= .seconds(3600)
    else { throw .invalid }
  }
}

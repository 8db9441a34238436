/// Kills by hand of more than one process: what was asked, answered and accounted for. Paths are texts:
/// a redacted recording leaves them out.

extension KillReach: RecordablePlace {
  static let places: [KillReach] = [.process, .processGroup, .subtree, .cgroup]
}

extension ReachMeans: RecordablePlace {
  static let places: [ReachMeans] = [.looking, .stopped, .frozen, .whole]
}

extension ReachObstacle: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .gone: writer.put(byte: 0)
    case .noGroup: writer.put(byte: 1)
    case .unseen: writer.put(byte: 2)
    case .unreadable(let errno):
      writer.put(byte: 3)
      writer.put(errno)
    case .holds(let key, let name, let exemption):
      writer.put(byte: 4)
      writer.put(key)
      writer.put(name)
      writer.put(exemption)
    case .tooMany(let count):
      writer.put(byte: 5)
      writer.put(count)
    case .notBound(let key, let name, let failure):
      writer.put(byte: 6)
      writer.put(key)
      writer.put(name)
      writer.put(failure)
    case .cannotKill(let name):
      writer.put(byte: 7)
      writer.put(name)
    case .noAnswer: writer.put(byte: 8)
    case .busy: writer.put(byte: 9)
    case .leaving: writer.put(byte: 10)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .gone
    case 1: self = .noGroup
    case 2: self = .unseen
    case 3: self = .unreadable(try reader.read())
    case 4: self = .holds(try reader.read(), try reader.read(), try reader.read())
    case 5: self = .tooMany(try reader.read())
    case 6: self = .notBound(try reader.read(), try reader.read(), try reader.read())
    case 7: self = .cannotKill(try reader.read())
    case 8: self = .noAnswer
    case 9: self = .busy
    case 10: self = .leaving
    default: throw .invalid
    }
  }
}

extension ReachPlace.Freezer: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .one(let path):
      writer.put(byte: 1)
      writer.put(path)
    case .two(let path):
      writer.put(byte: 2)
      writer.put(path)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 1: self = .one(try reader.read())
    case 2: self = .two(try reader.read())
    default: throw .invalid
    }
  }
}

extension ReachPlace: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(path)
    writer.put(folder)
    writer.put(number: identity)
    writer.put(canKill)
    writer.put(freezer)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(
      path: try reader.read(), folder: try reader.read(), identity: try reader.number(),
      canKill: try reader.read(), freezer: try reader.read())
  }
}

extension ReachQuestion.Act: RecordablePlace {
  static let places: [ReachQuestion.Act] = [.list, .freeze, .kill, .thaw]
}

extension ReachQuestion: FieldRecordable {
  static var blank: ReachQuestion {
    ReachQuestion(number: 0, act: .list, reach: .process, known: [])
  }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&number)
    try coder.pass(&act)
    try coder.pass(&reach)
    try coder.pass(&known)
    try coder.pass(&processGroup)
    try coder.pass(&place)
  }
}

extension ReachAnswer: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .members(let readings, let group, let place):
      writer.put(byte: 0)
      writer.put(readings)
      writer.put(group)
      writer.put(place)
    case .frozen(let errno):
      writer.put(byte: 1)
      writer.put(errno)
    case .killed(let errno):
      writer.put(byte: 2)
      writer.put(errno)
    case .thawed(let errno):
      writer.put(byte: 3)
      writer.put(errno)
    case .failed(let obstacle):
      writer.put(byte: 4)
      writer.put(obstacle)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0:
      let readings: [ProcessReading] = try reader.read()
      guard readings.allSatisfy({ $0.key.pid > 0 && $0.key.pid < 1 << 22 }) else {
        throw .invalid
      }
      self = .members(readings, processGroup: try reader.read(), try reader.read())
    case 1: self = .frozen(try reader.read())
    case 2: self = .killed(try reader.read())
    case 3: self = .thawed(try reader.read())
    case 4: self = .failed(try reader.read())
    default: throw .invalid
    }
  }
}

extension ReachRecord: FieldRecordable {
  static var blank: ReachRecord {
    ReachRecord(root: .nobody, reach: .process, signal: .terminate)
  }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&root)
    try coder.pass(&reach)
    try coder.pass(&signal)
    try coder.pass(&means)
    try coder.pass(&path)
    try coder.pass(&processGroup)
    try coder.pass(&found)
    try coder.pass(&rssPages)
    try coder.pass(&signalled)
    try coder.pass(&gone)
    try coder.pass(&failed)
    try coder.pass(&firstFailure)
    try coder.pass(&looks)
    try coder.pass(&isUnsettled)
    try coder.pass(&detour)
  }
}

extension ReachOutcome: FieldRecordable {
  static var blank: ReachOutcome { ReachOutcome() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&exited)
    try coder.pass(&left)
    try coder.pass(&freedPages)
    try coder.pass(&took)
  }
}

extension ReachPreview.State: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .asked: writer.put(byte: 0)
    case .ready: writer.put(byte: 1)
    case .refused(let obstacle):
      writer.put(byte: 2)
      writer.put(obstacle)
    case .signalling: writer.put(byte: 3)
    case .signalled(let record):
      writer.put(byte: 4)
      writer.put(record)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .asked
    case 1: self = .ready
    case 2: self = .refused(try reader.read())
    case 3: self = .signalling
    case 4: self = .signalled(try reader.read())
    default: throw .invalid
    }
  }
}

extension ReachPreview: FieldRecordable {
  static var blank: ReachPreview {
    ReachPreview(root: ProcessKey(pid: 0, startTime: 0), reach: .process)
  }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&root)
    try coder.pass(&reach)
    try coder.pass(&state)
    try coder.pass(&total)
    try coder.pass(&rssPages)
    try coder.pass(&largest)
    try coder.pass(&users)
    try coder.pass(&ownedByRoot)
    try coder.pass(&withNegativeAdj)
    try coder.pass(&spared)
    try coder.pass(&foreign)
    try coder.pass(&means)
    try coder.pass(&path)
    try coder.pass(&processGroup)
  }
}

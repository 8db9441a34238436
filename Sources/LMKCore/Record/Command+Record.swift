extension Confirmation: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(adj)
    writer.put(rssPages)
    writer.put(sharedPages)
    writer.put(memory)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(
      adj: try reader.read(), rssPages: try reader.read(), sharedPages: try reader.read(),
      memory: try reader.read())
  }
}

extension PassKind: RecordablePlace {
  static let places: [PassKind] = [.walk, .sweep, .reconciliation, .head]
}

extension Command: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .arm: writer.put(byte: 0)
    case .disarm(let reason):
      writer.put(byte: 1)
      writer.put(reason)
    case .setThresholds(let thresholds, let edited):
      writer.put(byte: 2)
      writer.put(thresholds)
      writer.put(edited)
    case .adopt(let rule):
      writer.put(byte: 3)
      writer.put(rule)
    case .refuseRule(let words):
      writer.put(byte: 4)
      writer.put(words)
    case .bind(let key):
      writer.put(byte: 5)
      writer.put(key)
    case .release: writer.put(byte: 6)
    case .signal(let key, let signal):
      writer.put(byte: 7)
      writer.put(key)
      writer.put(signal)
    case .pin(let key):
      writer.put(byte: 8)
      writer.put(key)
    case .unpin(let key):
      writer.put(byte: 9)
      writer.put(key)
    case .setInterval(let interval):
      writer.put(byte: 10)
      writer.put(interval)
    case .noteWritten(let outcome):
      writer.put(byte: 11)
      writer.put(outcome)
    case .setAdj(let key, let adj):
      writer.put(byte: 12)
      writer.put(key)
      writer.put(adj)
    case .survey(let reach, let key):
      writer.put(byte: 13)
      writer.put(reach)
      writer.put(key)
    case .signalReach(let reach, let key, let signal):
      writer.put(byte: 14)
      writer.put(reach)
      writer.put(key)
      writer.put(signal)
    case .look(let demand):
      writer.put(byte: 15)
      writer.put(demand)
    case .goOnAlone: writer.put(byte: 16)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .arm
    case 1: self = .disarm(try reader.read())
    case 2:
      let thresholds: Thresholds = try reader.read()
      let edited: Int? = try reader.read()
      if let edited, edited < 0 { throw .invalid }
      self = .setThresholds(thresholds, edited: edited)
    case 3: self = .adopt(try reader.read())
    case 4: self = .refuseRule(try reader.read())
    case 5: self = .bind(try reader.read())
    case 6: self = .release
    case 7: self = .signal(try reader.read(), try reader.read())
    case 8: self = .pin(try reader.read())
    case 9: self = .unpin(try reader.read())
    case 10: self = .setInterval(try reader.read())
    case 11: self = .noteWritten(try reader.read())
    case 12: self = .setAdj(try reader.read(), try reader.read())
    case 13: self = .survey(try reader.read(), try reader.read())
    case 14: self = .signalReach(try reader.read(), try reader.read(), try reader.read())
    case 15: self = .look(try reader.read())
    case 16: self = .goOnAlone
    default: throw .invalid
    }
  }
}

extension SnapshotDemand: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(rawValue) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(rawValue: try reader.byte())
  }
}

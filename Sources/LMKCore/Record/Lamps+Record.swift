/// Gates and stall rows, as a table has them.

extension StallCondition: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(percent)
    writer.put(number: UInt64(clamping: duration.wholeNanoseconds / 1_000_000))
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    let percent: Float = try reader.read()
    let milliseconds: UInt32 = try reader.read()
    self.init(percent: percent, lasting: .milliseconds(Int64(milliseconds)))
  }
}

extension AvailableLimit: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .timesMinfree(let factor):
      writer.put(byte: 0)
      writer.put(factor)
    case .percent(let percent):
      writer.put(byte: 1)
      writer.put(percent)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .timesMinfree(try reader.read())
    case 1: self = .percent(try reader.read())
    default: throw .invalid
    }
  }
}

extension Gates: FieldRecordable {
  static var blank: Gates { Gates() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&swapFreePercent)
    try coder.pass(&some)
    try coder.pass(&full)
    try coder.pass(&available)
  }
}

extension StallRow.Measure: RecordablePlace {
  static let places: [StallRow.Measure] = [.full, .some, .refaults]
}

extension StallRow: FieldRecordable {
  static var blank: StallRow {
    StallRow(.full, StallCondition(percent: 100, lasting: .zero), adj: .maximum)
  }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&measure)
    try coder.pass(&condition)
    try coder.pass(&adj)
    try coder.pass(&available)
  }
}

/// A value that can be written as bytes and read again, exactly as it was.
public protocol Recordable {
  func write(to writer: inout ByteWriter)

  /// - Throws: what is wrong with the bytes. Never traps, whatever they are.
  init(from reader: inout ByteReader) throws(RecordDefect)
}

/// Passes over the fields of a value in order: a writer takes them, a reader sets them. One function
/// serves both, so that they cannot disagree.
public protocol FieldCoder {
  mutating func pass<Value: Recordable>(_ field: inout Value) throws(RecordDefect)
}

extension ByteWriter: FieldCoder {
  public mutating func pass<Value: Recordable>(_ field: inout Value) throws(RecordDefect) {
    field.write(to: &self)
  }
}

extension ByteReader: FieldCoder {
  public mutating func pass<Value: Recordable>(_ field: inout Value) throws(RecordDefect) {
    field = try Value(from: &self)
  }
}

/// A value with a plain beginning and fields that can all be set.
protocol FieldRecordable: Recordable {
  static var blank: Self { get }
  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect)
}

extension FieldRecordable {
  public func write(to writer: inout ByteWriter) {
    var copy = self
    do {
      try copy.pass(to: &writer)
    } catch {
      preconditionFailure("a writer finds no defect")
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self = .blank
    try pass(to: &reader)
  }
}

/// A choice without anything beside it, written as its place in a list that only ever grows at its
/// end.
protocol RecordablePlace: Recordable, Equatable {
  static var places: [Self] { get }
}

extension RecordablePlace {
  public func write(to writer: inout ByteWriter) {
    guard let place = Self.places.firstIndex(of: self) else {
      preconditionFailure("\(self) has no place among those that can be recorded")
    }
    writer.put(byte: UInt8(place))
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    let place = Int(try reader.byte())
    guard place < Self.places.count else { throw .invalid }
    self = Self.places[place]
  }
}

// MARK: Numbers

/// Numbers that are counted or measured stay below these, so that sums of many cannot overflow.
enum RecordBounds {
  static let number: UInt64 = 1 << 56
  static let signed: ClosedRange<Int64> = -(1 << 56)...(1 << 56)
  /// 36 years: longer than any machine runs, and far from overflow.
  static let nanoseconds: ClosedRange<Int64> = -(1 << 60)...(1 << 60)
  /// Of a list, or the bytes of a text.
  static let count = 1 << 22
}

extension UInt64: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(number: self) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self = try reader.number()
    guard self <= RecordBounds.number else { throw .invalid }
  }
}

extension Int: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(signed: Int64(self)) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    let value = try reader.signed()
    guard RecordBounds.signed.contains(value) else { throw .invalid }
    self = Int(value)
  }
}

extension Int64: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(signed: self) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self = try reader.signed()
    guard RecordBounds.nanoseconds.contains(self) else { throw .invalid }
  }
}

/// Any number that fits: one that does not was not written by us.
extension Recordable where Self: FixedWidthInteger & SignedInteger {
  public func write(to writer: inout ByteWriter) { writer.put(signed: Int64(self)) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    guard let value = Self(exactly: try reader.signed()) else { throw .invalid }
    self = value
  }
}

extension Recordable where Self: FixedWidthInteger & UnsignedInteger {
  public func write(to writer: inout ByteWriter) { writer.put(number: UInt64(self)) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    guard let value = Self(exactly: try reader.number()) else { throw .invalid }
    self = value
  }
}

extension Int32: Recordable {}
extension Int16: Recordable {}
extension UInt32: Recordable {}
extension UInt16: Recordable {}

extension UInt8: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(byte: self) }
  public init(from reader: inout ByteReader) throws(RecordDefect) { self = try reader.byte() }
}

extension Bool: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(byte: self ? 1 : 0) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    let byte = try reader.byte()
    guard byte <= 1 else { throw .invalid }
    self = byte == 1
  }
}

extension Double: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(word: bitPattern) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self = Double(bitPattern: try reader.word())
    guard isFinite, magnitude < 1e15 else { throw .invalid }
  }
}

extension Float: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(number: UInt64(bitPattern)) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self = Float(bitPattern: try reader.read())
    guard isFinite, magnitude < 1e15 else { throw .invalid }
  }
}

/// All 64 bits count: a set of flags, or a number that nobody adds to.
struct RecordedWord: Recordable {
  var bits: UInt64
  init(_ bits: UInt64) { self.bits = bits }
  func write(to writer: inout ByteWriter) { writer.put(number: bits) }
  init(from reader: inout ByteReader) throws(RecordDefect) { bits = try reader.number() }
}

// MARK: Texts, lists, holes

extension String: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(bytes: (writer.leavesOutTexts && !isEmpty ? Pseudonyms.leftOut : self).utf8)
  }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self = String(decoding: try reader.bytes(upTo: RecordBounds.count), as: UTF8.self)
  }
}

extension Optional: Recordable where Wrapped: Recordable {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .none: writer.put(byte: 0)
    case .some(let value):
      writer.put(byte: 1)
      value.write(to: &writer)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self = try reader.read(Bool.self) ? .some(try Wrapped(from: &reader)) : .none
  }
}

extension Array: Recordable where Element: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(number: UInt64(count))
    for element in self { element.write(to: &writer) }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    let count = try reader.count(upTo: RecordBounds.count)
    self = []
    reserveCapacity(count)
    for _ in 0..<count { append(try Element(from: &reader)) }
  }
}

extension ContiguousArray: Recordable where Element: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(number: UInt64(count))
    for element in self { element.write(to: &writer) }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    let count = try reader.count(upTo: RecordBounds.count)
    self = []
    reserveCapacity(count)
    for _ in 0..<count { append(try Element(from: &reader)) }
  }
}

// MARK: Time

extension Instant: Recordable {
  /// The distance from the writer's base.
  public func write(to writer: inout ByteWriter) {
    writer.put(signed: nanoseconds &- writer.base.nanoseconds)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    let value = reader.base.nanoseconds &+ (try reader.signed())
    guard RecordBounds.nanoseconds.contains(value) else { throw .invalid }
    self.init(nanoseconds: value)
  }
}

extension Duration: Recordable {
  public func write(to writer: inout ByteWriter) { writer.put(signed: wholeNanoseconds) }
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self = .nanoseconds(try reader.read(Int64.self))
  }
}

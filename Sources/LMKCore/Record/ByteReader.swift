/// Why bytes are not what they should be.
public enum RecordDefect: Error, Hashable, Sendable {
  /// They end too soon.
  case cutShort
  /// A number, or a combination of them, that was never written.
  case invalid
}

/// Reads what a `ByteWriter` has written. Nothing that it is given makes it trap, and what it gives
/// is within the bounds that arithmetic needs: bytes may be damaged, or made up.
public struct ByteReader: Sendable {
  private let bytes: ArraySlice<UInt8>
  public private(set) var position: Int
  /// What moments are read relative to.
  public var base = Instant(nanoseconds: 0)

  public init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  public init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  public var isAtEnd: Bool { position >= bytes.endIndex }

  /// Bytes that are left.
  public var left: Int { bytes.endIndex - position }

  /// The next byte, which stays; `nil`: there is none.
  public var peek: UInt8? { isAtEnd ? nil : bytes[position] }

  public mutating func byte() throws(RecordDefect) -> UInt8 {
    guard position < bytes.endIndex else { throw .cutShort }
    defer { position += 1 }
    return bytes[position]
  }

  public mutating func number() throws(RecordDefect) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      if shift == 63, next > 1 { throw .invalid }
      value |= UInt64(next & 0x7f) << shift
      if next < 0x80 { return value }
      shift += 7
      if shift > 63 { throw .invalid }
    }
  }

  public mutating func signed() throws(RecordDefect) -> Int64 {
    let folded = try number()
    return Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
  }

  public mutating func word() throws(RecordDefect) -> UInt64 {
    guard left >= 8 else { throw .cutShort }
    var value: UInt64 = 0
    for place in 0..<8 { value |= UInt64(bytes[position + place]) << (8 * UInt64(place)) }
    position += 8
    return value
  }

  /// - Parameter limit: more is never written.
  public mutating func bytes(upTo limit: Int) throws(RecordDefect) -> ArraySlice<UInt8> {
    let count = try self.count(upTo: limit)
    guard count <= left else { throw .cutShort }
    defer { position += count }
    return bytes[position..<(position + count)]
  }

  /// A number of things of which each takes at least a byte.
  public mutating func count(upTo limit: Int) throws(RecordDefect) -> Int {
    guard let count = Int(exactly: try number()), count <= limit else { throw .invalid }
    guard count <= left else { throw .cutShort }
    return count
  }

  public mutating func read<Value: Recordable>() throws(RecordDefect) -> Value {
    try Value(from: &self)
  }

  public mutating func read<Value: Recordable>(
    _ type: Value.Type
  ) throws(RecordDefect) -> Value {
    try Value(from: &self)
  }
}

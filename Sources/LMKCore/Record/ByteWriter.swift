/// Values as bytes, one behind the other, without names or types: whoever reads them knows the order.
///
/// Numbers are written in groups of seven bits, the low ones first (LEB128), signed ones folded so
/// that a small distance from zero is short; moments as their distance from `base`. Keeps its room.
public struct ByteWriter: Sendable {
  public private(set) var bytes: [UInt8]
  /// What moments are written relative to.
  public var base = Instant(nanoseconds: 0)

  /// Names are written as these; `nil`: as they are.
  public var pseudonyms: Pseudonyms?
  /// Free texts may hold names: they are not written, only that there was one.
  public var leavesOutTexts = false

  public init(capacity: Int = 0) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  public mutating func put(byte: UInt8) { bytes.append(byte) }

  public mutating func put(number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  public mutating func put(signed: Int64) {
    put(number: UInt64(bitPattern: (signed << 1) ^ (signed >> 63)))
  }

  /// Eight bytes, the low one first: for what fills them all.
  public mutating func put(word: UInt64) {
    for place in 0..<8 as Range<UInt64> {
      bytes.append(UInt8(truncatingIfNeeded: word >> (8 * place)))
    }
  }

  public mutating func put(bytes other: some Collection<UInt8>) {
    put(number: UInt64(other.count))
    bytes.append(contentsOf: other)
  }

  public mutating func put(_ value: some Recordable) { value.write(to: &self) }

  /// A path, folder by folder: what lies below what stays to be seen without names.
  mutating func put(path: String) {
    put(bytes: (pseudonyms?.path(for: path) ?? path).utf8)
  }
}

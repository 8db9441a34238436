import LMKCore

/// The head of one frame. A recording is nothing but frames, one behind the other, and only grows.
///
///      0        4      5      6       8       12      16        24       32      36      40
///      ┌────────┬──────┬──────┬───────┬───────┬───────┬─────────┬────────┬───────┬───────┐
///      │ LMKt   │ kind │ vers.│   0   │stored │ plain │ first   │ last   │ sum   │ sum   │ stored bytes…
///      └────────┴──────┴──────┴───────┴───────┴───────┴─────────┴────────┴───────┴───────┘
///                                      bytes   bytes   moment    moment   of the  of the
///                                                      ns        ns       bytes   head
///
/// Numbers stand with their low byte first; sums are CRC-32C. So whoever looks for a moment hops from
/// head to head, and what is damaged or torn is known before it is believed.
public struct TraceFrame: Hashable, Sendable {
  public enum Kind: UInt8, Sendable {
    /// What was recorded, and where (`TraceInfo`). The first of a file; plain.
    case info = 1
    /// A `MonitorImage`: from here on it can be read without what came before. Compressed.
    case keyframe = 2
    /// Events since the frame before. Compressed, in one stream since the keyframe.
    case events = 3
    /// What happened in the frame before that is worth finding again (`TraceMark`); plain.
    case marks = 4
    /// The recording was ended as it should be.
    case end = 5
  }

  public static let size = 40
  public static let version: UInt8 = 3
  static let sign: [UInt8] = Array("LMKt".utf8)
  /// No frame is larger: a keyframe of all four million processes that Linux can have.
  static let limit: UInt32 = 1 << 30

  public var kind: Kind
  public var storedBytes: UInt32
  public var plainBytes: UInt32
  public var first: Instant
  public var last: Instant
  public var sum: UInt32

  public init(
    _ kind: Kind, stored: ArraySlice<UInt8>, plainBytes: Int, first: Instant, last: Instant
  ) {
    self.kind = kind
    storedBytes = UInt32(stored.count)
    self.plainBytes = UInt32(plainBytes)
    self.first = first
    self.last = last
    sum = Checksum.crc32c(stored)
  }

  /// The head's bytes.
  public var head: [UInt8] {
    var head = Self.sign
    head += [kind.rawValue, Self.version, 0, 0]
    head.append(low: UInt64(storedBytes), bytes: 4)
    head.append(low: UInt64(plainBytes), bytes: 4)
    head.append(low: UInt64(bitPattern: first.nanoseconds), bytes: 8)
    head.append(low: UInt64(bitPattern: last.nanoseconds), bytes: 8)
    head.append(low: UInt64(sum), bytes: 4)
    head.append(low: UInt64(Checksum.crc32c(head)), bytes: 4)
    return head
  }

  /// Why bytes are no head.
  public enum Defect: Error, Hashable, Sendable {
    case notAFrame
    /// Written by another program than this one: of this version.
    case version(UInt8)
    case damaged
  }

  public init(head: ArraySlice<UInt8>) throws(Defect) {
    guard head.count == Self.size, head.starts(with: Self.sign) else { throw .notAFrame }
    let start = head.startIndex
    let sum = UInt32(head.low(at: 36, bytes: 4))
    guard sum == Checksum.crc32c(head[start..<(start + 36)]) else { throw .damaged }
    let version = head[start + 5]
    guard version == Self.version else { throw .version(version) }
    guard let kind = Kind(rawValue: head[start + 4]) else { throw .damaged }
    self.kind = kind
    storedBytes = UInt32(head.low(at: 8, bytes: 4))
    plainBytes = UInt32(head.low(at: 12, bytes: 4))
    first = Instant(nanoseconds: Int64(bitPattern: head.low(at: 16, bytes: 8)))
    last = Instant(nanoseconds: Int64(bitPattern: head.low(at: 24, bytes: 8)))
    self.sum = UInt32(head.low(at: 32, bytes: 4))
    let bound: Int64 = 1 << 60
    guard storedBytes <= Self.limit, plainBytes <= Self.limit, first.nanoseconds.magnitude < bound,
      last.nanoseconds.magnitude < bound
    else { throw .damaged }
  }
}

extension [UInt8] {
  fileprivate mutating func append(low value: UInt64, bytes: UInt64) {
    for place in 0..<bytes { append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
  }
}

extension ArraySlice<UInt8> {
  fileprivate func low(at offset: Int, bytes: Int) -> UInt64 {
    (0..<bytes).reduce(0) { value, place in
      value | UInt64(self[startIndex + offset + place]) << (8 * UInt64(place))
    }
  }
}

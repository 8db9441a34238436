/// Changes bytes as a damaged disk, a hostile process or another kernel might. Seeded: a run can be
/// repeated.
public struct Mutator: Sendable {
  private var state: UInt64
  /// Numbers at which arithmetic breaks, as bytes and as text.
  private static let edges: [[UInt8]] = [
    [0], [0xff], [0x7f], [0x80], [0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0x7f],
    [0, 0, 0, 0x80], [UInt8](repeating: 0xff, count: 9) + [1], [UInt8](repeating: 0x80, count: 10),
    Array("18446744073709551615".utf8), Array("9223372036854775808".utf8),
    Array("-9223372036854775808".utf8), Array("4294967296".utf8), Array("-1".utf8),
    Array("\n".utf8), Array(" ".utf8), Array(")".utf8), Array("%".utf8), Array(":".utf8),
  ]

  public init(seed: UInt64) { state = seed }

  private mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  private mutating func number(below limit: Int) -> Int {
    limit <= 1 ? 0 : Int(next() % UInt64(limit))
  }

  /// One to eight changes of `seed`, or a mixture with `other`.
  public mutating func change(_ seed: [UInt8], and other: [UInt8]) -> [UInt8] {
    var bytes = seed
    for _ in 0...number(below: 8) { changeOnce(&bytes, other) }
    return bytes
  }

  private mutating func changeOnce(_ bytes: inout [UInt8], _ other: [UInt8]) {
    let place = number(below: bytes.count + 1)
    let isInside = place < bytes.count
    switch number(below: 9) {
    case 0 where isInside: bytes[place] ^= 1 << UInt8(number(below: 8))
    case 1 where isInside: bytes[place] = UInt8(truncatingIfNeeded: next())
    case 2 where isInside: bytes[place] &+= number(below: 2) == 0 ? 1 : 0xff
    case 3:
      let edge = Self.edges[number(below: Self.edges.count)]
      let end = min(bytes.count, place + (number(below: 2) == 0 ? edge.count : 0))
      bytes.replaceSubrange(place..<end, with: edge)
    case 4: bytes.removeSubrange(place..<min(bytes.count, place + 1 + number(below: 16)))
    case 5: bytes.removeSubrange(place...)
    case 6 where isInside:
      let piece = bytes[place..<min(bytes.count, place + 1 + number(below: 64))]
      bytes.insert(contentsOf: piece, at: number(below: bytes.count + 1))
    case 7 where !other.isEmpty:
      let begin = number(below: other.count)
      let piece = other[begin..<min(other.count, begin + 1 + number(below: 256))]
      let end = min(bytes.count, place + piece.count)
      bytes.replaceSubrange(place..<end, with: piece)
    default:
      bytes.insert(UInt8(truncatingIfNeeded: next()), at: place)
    }
    if bytes.count > 1 << 16 { bytes.removeSubrange((1 << 16)...) }
  }
}

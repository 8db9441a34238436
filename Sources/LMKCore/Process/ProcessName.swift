/// The kernel's name of a process (`comm`), 15 bytes at most, kept inline: no heap reference.
///
/// Names are hostile: any byte but NUL may stand in one. The bytes are kept as they are; whoever
/// prints them filters them.
public struct ProcessName: Hashable, Sendable {
  @usableFromInline var low: UInt64
  @usableFromInline var high: UInt64

  public static let capacity = 16

  @inlinable
  public init() {
    low = 0
    high = 0
  }

  /// Takes the first 16 bytes up to a NUL. Inlinable, because unspecialized it would allocate twice
  /// for each byte of a slice, and every process that is read comes this way.
  @inlinable
  public init(bytes: some Sequence<UInt8>) {
    self.init()
    var position: UInt64 = 0
    for byte in bytes {
      guard byte != 0, position < 16 else { return }
      if position < 8 {
        low |= UInt64(byte) << (8 * position)
      } else {
        high |= UInt64(byte) << (8 * (position - 8))
      }
      position += 1
    }
  }

  public init(_ text: String) { self.init(bytes: text.utf8) }

  /// The number of bytes before the first NUL, 0…16.
  public var count: Int {
    if high != 0 { return 16 - high.leadingZeroBitCount / 8 }
    return 8 - low.leadingZeroBitCount / 8
  }

  public subscript(index: Int) -> UInt8 {
    index < 8
      ? UInt8(truncatingIfNeeded: low >> (8 * UInt64(index)))
      : UInt8(truncatingIfNeeded: high >> (8 * UInt64(index - 8)))
  }

  /// All 16 bytes at once, the first in the lowest bits; NULs behind the last.
  public var packed: (low: UInt64, high: UInt64) { (low, high) }

  /// The raw bytes.
  public var bytes: [UInt8] { (0..<count).map { self[$0] } }

  /// The name as text, invalid UTF-8 repaired with U+FFFD. Not filtered for a terminal.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
}

import LMKCore

/// One record of a perf ring, of an event with the sample type TID | TIME | RAW.
///
///     0  type u32 · misc u16 · size u16 of the whole record
///     8  sample: pid u32 · tid u32 · time u64 · raw size u32 · raw bytes, padded
///        lost:   id u64 · how many u64
public enum PerfRecord {
  case sample(by: Int32, at: Instant, raw: UnsafeRawBufferPointer)
  case lost(UInt64)
  /// Of a kind that was not asked for, and says nothing of ours.
  case other
  /// The kernel held samples back for a while.
  case throttled
  case malformed

  /// - Parameter bytes: exactly the record, as its size says. Pure; traps on no input.
  public init(_ bytes: UnsafeRawBufferPointer) {
    guard let type = bytes.native(UInt32.self, at: 0),
      let size = bytes.native(UInt16.self, at: 6), Int(size) == bytes.count
    else {
      self = .malformed
      return
    }
    switch type {
    case 2: self = bytes.native(UInt64.self, at: 16).map { .lost($0) } ?? .malformed
    case 5: self = .throttled
    case 9: self = Self.sample(bytes) ?? .malformed
    case 13: self = bytes.native(UInt64.self, at: 8).map { .lost($0) } ?? .malformed
    default: self = .other
    }
  }

  private static func sample(_ bytes: UnsafeRawBufferPointer) -> PerfRecord? {
    guard let process = bytes.native(Int32.self, at: 8),
      let time = bytes.native(Int64.self, at: 16), let length = bytes.native(UInt32.self, at: 24),
      Int(length) <= bytes.count - 28
    else { return nil }
    return .sample(
      by: process, at: Instant(nanoseconds: time),
      raw: UnsafeRawBufferPointer(rebasing: bytes[28..<(28 + Int(length))]))
  }
}

/// The records in a ring whose size is a power of two, between its tail and its head.
public enum RingRecords {
  /// The next record, whole: in place, or in `scratch` if it goes over the ring's end.
  /// - Parameter scratch: 65,536 bytes are enough for any.
  /// - Returns: `nil` if what stands there cannot be a record that ends at or before `head`.
  public static func next(
    in ring: UnsafeRawBufferPointer, from tail: UInt64, to head: UInt64,
    scratch: UnsafeMutableRawBufferPointer
  ) -> UnsafeRawBufferPointer? {
    let unread = head &- tail
    guard unread >= 8, unread <= UInt64(ring.count) else { return nil }
    let start = Int(tail % UInt64(ring.count))
    var size = 0
    // The header's last two bytes; it may go over the end itself.
    for index in [7, 6] { size = size << 8 | Int(ring[(start + index) % ring.count]) }
    #if _endian(big)
      size = size >> 8 | (size & 0xff) << 8
    #endif
    guard size >= 8, size <= unread else { return nil }
    if start + size <= ring.count {
      return UnsafeRawBufferPointer(rebasing: ring[start..<(start + size)])
    }
    guard size <= scratch.count else { return nil }
    let first = ring.count - start
    scratch.copyMemory(from: UnsafeRawBufferPointer(rebasing: ring[start...]))
    UnsafeMutableRawBufferPointer(rebasing: scratch[first...])
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: ring[..<(size - first)]))
    return UnsafeRawBufferPointer(rebasing: scratch[..<size])
  }
}

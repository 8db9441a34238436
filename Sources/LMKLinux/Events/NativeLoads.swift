/// Numbers as this machine's kernel lays them out, at any alignment.
extension UnsafeRawBufferPointer {
  /// `nil` if it does not lie within the bytes.
  @inline(__always)
  func native<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type, at offset: Int
  ) -> Number? {
    guard offset >= 0, offset <= count - MemoryLayout<Number>.size else { return nil }
    return loadUnaligned(fromByteOffset: offset, as: type)
  }

  /// The bytes from `offset` on; none if it lies behind the end.
  @inline(__always)
  func dropping(_ offset: Int) -> UnsafeRawBufferPointer {
    offset < count ? UnsafeRawBufferPointer(rebasing: self[offset...]) : .init(start: nil, count: 0)
  }
}

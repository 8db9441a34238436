/// CRC-32C (Castagnoli), as in iSCSI, ext4 and Btrfs: every change of up to three bits in a block is
/// found, and every burst up to 32 bits.
public enum Checksum {
  /// Eight bytes a step: table k holds what a byte comes to when k more follow.
  private static let tables: [[UInt32]] = {
    var tables = [[UInt32]](repeating: [UInt32](repeating: 0, count: 256), count: 8)
    for byte in 0..<256 {
      var value = UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0x82f6_3b78 : value >> 1 }
      tables[0][byte] = value
    }
    for byte in 0..<256 {
      for place in 1..<8 {
        let before = tables[place - 1][byte]
        tables[place][byte] = before >> 8 ^ tables[0][Int(before & 0xff)]
      }
    }
    return tables
  }()

  private static let flat: [UInt32] = tables.flatMap { $0 }

  public static func crc32c(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    flat.withUnsafeBufferPointer { table in
      bytes.withUnsafeBytes { all in
        var sum = ~UInt32(0)
        var place = 0
        while place + 8 <= all.count {
          let low = all.loadUnaligned(fromByteOffset: place, as: UInt32.self).littleEndian ^ sum
          let high = all.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self).littleEndian
          sum =
            table[0x700 + Int(low & 0xff)] ^ table[0x600 + Int(low >> 8 & 0xff)]
            ^ table[0x500 + Int(low >> 16 & 0xff)] ^ table[0x400 + Int(low >> 24)]
            ^ table[0x300 + Int(high & 0xff)] ^ table[0x200 + Int(high >> 8 & 0xff)]
            ^ table[0x100 + Int(high >> 16 & 0xff)] ^ table[Int(high >> 24)]
          place += 8
        }
        while place < all.count {
          sum = sum >> 8 ^ table[Int((sum ^ UInt32(all[place])) & 0xff)]
          place += 1
        }
        return ~sum
      }
    }
  }

  public static func crc32c(_ bytes: [UInt8]) -> UInt32 { crc32c(bytes[...]) }
}

import LMKCore

/// The kernel's lists of CPUs, such as `0-3,5`.
public enum ProcessorList {
  /// - Returns: `nil` for what is no such list, or names a CPU above 65,535. Blanks and a newline
  ///   may end it.
  public static func parse(_ bytes: [UInt8]) -> [Int32]? {
    var found: [Int32] = []
    let text = String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        first <= last
      else { return nil }
      found += (first...last).map(Int32.init)
    }
    return found
  }

  /// /sys/devices/system/cpu/online.
  /// - Throws: what open or read say; EIO for what is no list.
  static func online() throws(Errno) -> [Int32] {
    let file = try FileDescriptor.open(path: "/sys/devices/system/cpu/online", .read)
    var buffer = RawBuffer(capacity: 4096)
    try buffer.fill(from: file, upTo: 64 * 1024)
    guard let list = parse(Array(buffer.contents)) else { throw .inputOutput }
    return list
  }
}

import LMKCore

/// The memory lines of /proc/PID/status and smaps_rollup: `VmPTE:\t      44 kB`.
enum MemoryPartsParser {
  /// Bytes of a status that is read whole: its line `Groups:` alone may be long, and stands before
  /// those of memory.
  static let sizeLimit = 1 << 20

  /// - Returns: kB; zeros for a process without memory, which has no such lines. O(bytes).
  static func parts(_ bytes: UnsafeRawBufferPointer) -> MemoryParts {
    var parts = MemoryParts()
    forEach(bytes) { word, value in
      if bytes.equals(word, "RssAnon:") { parts.anonymous = value }
      if bytes.equals(word, "RssFile:") { parts.file = value }
      if bytes.equals(word, "RssShmem:") { parts.shared = value }
      if bytes.equals(word, "VmSwap:") { parts.swap = value }
      if bytes.equals(word, "VmPTE:") { parts.pageTables = value }
    }
    return parts
  }

  static func proportional(_ bytes: UnsafeRawBufferPointer) -> ProportionalParts {
    var parts = ProportionalParts()
    forEach(bytes) { word, value in
      if bytes.equals(word, "Pss:") { parts.pss = value }
      if bytes.equals(word, "Private_Clean:") || bytes.equals(word, "Private_Dirty:")
        || bytes.equals(word, "Private_Hugetlb:")
      {
        parts.unshared += value
      }
      if bytes.equals(word, "SwapPss:") { parts.swapPss = value }
    }
    return parts
  }

  /// A last line that is cut off does not count; a line without a number is passed over.
  private static func forEach(
    _ bytes: UnsafeRawBufferPointer, _ body: (Range<Int>, Int) -> Void
  ) {
    var index = 0
    while index < bytes.count {
      let word = bytes.word(&index)
      let value = bytes.wholePages(&index)
      guard bytes.skipLine(&index) else { break }
      if let value { body(word, value) }
    }
  }
}

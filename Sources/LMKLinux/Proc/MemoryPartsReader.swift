import LMKCore

/// Reads what the memory of a process consists of: status, or smaps_rollup. For a worker, never the
/// engine: the second waits for the process's mmap lock, and can hang for as long as the process
/// does.
public struct MemoryPartsReader: ~Copyable {
  private let root: ProcRoot
  private let path = ProcPath()
  private var buffer = RawBuffer(capacity: 8 * 1024)

  public init(root: ProcRoot) { self.root = root }

  /// - Returns: `.parts`, `.proportional`, `.gone`, or `.refused` with what the kernel says (EACCES
  ///   for smaps_rollup of a process that may not be traced).
  public mutating func answer(_ question: MemoryQuestion) -> MemoryAnswer {
    do throws(Errno) {
      path.set(question.key.pid)
      // Both files through one folder: it stays bound to its process.
      let folder = try root.folder.open(at: path.bytes, .place)
      try buffer.fillOnce(from: try folder.open(at: "stat", .read))
      guard let stat = StatParser.parse(buffer.contents),
        stat.startTime == question.key.startTime
      else { return .gone }
      switch question.kind {
      case .parts:
        // `Groups:` alone may be long.
        try buffer.fill(from: try folder.open(at: "status", .read), upTo: 1 << 20)
        return .parts(MemoryPartsParser.parts(buffer.contents))
      case .proportional:
        try buffer.fillOnce(from: try folder.open(at: "smaps_rollup", .read))
        return .proportional(MemoryPartsParser.proportional(buffer.contents))
      }
    } catch {
      switch error {
      case .noEntry, .noProcess: return .gone
      default: return .refused(error)
      }
    }
  }
}

/// Lines of `Key:   123 kB`.
enum MemoryPartsParser {
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
      let value = bytes.pages(&index)
      guard bytes.skipLine(&index) else { break }
      if let value { body(word, value) }
    }
  }
}

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
        try buffer.fill(
          from: try folder.open(at: "status", .read), upTo: MemoryPartsParser.sizeLimit)
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

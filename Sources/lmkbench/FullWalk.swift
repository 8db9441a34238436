import LMKCore
import LMKLinux

/// What others do to learn whom low memory would kill: list /proc, read statm and oom_score_adj of
/// everybody, sort. With our own readers, so that the comparison is of the ways and not of the
/// parsers.
struct FullWalk: ~Copyable {
  private var directory: ProcessDirectory
  private var reader: ProcessReader
  private var none = KeptFiles(limit: 0, descriptors: 0)
  private var found: ContiguousArray<ProcessReading>
  private var order: ContiguousArray<KillRank> = []

  init(_ root: ProcRoot) throws(Errno) {
    var directory = try ProcessDirectory(root: root)
    var reader = ProcessReader(root: root)
    var found: ContiguousArray<ProcessReading> = []
    // Who is who is known, as it is to a monitor that runs on.
    while let (pid, inode) = try directory.next() {
      if case .read(let reading) = reader.read(pid: pid, inode: inode) { found.append(reading) }
    }
    self.directory = directory
    self.reader = reader
    self.found = found
  }

  var count: Int { found.count }

  /// The first of the order.
  mutating func run() -> KillRank? {
    order.removeAll(keepingCapacity: true)
    do {
      try directory.rewind()
      while try directory.next() != nil {}
    } catch {
      return nil
    }
    for index in found.indices where !found[index].isKernelThread {
      guard reader.refresh(&found[index], .adj, keeping: &none) == .refreshed else { continue }
      order.append(KillRank(Candidate(found[index]), by: .rss))
    }
    order.sort()
    return order.first
  }
}

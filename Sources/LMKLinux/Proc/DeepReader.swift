import LMKCore

/// The second, slower look at processes: status and oom_score besides what the engine reads. Some
/// 25 µs for each; on demand, and never on the engine's thread. No file here waits for a process's
/// mmap lock.
public struct DeepReader: ~Copyable {
  private var reader: ProcessReader
  private var threads = PidListing()
  private let root: ProcRoot
  /// Bytes.
  private let pageSize: Int
  private let path = ProcPath()
  private var buffer = RawBuffer(capacity: 8 * 1024)

  public init(root: ProcRoot, pageSize: Int) {
    self.root = root
    self.pageSize = pageSize
    reader = ProcessReader(root: root)
  }

  /// Every process that can be read, kernel threads among them, by pid. O(n).
  /// - Throws: what listing the root says.
  public mutating func readAll() throws(Errno) -> [DeepReading] {
    var directory = try ProcessDirectory(root: root)
    var readings: [DeepReading] = []
    while let entry = try directory.next() {
      if let reading = read(pid: entry.pid, inode: entry.inode) { readings.append(reading) }
    }
    return readings.sorted { $0.reading.key.pid < $1.reading.key.pid }
  }

  /// `nil`: it is gone, or cannot be read.
  private mutating func read(pid: Int32, inode: UInt64) -> DeepReading? {
    guard case .read(let reading) = reader.read(pid: pid, inode: inode) else { return nil }
    var deep = DeepReading(reading)
    deep.oomScore = score(of: pid)
    if reading.isKernelThread { return deep }
    let status: MemoryParts
    if reading.isZombieLeader {
      deep.leaderRSSPages = 0
      status = statusOfThreads(of: pid)
    } else {
      status = self.status(of: pid)
    }
    deep.reading.swapPages = status.swap * 1024 / pageSize
    deep.pageTablePages = status.pageTables * 1024 / pageSize
    return deep
  }

  private mutating func score(of pid: Int32) -> Int? {
    path.set(pid, "oom_score")
    do {
      try buffer.fillOnce(from: try root.folder.open(at: path.bytes, .read))
    } catch {
      // Gone, or not to be read: no score.
      return nil
    }
    var index = 0
    return buffer.contents.signed(&index)
  }

  private mutating func status(of pid: Int32) -> MemoryParts {
    path.set(pid, "status")
    do {
      try buffer.fill(
        from: try root.folder.open(at: path.bytes, .read), upTo: MemoryPartsParser.sizeLimit)
    } catch {
      return MemoryParts()
    }
    return MemoryPartsParser.parts(buffer.contents)
  }

  /// Of the first thread that has memory: all share one.
  private mutating func statusOfThreads(of pid: Int32) -> MemoryParts {
    do {
      path.set(pid, "task")
      let folder = try root.folder.open(at: path.bytes, .folder)
      threads.reset()
      while let thread = try threads.next(from: folder) {
        path.set(thread.pid, "status")
        try buffer.fill(
          from: try folder.open(at: path.bytes, .read), upTo: MemoryPartsParser.sizeLimit)
        let status = MemoryPartsParser.parts(buffer.contents)
        if status.pageTables > 0 { return status }
      }
    } catch {
      // It ends just now: whoever holds nothing is passed over.
    }
    return MemoryParts()
  }
}

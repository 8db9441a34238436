import CLinux
import LMKCore

/// Reads processes under a root. Allocates nothing once made.
///
/// A pid may be reused between two files of one reading, and two processes must not be mixed in
/// it. Files are opened by path from the root, and afterwards fstatat(2) of the folder tells
/// whether its inode is still the one the walk met: a new process has a new inode. That is one
/// call, and it brings the owner as well; holding the folder open and opening within it is bound
/// to the process too, but is two calls more (9.7 µs against 8.6 for two files; unchecked 7.6).
public struct ProcessReader: ~Copyable {
  public enum ReadResult: Hashable, Sendable {
    case read(ProcessReading)
    /// It has ended: not an error.
    case vanished
    /// The kernel did not let us, by this errno.
    case refused(Errno)
    /// A file does not have the expected form.
    case malformed
  }

  public enum RefreshResult: Hashable, Sendable {
    case refreshed
    /// It has ended, or its pid is another process's by now.
    case vanished
    case refused(Errno)
    case malformed
  }

  /// Why a reading ended early.
  enum Stop: Error {
    case vanished
    case refused(Errno)
    case malformed

    init(_ error: Errno) {
      switch error {
      // ENOTDIR: a captured tree may hold a file whose name is a number.
      case .noEntry, .noProcess, .notDirectory: self = .vanished
      case .tooLarge: self = .malformed
      default: self = .refused(error)
      }
    }
  }

  let root: ProcRoot
  var buffer = RawBuffer(capacity: 4 * 1024)
  var threads = PidListing()
  var path = ProcPath()
  /// Files read since it was made, the folder's own status not counted.
  public internal(set) var filesRead = 0

  public init(root: ProcRoot) { self.root = root }

  /// Reads a process in full: stat, statm, oom_score_adj, and the owner of its folder.
  /// - Parameter inode: of its folder, as the walk told it. If it has changed, the process that
  ///   has the pid now is read.
  public mutating func read(pid: Int32, inode: UInt64) -> ReadResult {
    var expected = inode
    do {
      // Twice is enough but for a pid that is reused faster than it is read.
      for _ in 0..<3 {
        var reading = try readOnce(pid: pid)
        let found = try owner(of: pid)
        reading.uid = found.user
        reading.inode = found.inode
        if found.inode == expected { return .read(reading) }
        expected = found.inode
      }
      return .vanished
    } catch {
      return switch error {
      case .vanished: .vanished
      case .refused(let errno): .refused(errno)
      case .malformed: .malformed
      }
    }
  }

  /// The same for a process that no walk has met: one call more, for its folder's inode.
  public mutating func read(pid: Int32) -> ReadResult {
    do {
      let found = try owner(of: pid)
      return read(pid: pid, inode: found.inode)
    } catch {
      return switch error {
      case .vanished: .vanished
      case .refused(let errno): .refused(errno)
      case .malformed: .malformed
      }
    }
  }

  /// What a refresh reads beside statm and the owner.
  public enum Extent: Hashable, Sendable {
    case memory
    /// oom_score_adj too.
    case memoryAndAdj
  }

  /// Reads what changes: statm, oom_score_adj (by `extent`), and the owner. State, name, parent and the number
  /// of threads stay as they are, unless the process has begun or ceased to hold memory.
  ///
  /// On any result but `.refreshed`, `reading` is unchanged.
  public mutating func refresh(
    _ reading: inout ProcessReading, _ extent: Extent = .memoryAndAdj
  ) -> RefreshResult {
    let pid = reading.key.pid
    do {
      let statm = try statm(of: pid)
      // No memory, or memory where there was none: an exit, a zombie leader, a kernel thread that
      // became a program. Its state tells.
      if statm.rssPages == 0 || reading.rssPages == 0 {
        if !(reading.isKernelThread && statm.rssPages == 0) { return reread(&reading) }
        let found = try owner(of: pid)
        return found.inode == reading.inode ? .refreshed : reread(&reading)
      }
      let adj = extent == .memoryAndAdj ? try adj(of: pid) : reading.adj
      let found = try owner(of: pid)
      guard found.inode == reading.inode else { return reread(&reading) }
      reading.rssPages = statm.rssPages
      reading.sharedPages = statm.sharedPages
      reading.adj = adj
      reading.uid = found.user
      return .refreshed
    } catch {
      return switch error {
      case .vanished: .vanished
      case .refused(let errno): .refused(errno)
      case .malformed: .malformed
      }
    }
  }

  private mutating func reread(_ reading: inout ProcessReading) -> RefreshResult {
    switch read(pid: reading.key.pid, inode: reading.inode) {
    case .read(let fresh):
      guard fresh.key == reading.key else { return .vanished }
      reading = fresh
      return .refreshed
    case .vanished: return .vanished
    case .refused(let errno): return .refused(errno)
    case .malformed: return .malformed
    }
  }

  private mutating func readOnce(pid: Int32) throws(Stop) -> ProcessReading {
    let stat = try stat(of: pid)
    var reading = ProcessReading(
      key: ProcessKey(pid: pid, startTime: stat.startTime), parent: stat.parent,
      state: stat.state, isKernelThread: stat.isKernelThread, threadCount: stat.threadCount,
      name: stat.name)
    // It has no memory, and is exempt whatever its adj.
    if stat.isKernelThread { return reading }
    var statm = try statm(of: pid)
    if statm.rssPages == 0, stat.threadCount > 1 { statm = try statmOfThreads(of: pid) }
    reading.rssPages = statm.rssPages
    reading.sharedPages = statm.sharedPages
    reading.adj = try adj(of: pid)
    return reading
  }

  /// The start time of whoever has the pid now, by one file.
  mutating func startTime(of pid: Int32) throws(Stop) -> UInt64 { try stat(of: pid).startTime }

  private mutating func stat(of pid: Int32) throws(Stop) -> StatParser.Stat {
    try load(pid, "stat")
    // A fixture's pid that differs from its folder's would name another process.
    guard let stat = StatParser.parse(buffer.contents), stat.pid == pid else { throw .malformed }
    return stat
  }

  private mutating func statm(of pid: Int32) throws(Stop) -> StatmParser.Statm {
    try load(pid, "statm")
    guard let statm = StatmParser.parse(buffer.contents) else { throw .malformed }
    return statm
  }

  private mutating func adj(of pid: Int32) throws(Stop) -> OOMScoreAdj {
    try load(pid, "oom_score_adj")
    guard let adj = AdjParser.parse(buffer.contents) else { throw .malformed }
    return adj
  }

  private mutating func load(_ pid: Int32, _ name: StaticString) throws(Stop) {
    path.set(pid, name)
    do {
      let file = try root.folder.open(at: path.bytes, .read)
      filesRead += 1
      try buffer.fillOnce(from: file)
    } catch {
      throw Stop(error)
    }
    // A process that ends between open and read leaves an empty file in some of them.
    if buffer.contents.isEmpty { throw .vanished }
  }

  private mutating func owner(of pid: Int32) throws(Stop) -> (inode: UInt64, user: UInt32) {
    path.set(pid)
    var inode: UInt64 = 0
    var user: UInt32 = 0
    let result = lmk_owner_at(root.folder.raw, path.bytes, &inode, &user)
    if result < 0 { throw Stop(Errno(-result)) }
    return (inode, user)
  }
}

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

  /// The CPU time of whoever has the pid now, by one file; `nil`: it could not be read.
  public mutating func time(of pid: Int32) -> (key: ProcessKey, ticks: UInt64)? {
    do {
      let stat = try stat(of: pid)
      return (ProcessKey(pid: pid, startTime: stat.startTime), stat.cpuTicks)
    } catch {
      return nil
    }
  }

  private mutating func stat(of pid: Int32) throws(Stop) -> StatParser.Stat {
    try load(pid, .stat)
    return try parseStat(of: pid)
  }

  private mutating func statm(of pid: Int32) throws(Stop) -> StatmParser.Statm {
    try load(pid, .statm)
    return try parseStatm()
  }

  private mutating func adj(of pid: Int32) throws(Stop) -> OOMScoreAdj {
    try load(pid, .adj)
    return try parseAdj()
  }

  func parseStat(of pid: Int32) throws(Stop) -> StatParser.Stat {
    // A fixture's pid that differs from its folder's would name another process.
    guard let stat = StatParser.parse(buffer.contents), stat.pid == pid else { throw .malformed }
    return stat
  }

  func parseStatm() throws(Stop) -> StatmParser.Statm {
    guard let statm = StatmParser.parse(buffer.contents) else { throw .malformed }
    return statm
  }

  func parseAdj() throws(Stop) -> OOMScoreAdj {
    guard let adj = AdjParser.parse(buffer.contents) else { throw .malformed }
    return adj
  }

  /// Opens, reads and closes.
  mutating func load(_ pid: Int32, _ file: KeptFiles.File) throws(Stop) {
    let opened = try open(pid, file)
    do {
      try buffer.fillOnce(from: opened)
    } catch {
      throw Stop(error)
    }
    try expectContents()
  }

  mutating func open(_ pid: Int32, _ file: KeptFiles.File) throws(Stop) -> FileDescriptor {
    path.set(pid, file.name)
    do {
      let opened = try root.folder.open(at: path.bytes, .read)
      filesRead += 1
      return opened
    } catch {
      throw Stop(error)
    }
  }

  /// A process that ends between open and read leaves an empty file in some of them.
  func expectContents() throws(Stop) {
    if buffer.contents.isEmpty { throw .vanished }
  }

  mutating func owner(of pid: Int32) throws(Stop) -> (inode: UInt64, user: UInt32) {
    path.set(pid)
    var inode: UInt64 = 0
    var user: UInt32 = 0
    let result = lmk_owner_at(root.folder.raw, path.bytes, &inode, &user)
    if result < 0 { throw Stop(Errno(-result)) }
    return (inode, user)
  }
}

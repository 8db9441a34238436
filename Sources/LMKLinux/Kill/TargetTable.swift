import CLinux
import LMKCore

extension KillFailure: Error {}

/// The processes that may be signalled, each held by a pidfd that was opened and checked before:
/// at the kill there is nothing left to look up, open or allocate.
///
/// Binding goes in this order, and no other is right: first the pidfd, which pins whoever has the
/// pid, then the start time through /proc. If it agrees, the pidfd is the process that was meant;
/// should that one end in between, the pidfd is dead and a signal goes nowhere.
///
/// Reaping takes a copy of the pidfd, on a worker: it blocks its caller.
public struct TargetTable: ~Copyable {
  /// How many can be bound at once: the ready ones, a dialog's, and the deaths under way.
  public static let capacity = 128
  /// And so many more who are signalled by hand, many at once.
  public static let capacityForMany = 1024

  /// What a process is bound for.
  public enum Purpose: Sendable {
    /// A verdict: its adj and memory are read again right before the signal.
    case verdict
    /// A signal and nothing else: one of many, by hand.
    case signalAlone
  }

  private struct Target {
    var key: ProcessKey
    var pidfd: Int32
    /// oom_score_adj and statm, kept open: bound to their process, and read again right before a
    /// kill. −1: not open.
    var adjFile: Int32
    var statmFile: Int32
  }

  private let root: ProcRoot
  private let ownPid: Int32
  private var reader: ProcessReader
  private var buffer = RawBuffer(capacity: 256)
  private var targets: ContiguousArray<Target> = []
  /// Of them, bound for a signal alone.
  private var manyCount = 0

  /// - Parameter root: the live /proc. Traps if it is a captured tree, which can never kill: the
  ///   caller has to know that before, and this is the last line of defence.
  public init(root: ProcRoot) {
    precondition(root.isLive, "a captured tree can never kill")
    self.root = root
    ownPid = Identity.ownPid
    reader = ProcessReader(root: root)
    // What is signalled by hand may let it grow; a verdict does not.
    targets.reserveCapacity(Self.capacity)
  }

  deinit {
    for target in targets {
      Self.close(target)
    }
  }

  private static func close(_ target: Target) {
    _ = lmk_close(target.pidfd)
    if target.adjFile >= 0 { _ = lmk_close(target.adjFile) }
    if target.statmFile >= 0 { _ = lmk_close(target.statmFile) }
  }

  public var count: Int { targets.count }

  public func isBound(_ key: ProcessKey) -> Bool { index(of: key) != nil }

  /// Opens the process and makes sure that it is the one that is meant (pidfd_open(2), stat).
  /// Nothing to do if it is bound already, but to open what a verdict needs.
  /// - Throws: `.gone`, `.reused`; `.refused(EPERM)` for pid 1, lmktop itself and no pid at all;
  ///   `.error(ENOBUFS)` when `capacity` are bound; `.error` with what the kernel says. Nothing is
  ///   bound then.
  public mutating func bind(
    _ key: ProcessKey, for purpose: Purpose = .verdict
  ) throws(KillFailure) {
    guard key.pid > 1, key.pid != ownPid else { throw .refused(.notPermitted) }
    if let index = index(of: key) {
      if purpose == .verdict, targets[index].adjFile < 0 { try openFiles(at: index) }
      return
    }
    // Neither takes the other's room: an armed kill finds its own.
    let hasRoom =
      purpose == .verdict
      ? targets.count - manyCount < Self.capacity : manyCount < Self.capacityForMany
    guard hasRoom else { throw .error(.noBuffers) }
    let number = lmk_pidfd_open(key.pid)
    guard number >= 0 else { throw Self.failure(Errno(-number)) }
    let pidfd = FileDescriptor(taking: number)
    guard try startTime(of: key.pid) == key.startTime else { throw .reused }
    guard try !Self.hasExited(pidfd.raw) else { throw .gone }
    targets.append(Target(key: key, pidfd: pidfd.release(), adjFile: -1, statmFile: -1))
    manyCount += 1
    guard purpose == .verdict else { return }
    do {
      try openFiles(at: targets.count - 1)
    } catch {
      release(key)
      throw error
    }
  }

  /// Opens what is read again right before a kill. On failure it stays bound without them.
  private mutating func openFiles(at index: Int) throws(KillFailure) {
    let key = targets[index].key
    let adjFile = try open("oom_score_adj", of: key.pid)
    let statmFile = try open("statm", of: key.pid)
    // These paths were looked up after the start time: had the process ended in between, the files
    // could be another's. It had not, if it has not now.
    guard try !Self.hasExited(targets[index].pidfd) else { throw .gone }
    targets[index].adjFile = adjFile.release()
    targets[index].statmFile = statmFile.release()
    manyCount -= 1
  }

  /// Lets a process go. Nothing to do if it is not bound.
  public mutating func release(_ key: ProcessKey) {
    guard let index = index(of: key) else { return }
    let target = targets[index]
    if target.adjFile < 0 { manyCount -= 1 }
    targets.swapAt(index, targets.count - 1)
    targets.removeLast()
    Self.close(target)
  }

  /// Its pidfd, for epoll: readable when the process has ended. Valid until `release`.
  public func pidfd(of key: ProcessKey) -> Int32? { index(of: key).map { targets[$0].pidfd } }

  /// A copy of its pidfd that may outlive the table's own (fcntl(2) F_DUPFD_CLOEXEC).
  /// - Throws: EINVAL if it is not bound; EMFILE.
  public func copyPidfd(of key: ProcessKey) throws(Errno) -> FileDescriptor {
    guard let pidfd = pidfd(of: key) else { throw .invalid }
    return FileDescriptor(taking: try System.check(lmk_duplicate(pidfd)))
  }

  /// Its adj as it is now, by one pread(2) on a kept descriptor. Allocates nothing.
  /// - Throws: `.gone`; `.error(EINVAL)` if it is not bound; `.error` with what the kernel says.
  public mutating func currentAdj(of key: ProcessKey) throws(KillFailure) -> OOMScoreAdj {
    guard let index = index(of: key) else { throw .error(.invalid) }
    try read(targets[index].adjFile)
    guard let adj = AdjParser.parse(buffer.contents) else { throw .error(.inputOutput) }
    return adj
  }

  /// Its resident and shared pages as they are now, by one pread(2) on a kept descriptor. `nil`: the
  /// main thread has exited while others run, and the file says nothing. Allocates nothing.
  /// - Throws: as `currentAdj`.
  public mutating func currentMemory(
    of key: ProcessKey
  ) throws(KillFailure) -> (rssPages: Int, sharedPages: Int)? {
    guard let index = index(of: key) else { throw .error(.invalid) }
    try read(targets[index].statmFile)
    guard let statm = StatmParser.parse(buffer.contents) else { throw .error(.inputOutput) }
    return statm.rssPages > 0 ? (statm.rssPages, statm.sharedPages) : nil
  }

  /// Sends a signal (pidfd_send_signal(2)). Allocates nothing.
  /// - Throws: `.gone` if the process has ended, reaped or not; `.refused` with EPERM;
  ///   `.error(EINVAL)` if it is not bound, or for a number that is no signal. Nothing was sent
  ///   then.
  public func send(_ signal: Signal, to key: ProcessKey) throws(KillFailure) {
    guard key.pid > 1, key.pid != ownPid else { throw .refused(.notPermitted) }
    guard let index = index(of: key) else { throw .error(.invalid) }
    let pidfd = targets[index].pidfd
    // A zombie takes a signal without complaint, and nothing comes of it.
    guard try !Self.hasExited(pidfd) else { throw .gone }
    let result = lmk_pidfd_send_signal(pidfd, signal.rawValue)
    guard result >= 0 else { throw Self.failure(Errno(-result)) }
  }

  /// Whether every thread of the process has exited, whether it was reaped or not (poll(2)).
  public static func hasExited(_ pidfd: Int32) throws(KillFailure) -> Bool {
    let result = lmk_pidfd_has_exited(pidfd)
    guard result >= 0 else { throw .error(Errno(-result)) }
    return result == 1
  }

  /// Goes the way of a kill without one, so that its pages are in memory: binds the process, reads
  /// it again, asks whether it could be signalled (signal 0), and lets it go if it was not bound
  /// before. Nothing reaches it, and
  /// what is refused here is refused again, and told, when it matters.
  public mutating func rehearse(on key: ProcessKey) {
    let wasBound = isBound(key)
    do {
      try bind(key)
      _ = try currentAdj(of: key)
      _ = try currentMemory(of: key)
      try send(Signal(rawValue: 0), to: key)
    } catch {
      // The walk is all that was wanted.
    }
    if !wasBound { release(key) }
  }

  private func index(of key: ProcessKey) -> Int? { targets.firstIndex { $0.key == key } }

  mutating func startTime(of pid: Int32) throws(KillFailure) -> UInt64 {
    do {
      return try reader.startTime(of: pid)
    } catch {
      throw switch error {
      case .vanished: .gone
      case .refused(let errno): Self.failure(errno)
      case .malformed: .error(.inputOutput)
      }
    }
  }

  func open(
    _ name: StaticString, of pid: Int32, _ access: FileDescriptor.Access = .read
  ) throws(KillFailure) -> FileDescriptor {
    let path = ProcPath()
    path.set(pid, name)
    do {
      return try root.folder.open(at: path.bytes, access)
    } catch {
      throw Self.failure(error)
    }
  }

  /// Fills the buffer from a descriptor that the table goes on owning.
  private mutating func read(_ raw: Int32) throws(KillFailure) {
    do {
      try buffer.fillOnce(fromRaw: raw)
    } catch {
      throw Self.failure(error)
    }
  }

  static func failure(_ error: Errno) -> KillFailure {
    switch error {
    case .noProcess, .noEntry: .gone
    case .notPermitted, .accessDenied: .refused(error)
    default: .error(error)
    }
  }
}

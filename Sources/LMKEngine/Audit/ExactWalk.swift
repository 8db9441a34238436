import LMKCore
import LMKLinux

/// Every process of /proc, each read in full: what the cache is compared with.
public struct ExactWalk: Sendable {
  public var began: Instant
  public var ended: Instant
  public var readings: [ProcessKey: ProcessReading]
  /// They are there, and could not be read: nothing is said about them.
  public var unread: Set<Int32>

  public init(
    began: Instant, ended: Instant, readings: [ProcessReading], unread: Set<Int32> = []
  ) {
    self.began = began
    self.ended = ended
    self.readings = Dictionary(readings.map { ($0.key, $0) }) { $1 }
    self.unread = unread
  }
}

/// Walks /proc beside the engine, with a reader and a listing of its own: it shares nothing with
/// the cache but the parsers.
struct ExactWalker: ~Copyable {
  private var directory: ProcessDirectory
  private var reader: ProcessReader

  init(root: ProcRoot) throws(Errno) {
    directory = try ProcessDirectory(root: root)
    reader = ProcessReader(root: root)
  }

  /// Some 15 µs a process.
  ///
  /// - Throws: what listing the folder said.
  mutating func walk() throws(Errno) -> ExactWalk {
    let began = MonotonicClock.now()
    var readings: [ProcessReading] = []
    var unread: Set<Int32> = []
    try directory.rewind()
    while let (pid, inode) = try directory.next() {
      switch reader.read(pid: pid, inode: inode) {
      case .read(let reading): readings.append(reading)
      case .vanished: break
      case .refused, .malformed: unread.insert(pid)
      }
    }
    return ExactWalk(
      began: began, ended: MonotonicClock.now(), readings: readings, unread: unread)
  }
}

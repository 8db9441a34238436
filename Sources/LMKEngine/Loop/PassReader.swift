import LMKCore
import LMKLinux

/// A pass over /proc in slices: the source of process events for as long as no event of the kernel
/// feeds the cache.
///
/// The walk itself costs half a microsecond a process; what is read of each the monitor says: see
/// `Monitor.need`.
///
/// Where the kernel tells of births and ends, most passes go over the processes that are known, and
/// /proc is listed only now and then, to reconcile.
package struct PassReader: ~Copyable {
  /// What a pass goes over.
  package enum Ground: Hashable {
    /// The folder: it finds who is new, and proves who is gone.
    case listing
    /// The table.
    case known
  }

  /// A slice ends after this long; the memory timer must be on time.
  package static let slice: Duration = .microseconds(800)
  /// The clock is asked after so many processes.
  private static let clockStride = 8

  private var directory: ProcessDirectory
  private var reader: ProcessReader
  private var files: KeptFiles
  private var groups = CgroupNames()
  package private(set) var isUnderWay = false
  private var ground = Ground.listing
  private var work = Work()
  private var position = 0
  private var refusedCount = 0
  private var wasRefused = false
  /// What the last pass has to say about processes that could not be read; `nil`: no news.
  private(set) var capability: Capability?

  /// - Parameter files: which files stay open from pass to pass.
  package init(root: ProcRoot, keeping files: consuming KeptFiles) throws(Errno) {
    directory = try ProcessDirectory(root: root)
    reader = ProcessReader(root: root)
    self.files = files
  }

  /// Files read since it was made.
  package var filesRead: Int { reader.filesRead }

  /// Begins a pass; if the folder cannot be walked, none is under way, and the reason is returned.
  package mutating func begin(over ground: Ground = .listing) -> Capability? {
    self.ground = ground
    work = Work()
    position = 0
    refusedCount = 0
    capability = nil
    guard ground == .listing else {
      isUnderWay = true
      return nil
    }
    do {
      try directory.rewind()
      isUnderWay = true
      return nil
    } catch {
      wasRefused = true
      return Self.unlistable(error)
    }
  }

  private static func unlistable(_ error: Errno) -> Capability {
    Capability(
      .reading, isAvailable: false, reason: "the process folder could not be listed: \(error)")
  }

  /// Reads on for at most a slice. `true`: the pass is over.
  package mutating func readSlice(of monitor: inout Monitor, into effects: inout Effects) -> Bool {
    let began = MonotonicClock.now()
    var now = began
    let end = began.advanced(by: Self.slice)
    let filesBefore = reader.filesRead
    var isOver = false
    var steps = 0
    repeat {
      do {
        guard try step(at: now, of: &monitor, into: &effects) else {
          isOver = true
          break
        }
      } catch {
        // /proc could not be listed to its end. Whoever was not met is not gone for that: the pass
        // ends without its verdict on the unseen, and the next one begins with the next tick.
        isUnderWay = false
        capability = Self.unlistable(error)
        wasRefused = true
        return true
      }
      steps += 1
      if steps % Self.clockStride == 0 { now = MonotonicClock.now() }
    } while now < end
    now = MonotonicClock.now()
    work.filesRead += reader.filesRead - filesBefore
    work.nanoseconds += UInt64(max(0, now.nanoseconds - began.nanoseconds))
    if isOver { finish(at: now, of: &monitor, into: &effects) }
    return isOver
  }

  /// Goes to the next process, and reads of it what is needed. `false`: there is none.
  private mutating func step(
    at now: Instant, of monitor: inout Monitor, into effects: inout Effects
  ) throws(Errno) -> Bool {
    if ground == .known {
      // A place in the table does not move when others come and go: nobody's turn is skipped.
      if let (pid, inode, need) = monitor.nextNeed(from: &position, at: now) {
        read(pid, inode: inode, need, at: now, of: &monitor, into: &effects)
        readTime(of: pid, at: now, of: &monitor, into: &effects)
        return true
      }
      return position < monitor.slotCount
    }
    guard let (pid, inode) = try directory.next() else { return false }
    let need = monitor.need(pid: pid, inode: inode, position: position, at: now)
    position += 1
    if need == .nothing {
      monitor.apply(.seen(pid: pid), at: now, into: &effects)
    } else {
      read(pid, inode: inode, need, at: now, of: &monitor, into: &effects)
    }
    readTime(of: pid, at: now, of: &monitor, into: &effects)
    return true
  }

  /// While the screen is sorted by it: one file more of each process.
  private mutating func readTime(
    of pid: Int32, at now: Instant, of monitor: inout Monitor, into effects: inout Effects
  ) {
    guard monitor.wantsTimes, let (key, ticks) = reader.time(of: pid) else { return }
    monitor.apply(.timed(key, ticks: ticks), at: now, into: &effects)
  }

  /// Reads one process that an event named, outside any pass.
  mutating func read(
    _ pid: Int32, at now: Instant, of monitor: inout Monitor, into effects: inout Effects
  ) {
    switch reader.read(pid: pid) {
    case .read(let reading): take(reading, at: now, of: &monitor, into: &effects)
    case .vanished: monitor.apply(.vanished(pid: pid), at: now, into: &effects)
    // What is known stays; the next listing meets it again.
    case .refused, .malformed: break
    }
  }

  private mutating func read(
    _ pid: Int32, inode: UInt64, _ need: ReadingNeed, at now: Instant, of monitor: inout Monitor,
    into effects: inout Effects
  ) {
    switch need {
    case .nothing: break
    case .refresh(var reading, let parts):
      switch reader.refresh(&reading, parts, keeping: &files) {
      case .refreshed:
        monitor.apply(.refreshed(reading, parts), at: now, into: &effects)
        if parts.contains(.group) {
          readGroup(of: reading.key, at: now, of: &monitor, into: &effects)
        }
      case .vanished: monitor.apply(.vanished(pid: pid), at: now, into: &effects)
      case .refused, .malformed: skip(pid, at: now, of: &monitor, into: &effects)
      }
    case .everything:
      switch reader.read(pid: pid, inode: inode) {
      case .read(let reading): take(reading, at: now, of: &monitor, into: &effects)
      case .vanished: monitor.apply(.vanished(pid: pid), at: now, into: &effects)
      case .refused, .malformed: skip(pid, at: now, of: &monitor, into: &effects)
      }
    }
  }

  /// A process was read in full; its group decides at once whether the scope includes it.
  private mutating func take(
    _ reading: ProcessReading, at now: Instant, of monitor: inout Monitor,
    into effects: inout Effects
  ) {
    monitor.apply(.measured(reading), at: now, into: &effects)
    if monitor.asksForGroups, !reading.isKernelThread {
      readGroup(of: reading.key, at: now, of: &monitor, into: &effects)
    }
  }

  /// Reads again what may have changed unseen, of one that is made ready: its owner and its group.
  mutating func readForReady(
    _ key: ProcessKey, at now: Instant, of monitor: inout Monitor, into effects: inout Effects
  ) {
    read(key.pid, at: now, of: &monitor, into: &effects)
    readGroup(of: key, at: now, of: &monitor, into: &effects)
    readNamespace(of: key, at: now, of: &monitor, into: &effects)
  }

  /// Who is bound is asked whether it is a container's init.
  mutating func readNamespace(
    of key: ProcessKey, at now: Instant, of monitor: inout Monitor, into effects: inout Effects
  ) {
    guard reader.isContainerInit(key.pid) else { return }
    monitor.apply(.containerInit(key), at: now, into: &effects)
  }

  private mutating func readGroup(
    of key: ProcessKey, at now: Instant, of monitor: inout Monitor, into effects: inout Effects
  ) {
    switch reader.group(of: key.pid, names: &groups) {
    case .known(let number):
      monitor.apply(.grouped(key, number), at: now, into: &effects)
    case .new(let number, let group):
      monitor.apply(.groupNamed(number, group), at: now, into: &effects)
      monitor.apply(.grouped(key, number), at: now, into: &effects)
    case .newAfterAll(let number, let group):
      monitor.apply(.groupsForgotten, at: now, into: &effects)
      monitor.apply(.groupNamed(number, group), at: now, into: &effects)
      monitor.apply(.grouped(key, number), at: now, into: &effects)
    // Gone, which others tell, or not to be had: it is asked again with its next turn.
    case nil: break
    }
  }

  private mutating func skip(
    _ pid: Int32, at now: Instant, of monitor: inout Monitor, into effects: inout Effects
  ) {
    refusedCount += 1
    monitor.apply(.seen(pid: pid), at: now, into: &effects)
  }

  private mutating func finish(
    at now: Instant, of monitor: inout Monitor, into effects: inout Effects
  ) {
    isUnderWay = false
    files.endPass()
    monitor.apply(.passEnded(met: position, work), at: now, into: &effects)
    if refusedCount > 0 || wasRefused {
      let reason =
        refusedCount > 0 ? "\(refusedCount) processes could not be read in the last pass" : ""
      capability = Capability(.reading, isAvailable: refusedCount == 0, reason: reason)
    }
    wasRefused = refusedCount > 0
  }
}

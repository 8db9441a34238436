import CLinux
import LMKCore

/// The memory of one control group as if it were a machine's, from files that stay open: what its
/// limits leave is free, what it caches is file.
///
///     v2   memory.max − memory.current, of it and of each group above; memory.stat, memory.pressure
///     v1   memory.limit_in_bytes − memory.usage_in_bytes, likewise; memory.stat `total_…`
///
/// Allocates nothing after it was made.
public struct CgroupMemory: ~Copyable {
  /// A group that may be the one whose limit is the nearest.
  private struct Level {
    var limit: Int32
    var usage: Int32
  }

  /// A limit at or above this means none; v1 writes the largest multiple of a page.
  private static let unlimited: UInt64 = 1 << 62

  public let path: String
  private let version: CgroupMount.Version
  private let pageSize: Int
  private var levels: ContiguousArray<Level> = []
  private let stat: FileDescriptor
  private var pressure: FileDescriptor?
  private var buffer = RawBuffer(capacity: 16 * 1024)
  /// The group was removed; one that is made anew by its name is another.
  public private(set) var isGone = false

  /// Opens the group's files, and those of the groups above it.
  /// - Parameter path: within the hierarchy, beginning with a slash.
  /// - Throws: what opening its memory.stat says.
  public init(path: String, in mount: CgroupMount, pageSize: Int) throws(Errno) {
    self.path = path
    version = mount.version
    self.pageSize = pageSize
    var folder = mount.point + (path == "/" ? "" : path)
    stat = try FileDescriptor.open(path: "\(folder)/memory.stat", .read)
    if version == .two {
      // Without PSI in the kernel it is not there.
      pressure = try? FileDescriptor.open(path: "\(folder)/memory.pressure", .read)
    }
    let names =
      version == .two
      ? ("memory.max", "memory.current") : ("memory.limit_in_bytes", "memory.usage_in_bytes")
    while folder.utf8.count >= mount.point.utf8.count {
      // The root of v2 has neither: nothing limits it.
      if let limit = try? FileDescriptor.open(path: "\(folder)/\(names.0)", .read),
        let usage = try? FileDescriptor.open(path: "\(folder)/\(names.1)", .read)
      {
        levels.append(Level(limit: limit.release(), usage: usage.release()))
      }
      guard let slash = folder.lastIndex(of: "/") else { break }
      folder = String(folder[..<slash])
    }
  }

  deinit {
    for level in levels {
      _ = lmk_close(level.limit)
      _ = lmk_close(level.usage)
    }
  }

  /// Whether the kernel tells the group's own stalls.
  public var tellsPressure: Bool { pressure != nil }

  /// Why it does not, as a reason for the capability.
  public var pressureReason: String {
    version == .one
      ? "control groups of version 1 have no pressure of their own: stalls are not seen"
      : "the group has no memory.pressure: stalls are not seen"
  }

  /// Reads the group into `reading`.
  ///
  /// - Parameter machine: the machine's memory: what a group without any limit has to go by, and
  ///   what is not a group's, such as the kernel's kills.
  /// - Returns: the files read.
  /// - Throws: what a read says; ENODEV, and `isGone`, if the group was removed. `reading` is
  ///   unchanged then.
  public mutating func sample(
    machine: MemoryReading, into reading: inout MemoryReading
  ) throws(Errno) -> Int {
    var fresh = machine
    do throws(Errno) {
      try readPressure(into: &fresh)
      if let (limit, free) = try nearestLimit(below: machine.ramPages) {
        fresh.freePages = free
        fresh.reservePages = 0
        fresh.pageSetPages = 0
        fresh.managedPages = limit
        fresh.totalPages = limit
        fresh.hugetlbPages = 0
        fresh.arcPages = 0
        try readStat(into: &fresh)
        fresh.availablePages = min(
          limit, max(0, free) + fresh.activeFilePages + fresh.inactiveFilePages)
      } else {
        // Read all the same: a group that is gone must be noticed.
        try fill(stat.raw)
      }
    } catch {
      if error == .noDevice || error == .noEntry { isGone = true }
      throw error
    }
    reading = fresh
    return levels.count * 2 + (pressure == nil ? 1 : 2)
  }

  /// The least that a limit leaves, with the least limit itself, in pages; `nil`: none is below the
  /// machine's memory. What is left may be negative for a moment.
  private mutating func nearestLimit(
    below ramPages: Int?
  ) throws(Errno) -> (limit: Int, free: Int)? {
    var nearest: (limit: Int, free: Int)?
    for level in levels {
      try fill(level.limit)
      guard let limit = number(), limit < Self.unlimited else { continue }
      let limitPages = Int(limit) / pageSize
      if let ramPages, limitPages >= ramPages { continue }
      try fill(level.usage)
      guard let usage = number() else { throw .inputOutput }
      let free = limitPages - Int(clamping: usage) / pageSize
      nearest = (
        min(nearest?.limit ?? limitPages, limitPages), min(nearest?.free ?? free, free)
      )
    }
    return nearest
  }

  private mutating func readStat(into reading: inout MemoryReading) throws(Errno) {
    try fill(stat.raw)
    // file − shmem is the driver's term here; what is locked is not taken off a second time.
    reading.unevictablePages = 0
    reading.swapCachePages = 0
    reading.lockedPages = 0
    reading.slabPages = 0
    reading.filePages = 0
    reading.shmemPages = 0
    reading.anonPages = 0
    reading.activeFilePages = 0
    reading.inactiveFilePages = 0
    let bytes = buffer.contents
    var index = 0
    while index < bytes.count {
      let word = bytes.word(&index)
      bytes.skipBlanks(&index)
      if let value = bytes.unsigned(&index), let field = field(bytes, word) {
        reading[keyPath: field] = Int(clamping: value) / pageSize
      }
      guard bytes.skipLine(&index) else { break }
    }
  }

  private func field(
    _ bytes: UnsafeRawBufferPointer, _ word: Range<Int>
  ) -> WritableKeyPath<MemoryReading, Int>? {
    func named(_ two: StaticString, _ one: StaticString) -> Bool {
      bytes.equals(word, version == .two ? two : one)
    }
    if named("anon", "total_rss") { return \.anonPages }
    if named("file", "total_cache") { return \.filePages }
    if named("shmem", "total_shmem") { return \.shmemPages }
    if named("active_file", "total_active_file") { return \.activeFilePages }
    if named("inactive_file", "total_inactive_file") { return \.inactiveFilePages }
    if named("unevictable", "total_unevictable") { return \.lockedPages }
    if version == .two, bytes.equals(word, "slab_unreclaimable") { return \.slabPages }
    return nil
  }

  private mutating func readPressure(into reading: inout MemoryReading) throws(Errno) {
    reading.pressure = nil
    let raw: Int32
    switch pressure {
    case .some(let file): raw = file.raw
    case .none: return
    }
    do throws(Errno) {
      try fill(raw)
      reading.pressure = PressureParser.parse(buffer.contents)
    } catch .notSupported {
      // psi=0, or switched off for this group: no stalls are told.
    }
  }

  /// `max`, or anything else that is no number: `nil`.
  private func number() -> UInt64? {
    var index = 0
    return buffer.contents.unsigned(&index)
  }

  private mutating func fill(_ raw: Int32) throws(Errno) {
    try buffer.fillOnce(fromRaw: raw)
    if buffer.contents.isEmpty { throw .inputOutput }
  }
}

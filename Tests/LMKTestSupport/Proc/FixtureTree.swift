import Foundation

/// A captured tree for a test: a folder with the files of /proc, removed when its owner ends.
public final class FixtureTree: Sendable {
  /// The folder, absolute.
  public let path: String

  /// An empty folder with an empty vmstat, without which it would be no proc tree.
  public init() throws {
    var template = Array("\(NSTemporaryDirectory())/lmktop-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
    path = String(
      decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    try write("vmstat", "")
  }

  // What cannot be removed lies in the temporary folder, which is swept by others.
  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, making its folder.
  public func write(_ name: String, _ contents: some Sequence<UInt8>) throws {
    let file = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(contents).write(to: file)
  }

  public func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  public func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  /// Lays down a process.
  public func add(_ process: FixtureProcess) throws {
    try write("\(process.pid)/stat", process.stat)
    try write("\(process.pid)/statm", process.statm)
    try write("\(process.pid)/oom_score_adj", "\(process.adj)\n")
  }

  /// Lays down a thread of a process beside its main thread.
  public func add(thread: Int32, of process: FixtureProcess, rssPages: Int, sharedPages: Int = 0)
    throws
  {
    var other = process
    other.pid = thread
    other.rssPages = rssPages
    other.sharedPages = sharedPages
    try write("\(process.pid)/task/\(thread)/stat", other.stat)
    try write("\(process.pid)/task/\(thread)/statm", other.statm)
  }

  /// Lays down the memory files of a machine with one zone.
  public func add(_ memory: FixtureMemory) throws {
    try write("vmstat", memory.vmstat)
    try write("zoneinfo", memory.zoneinfo)
    try write("meminfo", memory.meminfo)
    try write("pressure/memory", memory.pressure)
  }
}

/// A process as the files of its folder tell it.
public struct FixtureProcess: Sendable {
  public var pid: Int32
  /// comm, any bytes.
  public var name: [UInt8]
  public var state: Character = "S"
  public var parent: Int32 = 1
  public var flags: UInt32 = 0x40_0100
  public var threads = 1
  public var startTime: UInt64 = 1000
  public var rssPages = 100
  public var sharedPages = 10
  public var adj = 0

  public init(pid: Int32, name: String = "fixture") {
    self.pid = pid
    self.name = Array(name.utf8)
  }

  /// The 52 fields of stat.
  public var stat: [UInt8] {
    let tail =
      ") \(state) \(parent) \(pid) \(pid) 0 -1 \(flags) 1 2 3 4 5 6 7 8 20 0 \(threads) 0 "
      + "\(startTime) 18446744073709551615 \(rssPages) 18446744073709551615 1 1 0 0 0 0 0 0 0 0 "
      + "0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
    return Array("\(pid) (".utf8) + name + Array(tail.utf8)
  }

  public var statm: String { "\(rssPages * 2) \(rssPages) \(sharedPages) 5 0 50 0\n" }
}

/// The memory files of a machine with one zone, in pages of 4 KiB.
public struct FixtureMemory: Sendable {
  public var total = 1_000_000
  public var free = 200_000
  public var file = 300_000
  public var activeFile = 120_000
  public var inactiveFile = 130_000
  public var shmem = 40_000
  public var unevictable = 5_000
  public var swapCached = 700
  public var available = 400_000
  public var high = 9_000
  public var boost = 1_000
  public var protection = 2_000

  public init() {}

  public var vmstat: String {
    """
    nr_free_pages \(free)
    nr_zone_inactive_file 1
    nr_mlock 31
    nr_inactive_file \(inactiveFile)
    nr_active_file \(activeFile)
    nr_unevictable \(unevictable)
    nr_slab_reclaimable 6062
    nr_slab_unreclaimable 5225
    workingset_refault_anon 3
    workingset_refault_file 518329
    nr_file_pages \(file)
    nr_shmem \(shmem)
    nr_shmem_hugepages 0
    nr_swapcached \(swapCached)
    oom_kill 7

    """
  }

  public var zoneinfo: String {
    """
    Node 0, zone   Normal
      per-node stats
          nr_inactive_anon 1281
      pages free     \(free)
            boost    \(boost)
            min      3000
            low      6000
            high     \(high)
            promo    9999999
            spanned  \(total)
            present  \(total)
            managed  \(total)
            cma      0
            protection: (0, \(protection), \(protection / 2))
          nr_free_pages \(free)
      pagesets
        cpu: 0
                  count:    40
                  high:     8888888
                  batch:    63
                  high_min: 30
        cpu: 1
                  count:    2
      node_unreclaimable:  0
      start_pfn:           1
    Node 0, zone  Movable
      pages free     0
            boost    0
            min      32
            low      32
            high     32
            spanned  0
            present  0
            managed  0
            cma      0
            protection: (0, 0, 0)

    """
  }

  public var meminfo: String {
    """
    MemTotal:       \(total * 4) kB
    MemFree:        \(free * 4) kB
    MemAvailable:   \(available * 4) kB
    Cached:         480812 kB
    SwapCached:     \(swapCached * 4) kB
    SwapTotal:      8000 kB
    SwapFree:       4000 kB
    HugePages_Total:      10
    HugePages_Free:       0
    Hugepagesize:    2048 kB
    Hugetlb:        20480 kB

    """
  }

  public var pressure: String {
    """
    some avg10=12.40 avg60=8.00 avg300=2.10 total=123456
    full avg10=3.10 avg60=1.20 avg300=0.30 total=4567

    """
  }
}

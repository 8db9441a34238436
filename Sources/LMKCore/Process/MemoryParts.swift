/// What the memory of one process consists of, in KiB, by /proc/PID/status. A look at it waits for
/// nobody.
public struct MemoryParts: Hashable, Sendable {
  /// `RssAnon`: its heap and stacks; a kill gives it back.
  public var anonymous = 0
  /// `RssFile`: pages of mapped files, mostly shared with others and with the page cache.
  public var file = 0
  /// `RssShmem`: tmpfs, System V and shared anonymous memory; it may survive its users.
  public var shared = 0
  /// `VmSwap`: swap entries; a kill gives them back.
  public var swap = 0
  /// `VmPTE`: page tables; a kill gives them back.
  public var pageTables = 0

  public init() {}

  public var resident: Int { anonymous + file + shared }
}

/// What a process's share of its memory is, in KiB, by /proc/PID/smaps_rollup. The read walks all of
/// its page tables under its mmap lock: it may take long, and may hang.
public struct ProportionalParts: Hashable, Sendable {
  /// `Pss`: each page divided by the number of its users.
  public var pss = 0
  /// `Private_Clean` + `Private_Dirty` + `Private_Hugetlb`: what nobody else maps.
  public var unshared = 0
  /// `SwapPss`.
  public var swapPss = 0

  public init() {}
}

/// What a worker is asked about the memory of one process.
public struct MemoryQuestion: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case parts
    case proportional
  }

  public var key: ProcessKey
  public var kind: Kind

  public init(_ key: ProcessKey, _ kind: Kind) {
    self.key = key
    self.kind = kind
  }
}

/// What came of it.
public enum MemoryAnswer: Hashable, Sendable {
  case parts(MemoryParts)
  case proportional(ProportionalParts)
  /// It has ended.
  case gone
  /// It may not be read, or cannot be.
  case refused(Errno)
  /// The read did not come back in time; it may still.
  case hanging
  /// Nobody could be asked now.
  case unread
}

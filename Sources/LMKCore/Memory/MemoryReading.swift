/// What /proc told of the machine's memory at one moment. Sizes are in pages unless said.
public struct MemoryReading: Hashable, Sendable {
  // vmstat
  /// vmstat `nr_free_pages`.
  public var freePages = 0
  /// vmstat `nr_file_pages`.
  public var filePages = 0
  /// vmstat `nr_shmem`.
  public var shmemPages = 0
  /// vmstat `nr_unevictable`. Holds mlocked anonymous memory too.
  public var unevictablePages = 0
  /// vmstat `nr_swapcached`.
  public var swapCachePages = 0
  /// vmstat `nr_active_file`.
  public var activeFilePages = 0
  /// vmstat `nr_inactive_file`.
  public var inactiveFilePages = 0
  /// vmstat `nr_slab_unreclaimable`.
  public var slabPages = 0
  /// vmstat `nr_mlock`.
  public var lockedPages = 0
  /// vmstat `nr_anon_pages`.
  public var anonPages = 0
  /// vmstat `workingset_refault_file`, a count since boot.
  public var fileRefaults: UInt64 = 0
  /// vmstat `oom_kill`: kills by the kernel since boot.
  public var kernelKills: UInt64 = 0

  // zoneinfo
  /// Σ over zones of min(managed, max(protection) + high − boost): the kernel's totalreserve_pages.
  public var reservePages = 0
  /// Σ over zones of `managed`.
  public var managedPages = 0
  /// Σ of the page sets' `count:`: freed, and not yet in nr_free_pages.
  public var pageSetPages = 0

  // meminfo (kB there)
  /// `MemTotal`.
  public var totalPages = 0
  /// `MemAvailable`.
  public var availablePages = 0
  /// `SwapTotal`.
  public var swapTotalPages = 0
  /// `SwapFree`.
  public var swapFreePages = 0
  /// `Hugetlb`, or `HugePages_Total` × `Hugepagesize`.
  public var hugetlbPages = 0

  /// ZFS's cache above its least size (arcstats `size` − `c_min`): it goes when memory is asked for,
  /// and neither free nor file nor MemAvailable counts it. 0 without ZFS.
  public var arcPages = 0

  /// pressure/memory; `nil` where the kernel has none.
  public var pressure: Pressure?

  public init() {}

  /// What row percentages and defaults are taken of: managed − hugetlb; `MemTotal` − hugetlb where
  /// zoneinfo could not be read.
  public var usablePages: Int {
    max(0, (managedPages > 0 ? managedPages : totalPages) - hugetlbPages)
  }
}

extension MemoryReading {
  /// The machine's memory, which no row may exceed; `nil` where nothing could be read of it.
  public var ramPages: Int? {
    let pages = max(totalPages, managedPages)
    return pages > 0 ? pages : nil
  }

  /// meminfo tells of less memory than zoneinfo manages, by more than a twentieth: it is not the
  /// machine's, as in a container whose /proc shows its limits. The other way round says nothing: some
  /// virtual machines manage less than they have, while memory comes and goes.
  public var isOfTwoMinds: Bool {
    totalPages > 0 && managedPages - totalPages > managedPages / 20
  }
}

/// /proc/pressure/memory, one line each for `some` and `full`.
public struct Pressure: Hashable, Sendable {
  public struct Line: Hashable, Sendable {
    /// Share of the last 10, 60 and 300 s in which tasks stalled, in per cent (0…100).
    public var average10: Float
    public var average60: Float
    public var average300: Float
    /// Stall since boot, in microseconds: exact at each read, while the averages move every 2 s.
    public var total: UInt64

    public init(
      average10: Float = 0, average60: Float = 0, average300: Float = 0, total: UInt64 = 0
    ) {
      self.average10 = average10
      self.average60 = average60
      self.average300 = average300
      self.total = total
    }
  }

  /// Some task stalled.
  public var some: Line
  /// All non-idle tasks stalled at once.
  public var full: Line

  public init(some: Line, full: Line) {
    self.some = some
    self.full = full
  }
}

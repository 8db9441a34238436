/// `--file-term`: what counts as file memory.
public enum FileTerm: String, Sendable, CaseIterable {
  /// Active + inactive file pages: the default.
  case lru
  /// The old driver's: file − shmem − unevictable − swapcache, at least 0. It counts locked
  /// anonymous memory against the page cache; kept for the presets classic and android.
  case driver
}

/// The terms the rows are compared with, in pages.
public struct MemoryTerms: Hashable, Sendable {
  /// Free pages above the kernel's reserve: signed, and often negative on a busy machine.
  public var otherFree: Int
  /// File pages that could be dropped, by the `FileTerm`.
  public var otherFile: Int
  /// MemAvailable.
  public var available: Int
  public var swapFree: Int
  public var swapTotal: Int
  public var pressure: Pressure?
  /// File refaults since boot.
  public var refaults: UInt64
  /// All memory: what a share of it is taken of.
  public var total = 0
  /// Which gates are open and which stall rows act.
  public var lamps = Lamps()

  public init(
    otherFree: Int, otherFile: Int, available: Int = 0, swapFree: Int = 0, swapTotal: Int = 0,
    pressure: Pressure? = nil, refaults: UInt64 = 0
  ) {
    self.otherFree = otherFree
    self.otherFile = otherFile
    self.available = available
    self.swapFree = swapFree
    self.swapTotal = swapTotal
    self.pressure = pressure
    self.refaults = refaults
  }

  public init(_ reading: MemoryReading, fileTerm: FileTerm) {
    let file =
      switch fileTerm {
      case .lru: reading.activeFilePages + reading.inactiveFilePages
      case .driver:
        max(
          0,
          reading.filePages - reading.shmemPages - reading.unevictablePages
            - reading.swapCachePages)
      }
    self.init(
      otherFree: reading.freePages - reading.reservePages, otherFile: file,
      available: reading.availablePages + reading.arcPages, swapFree: reading.swapFreePages,
      swapTotal: reading.swapTotalPages, pressure: reading.pressure,
      refaults: reading.fileRefaults)
    total = reading.totalPages
  }

  /// A row is crossed exactly when this is below its minfree: one number shows the rule.
  public var headroom: Int { max(otherFree, otherFile) }

  /// The terms as they will be when the pending deaths have returned `pages`.
  public func credited(_ pages: Int) -> MemoryTerms {
    var terms = self
    terms.otherFree += pages
    return terms
  }
}

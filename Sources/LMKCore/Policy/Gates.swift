/// What must hold too before a crossed row acts; nothing set: the driver's rule, unchanged.
public struct Gates: Hashable, Sendable {
  /// Swap free at most this share, in per cent of all swap. No swap counts as none left.
  public var swapFreePercent: Float?
  /// PSI `some` at least so much, for so long.
  public var some: StallCondition?
  /// PSI `full`.
  public var full: StallCondition?
  /// MemAvailable at most so much.
  public var available: AvailableLimit?

  public init() {}

  public var isEmpty: Bool { self == Gates() }

  /// One of them; its place among the lamps of a row.
  public enum Kind: Int, Hashable, Sendable, CaseIterable {
    case swapFree, some, full, available
  }

  func has(_ kind: Kind) -> Bool {
    switch kind {
    case .swapFree: swapFreePercent != nil
    case .some: some != nil
    case .full: full != nil
    case .available: available != nil
    }
  }
}

/// Stalled for at least this share of the last second, and that for so long.
public struct StallCondition: Hashable, Sendable {
  /// Per cent. Of refaults: of the file pages, each second; may be above 100.
  public var percent: Float
  private var milliseconds: Int32

  public init(percent: Float, lasting duration: Duration) {
    self.percent = percent
    milliseconds = Int32(clamping: duration.wholeNanoseconds / 1_000_000)
  }

  public var duration: Duration { .milliseconds(Int64(milliseconds)) }
}

/// MemAvailable at most this.
public enum AvailableLimit: Hashable, Sendable {
  /// So many times the row's minfree.
  case timesMinfree(Float)
  /// Per cent of all memory.
  case percent(Float)
}

/// A row that acts though free or file memory is above every minfree, because thrash keeps it there.
public struct StallRow: Hashable, Sendable {
  public enum Measure: String, Hashable, Sendable, CaseIterable {
    /// PSI `full`: all tasks waited for memory.
    case full
    /// PSI `some`.
    case some
    /// File pages that were dropped and needed again, each second, against all file pages.
    case refaults
  }

  public var measure: Measure
  public var condition: StallCondition
  /// While it acts, a candidate at or above this adj may die.
  public var adj: OOMScoreAdj
  /// Must hold too; `nil`: it acts however much is available.
  public var available: AvailableLimit?

  public init(
    _ measure: Measure, _ condition: StallCondition, adj: OOMScoreAdj,
    available: AvailableLimit? = nil
  ) {
    self.measure = measure
    self.condition = condition
    self.adj = adj
    self.available = available
  }
}

/// Which gates are open and which stall rows act, at the moment of a sample, and what was measured.
public struct Lamps: Hashable, Sendable {
  private var gates: UInt32 = 0
  private var stalls: UInt8 = 0
  /// Stalled share of the last second, in per cent; `nil`: not known, which opens nothing.
  public var some: Float?
  public var full: Float?
  /// Refaults in the last second, in per cent of the file pages.
  public var refaults: Float?

  public init() {}

  public func isOpen(_ kind: Gates.Kind, ofRow row: Int) -> Bool {
    gates & 1 << UInt32(row * 4 + kind.rawValue) != 0
  }

  mutating func open(_ kind: Gates.Kind, ofRow row: Int) {
    gates |= 1 << UInt32(row * 4 + kind.rawValue)
  }

  /// - Parameter row: 0 for the first of the stall rows.
  public func acts(stallRow row: Int) -> Bool { stalls & 1 << UInt8(row) != 0 }

  mutating func light(stallRow row: Int) { stalls |= 1 << UInt8(row) }

  mutating func dimStallRows() { stalls = 0 }

  func value(of measure: StallRow.Measure) -> Float? {
    switch measure {
    case .some: some
    case .full: full
    case .refaults: refaults
    }
  }
}

extension Lamps: FieldRecordable {
  static var blank: Lamps { Lamps() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&gates)
    try coder.pass(&stalls)
    try coder.pass(&some)
    try coder.pass(&full)
    try coder.pass(&refaults)
  }
}

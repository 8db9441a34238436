import LMKCore

/// What all comparisons came to.
public struct AuditReport: Sendable {
  /// What the storm was like, and how the cache came out of it.
  public struct Storm: Hashable, Sendable {
    public var births = 0
    /// From the first birth to the last.
    public var took: Duration = .zero
    /// Why there were no more births; `nil`: nothing refused them.
    public var refusal: Errno?
    /// From its end to the first comparison without a finding; `nil`: there was none.
    public var cleanAfter: Duration?

    public init() {}
  }

  /// The machine's memory, in pages.
  public var totalPages = 0
  /// Bytes.
  public var pageSize = 4096
  public var capabilities: [Capability] = []
  public var comparisons: [AuditComparison] = []
  public var storm: Storm?

  public init() {}

  public var settled: [AuditComparison] { comparisons.filter(\.isSettled) }

  /// Nothing missing, no ghost and no wrong adj in any settled comparison, of which there is one at
  /// least.
  public var isSound: Bool {
    !settled.isEmpty && settled.allSatisfy(\.findings.isEmpty)
  }

  /// Events that the kernel dropped since the engine started.
  public var lost: UInt64 { comparisons.last?.lost ?? 0 }

  public var events: UInt64 { comparisons.last?.events ?? 0 }

  public func sum(_ part: (AuditComparison) -> Int) -> Int {
    comparisons.reduce(0) { $0 + part($1) }
  }

  /// The greatest regret, in pages; `nil`: it was never to be judged.
  public var greatestRegret: Int? { comparisons.compactMap(\.order.regret).max() }
  public var greatestAge: Duration? { comparisons.compactMap(\.greatestAge).max() }
  public var greatestBound: Duration { comparisons.map(\.sweepBound).max() ?? .zero }
  /// Comparisons with a reading that was older than the cache promises.
  public var overdue: Int { comparisons.count { $0.isOverdue } }
  /// The median of the medians.
  public var medianAge: Duration? {
    let ages = comparisons.compactMap(\.medianAge).sorted()
    return ages.isEmpty ? nil : ages[ages.count / 2]
  }
}

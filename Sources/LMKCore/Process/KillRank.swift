/// The place of a candidate in the kill order: one integer, so that a comparison is one
/// instruction and no two keys are equal. Lesser dies first.
///
///     63        53 52                        22 21              0
///     ┌───────────┬────────────────────────────┬────────────────┐
///     │ 1000 − adj│  2³¹ − 1 − pages           │      pid       │
///     └───────────┴────────────────────────────┴────────────────┘
///
/// That is: adj descending, pages descending, pid ascending. Pages beyond 2³¹ − 1 (8 TiB of 4 KiB
/// pages) count as 2³¹ − 1.
public struct KillRank: Hashable, Comparable, Sendable {
  public let rawValue: UInt64

  private static let pageLimit = (1 << 31) - 1
  private static let pidMask: UInt64 = (1 << 22) - 1

  public init(adj: OOMScoreAdj, pages: Int, pid: Int32) {
    let adjField = UInt64(1000 - Int(adj.rawValue))
    let pageField = UInt64(Self.pageLimit - min(max(pages, 0), Self.pageLimit))
    rawValue = adjField << 53 | pageField << 22 | (UInt64(pid) & Self.pidMask)
  }

  public init(_ candidate: Candidate, by basis: RankBasis) {
    let pages =
      switch basis {
      case .rss: candidate.rssPages
      case .freeable: candidate.freesPages
      }
    self.init(adj: candidate.effectiveAdj, pages: pages, pid: candidate.key.pid)
  }

  private init(rawValue: UInt64) { self.rawValue = rawValue }

  /// - Throws: if no adj stands in it.
  init(recorded rawValue: UInt64) throws(RecordDefect) {
    guard rawValue >> 53 <= 2001 else { throw .invalid }
    self.rawValue = rawValue
  }

  /// A rank behind every candidate at `adj` or above, and before every other.
  static func end(of adj: OOMScoreAdj) -> KillRank {
    KillRank(rawValue: UInt64(1000 - Int(adj.rawValue) + 1) << 53)
  }

  public var adj: OOMScoreAdj { OOMScoreAdj(1000 - Int(rawValue >> 53))! }

  public static func < (left: KillRank, right: KillRank) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// A process the tree ranks, as a value without heap references. Sizes are in pages.
public struct Candidate: Hashable, Sendable {
  public var key: ProcessKey
  /// The real `oom_score_adj`.
  public var adj: OOMScoreAdj
  /// What the tree ranks by and what decides eligibility: `adj`, shifted by the rules.
  public var effectiveAdj: OOMScoreAdj
  public var state: ProcessState
  public var uid: UInt32
  public var parent: Int32
  public var rssPages: Int
  /// resident − shared (+ swap where it was read): what a kill would free.
  public var freesPages: Int
  public var swapPages: Int
  public var name: ProcessName
  /// Pages per second that its RSS grows by; negative: it shrinks.
  public var growth: Float

  public init(
    _ reading: ProcessReading, effectiveAdj: OOMScoreAdj? = nil, growth: Float = 0
  ) {
    self.growth = growth
    key = reading.key
    adj = reading.adj
    self.effectiveAdj = effectiveAdj ?? reading.adj
    state = reading.state
    uid = reading.uid
    parent = reading.parent
    rssPages = reading.rssPages
    freesPages = reading.freesPages
    swapPages = reading.swapPages
    name = reading.name
  }
}

/// `--rank`: what orders equal adj.
public enum RankBasis: String, Sendable, CaseIterable {
  /// Resident pages: the driver's order, and the default.
  case rss
  /// What a kill returns: eight processes that share 200 MiB have a large RSS and free nothing.
  case freeable
}

/// A process the tree ranks, as a value without heap references, in 64 bytes. Sizes are in pages.
public struct Candidate: Hashable, Sendable {
  private var startTime: UInt64
  public var name: ProcessName
  private var pid: Int32
  public var uid: UInt32
  public var parent: Int32
  private var rss: PageCount
  private var frees: PageCount
  private var swap: PageCount
  /// Its control group, by number.
  public var group = ControlGroupID.unknown
  /// Pages per second that its RSS grows by; negative: it shrinks.
  public var growth: Float
  /// The real `oom_score_adj`.
  public var adj: OOMScoreAdj
  /// What the tree ranks by and what decides eligibility: `adj`, shifted by the rules.
  public var effectiveAdj: OOMScoreAdj
  public var state: ProcessState
  /// pid 1 of a pid namespace within ours: it takes no signal from outside but SIGKILL, and all of
  /// its container dies with it. Known of who is held ready or has a dialog open.
  public var isContainerInit = false

  public init(
    _ reading: ProcessReading, effectiveAdj: OOMScoreAdj? = nil, growth: Float = 0
  ) {
    self.growth = growth
    startTime = reading.key.startTime
    pid = reading.key.pid
    adj = reading.adj
    self.effectiveAdj = effectiveAdj ?? reading.adj
    state = reading.state
    uid = reading.uid
    parent = reading.parent
    rss = PageCount(reading.rssPages)
    frees = PageCount(reading.freesPages)
    swap = PageCount(reading.swapPages)
    name = reading.name
  }

  public var key: ProcessKey { ProcessKey(pid: pid, startTime: startTime) }

  public var rssPages: Int {
    get { rss.pages }
    set { rss = PageCount(newValue) }
  }

  /// resident − shared (+ swap where it was read): what a kill would free.
  public var freesPages: Int {
    get { frees.pages }
    set { frees = PageCount(newValue) }
  }

  public var swapPages: Int {
    get { swap.pages }
    set { swap = PageCount(newValue) }
  }
}

/// `--rank`: what orders equal adj.
public enum RankBasis: String, Sendable, CaseIterable {
  /// Resident pages: the driver's order, and the default.
  case rss
  /// What a kill returns: eight processes that share 200 MiB have a large RSS and free nothing.
  case freeable
}

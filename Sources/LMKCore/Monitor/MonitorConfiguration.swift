/// What a monitor is made with.
public struct MonitorConfiguration: Sendable {
  public var thresholds: Thresholds
  public var fileTerm = FileTerm.lru
  public var rankBasis = RankBasis.rss
  public var patience = Patience()
  /// What follows on kills that bring no memory back.
  public var noRelief = NoReliefPolicy.disarm
  public var interval: Duration = .seconds(1)
  public var hooks = HookPolicy()
  /// Bytes.
  public var pageSize = 4096
  /// This program's pid; `nil` for a captured tree.
  public var ownPid: Int32?
  /// The only user whose processes may be signalled; `nil`: all.
  public var signalsOnly: UInt32?
  /// Nothing outside this program is ever changed: no arming, no signal, no adj.
  public var isReadOnly = false
  /// Whom rules protect, prefer and avoid.
  public var book = RuleBook()
  /// Where it may kill.
  public var scope = Scope.machine
  /// The moment on the monotonic clock at which the clock of start times stood at 0: it has not
  /// counted sleep since. `nil`: only processes that were seen to be born have an age.
  public var boot: Instant?
  /// Ticks per second of start times.
  public var clockTicks = 100
  /// Snapshots tell when each candidate was read: for an audit.
  public var tellsReadings = false
  /// Room for so many processes before anything grows.
  public var capacity = 4096

  public init(thresholds: Thresholds) { self.thresholds = thresholds }

  /// The part that may be replaced while it runs.
  public var rule: Rule {
    get {
      Rule(
        thresholds: thresholds, fileTerm: fileTerm, rankBasis: rankBasis, steps: patience.steps,
        book: book)
    }
    set {
      thresholds = newValue.thresholds
      fileTerm = newValue.fileTerm
      rankBasis = newValue.rankBasis
      patience.steps = newValue.steps
      book = newValue.book
    }
  }
}

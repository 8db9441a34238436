/// What a kill by hand would reach beyond one process, for the dialog: how many, how much, who; and
/// what came of it.
public struct ReachPreview: Hashable, Sendable {
  public enum State: Hashable, Sendable {
    /// A worker looks.
    case asked
    /// All of it may be signalled.
    case ready
    /// It may not, or could not: nobody is signalled.
    case refused(ReachObstacle)
    /// It is under way.
    case signalling
    case signalled(ReachRecord)
  }

  /// Names that are shown.
  public static let shown = 4

  public var root: ProcessKey
  public var reach: KillReach
  public var state = State.asked
  public var total = Reclaimable()
  public var rssPages = 0
  /// Those whose death gives most back, at most `shown`.
  public var largest: [Candidate] = []
  /// How many different owners they have.
  public var users = 0
  public var ownedByRoot = 0
  public var withNegativeAdj = 0
  /// Automatic kills pass these over, by a rule or a pin.
  public var spared = 0
  /// Of other users, whom this program may not signal.
  public var foreign = 0
  /// What keeps them together when SIGKILL is sent.
  public var means = ReachMeans.looking
  /// Of a control group, within its hierarchy; else empty.
  public var path = ""
  public var processGroup: Int32?

  public init(root: ProcessKey, reach: KillReach) {
    self.root = root
    self.reach = reach
  }
}

/// A kill of more than one process, for the journal.
public struct ReachRecord: Hashable, Sendable {
  /// The process that it was asked for.
  public var root: Candidate
  public var reach: KillReach
  public var signal: Signal
  public var means = ReachMeans.looking
  /// Of a control group, within its hierarchy; else empty.
  public var path = ""
  public var processGroup: Int32?
  /// Who was found, and what all of them hold.
  public var found = Reclaimable()
  public var rssPages = 0
  public var signalled = 0
  /// Ended by themselves before they were signalled.
  public var gone = 0
  public var failed = 0
  /// The first whom the signal did not reach.
  public var firstFailure: ReachObstacle?
  /// Looks at who belongs to it.
  public var looks = 0
  /// At the last look there were new ones still.
  public var isUnsettled = false
  /// It could not be frozen, or the kernel would not end it as one, for this reason; the members
  /// were signalled one by one.
  public var detour: Errno?

  public init(root: Candidate, reach: KillReach, signal: Signal) {
    self.root = root
    self.reach = reach
    self.signal = signal
  }

  mutating func add(_ member: Candidate) {
    found.count += 1
    found.pages += member.freesPages
    rssPages += member.rssPages
  }
}

/// What became of those who were signalled.
public struct ReachOutcome: Hashable, Sendable {
  public var exited = 0
  /// Still there when their time was over.
  public var left = 0
  public var freedPages = 0
  /// From the first signal to the last end.
  public var took: Duration = .zero

  public init() {}
}

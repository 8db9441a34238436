/// What the screen may see: values only, written into one of three buffers that live as long as
/// the program. Sizes are in pages.
public struct Snapshot: Sendable {
  /// One process on the screen.
  public struct Row: Hashable, Sendable {
    public var candidate: Candidate
    public var standing: Standing
    private var place: Int32
    /// 1-based place in the kill order; 0 where `standing` is not `.candidate`.
    public var rank: Int {
      get { Int(place) }
      set { place = Int32(clamping: newValue) }
    }

    public init(candidate: Candidate, standing: Standing, rank: Int) {
      self.candidate = candidate
      self.standing = standing
      place = Int32(clamping: rank)
    }
  }

  /// What a row of the thresholds would reach, by adj.
  public struct Exposure: Hashable, Sendable {
    /// An adj at which at least one candidate stands.
    public var adj: OOMScoreAdj
    /// All candidates at or above it.
    public var reclaimable: Reclaimable

    public init(adj: OOMScoreAdj, reclaimable: Reclaimable) {
      self.adj = adj
      self.reclaimable = reclaimable
    }
  }

  public var sequence: UInt64 = 0
  public var at = Instant(nanoseconds: 0)
  /// Bytes.
  public var pageSize = 4096
  public var memory = MemoryReading()
  public var terms = MemoryTerms(otherFree: 0, otherFile: 0)
  public var fileTerm = FileTerm.lru
  public var rankBasis = RankBasis.rss
  public var thresholds = Thresholds()
  public var evaluation = Evaluation(
    active: nil, deciding: nil, credited: MemoryTerms(otherFree: 0, otherFile: 0),
    eligible: Reclaimable(), verdict: .spare(.noRowCrossed))
  public var arming = Arming.disarmed(.atStart, since: Instant(nanoseconds: 0))
  /// What a victim gets to hear, unless its row says otherwise.
  public var steps = Escalation(grace: .seconds(3))
  public var interval: Duration = .seconds(1)
  public var trend = Trend()
  public var statistics = Statistics()
  /// The statistics one interval ago, and when that was: for rates.
  public var earlier = Statistics()
  public var earlierAt = Instant(nanoseconds: 0)
  /// Candidates in kill order, with protected, dying, stuck and refused processes where they would
  /// stand; behind them the exempt ones, kernel threads last.
  public var rows: ContiguousArray<Row> = []
  /// The control groups that the candidates name.
  public var groups: [ControlGroupID: ControlGroup] = [:]
  /// The rules, for their names.
  public var book = RuleBook()
  /// Where lmktop may kill.
  public var scope = Scope.machine
  /// Nothing is ever killed or written.
  public var isReadOnly = false
  /// The moment at which the clock of start times stood at 0, and its ticks per second; `nil`: not
  /// known.
  public var boot: Instant?
  public var clockTicks = 100
  /// The processes whose adj the rules shift, and by which: bit n for the rule at place n.
  public var shiftedBy: [ProcessKey: UInt64] = [:]
  /// The processes that hear a rule's own steps, and its place in the book.
  public var steppedBy: [ProcessKey: Int16] = [:]
  /// The processes that the operator protects; some may have ended.
  public var pins: Set<ProcessKey> = []
  /// What of the following is kept up, because the screen asked for it.
  public var demand: SnapshotDemand = []
  /// The CPU times, parallel to `rows`; empty unless asked for, `nil` where not read yet.
  public var times: ContiguousArray<ProcessTime?> = []
  /// The tree's nodes, by `Row.rank` − 1; empty unless asked for.
  public var places: ContiguousArray<TreePlace> = []
  /// Black nodes on each way down the tree; 0 unless asked for.
  public var blackHeight = 0
  public var candidateCount = 0
  public var exemptCount = 0
  /// By adj, descending; for previews of an edit. Ends with all candidates.
  public var exposures: ContiguousArray<Exposure> = []
  /// The last journal entries, oldest first.
  public var entries: ContiguousArray<JournalEntry> = []
  /// PSI `some`: stalled share of each of the last intervals (0…1), oldest first.
  public var stalls: ContiguousArray<Float> = []
  public var capabilities: [Capability] = []
  public var binding = Binding.none
  /// `nil`: this is the present.
  public var playback: Playback?
  /// What the kill dialog would reach beyond its process, if it has asked.
  public var reach: ReachPreview?
  /// When the oldest reading of an eligible candidate was made: of its RSS, and of its adj.
  public var oldestAdj = Instant(nanoseconds: 0)
  public var oldestReading = Instant(nanoseconds: 0)
  /// How long a sweep takes: no reading is older, but for what a pass was late.
  public var sweepBound: Duration = .seconds(1)
  /// When each candidate was read last; empty unless `MonitorConfiguration.tellsReadings`.
  public var readings: ContiguousArray<Instant> = []
  /// How many candidates this program may signal.
  public var signallableCount = 0
  /// What this program costs: at the last tick, and at the one before.
  public var cost = OwnCost()
  public var costEarlier = OwnCost()

  public init() {}

  /// All candidates at or above `adj`, from the exposures. O(log n) in the number of distinct adj.
  public func reclaimable(atOrAbove adj: OOMScoreAdj) -> Reclaimable {
    var low = 0
    var high = exposures.count
    while low < high {
      let middle = (low + high) / 2
      if exposures[middle].adj >= adj { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? Reclaimable() : exposures[low - 1].reclaimable
  }

  /// How long ago a process began, by its start time; `nil`: not known.
  public func age(of key: ProcessKey) -> Duration? {
    guard let boot else { return nil }
    let seconds = min(Double(key.startTime) / Double(max(1, clockTicks)), 1e9)
    let start = boot.advanced(by: .nanoseconds(Int64(seconds * 1e9)))
    return max(.zero, start.duration(to: at))
  }

  /// Who would die if the last row that reaches anybody were crossed: the first of the order.
  public var next: Row? { rows.first { $0.standing == .candidate } }
}

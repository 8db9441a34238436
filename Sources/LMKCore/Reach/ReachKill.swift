/// A reach that a dialog has asked about, from the first look to the last signal. At most one at a
/// time.
///
///     looking ──► shown ──(signal)──► looking ──► freezing ──► binding ──► stopping ──► sending
///        │                               ▲  ▲         │            │   ▲      │            │
///        └──► refused                    │  └─────────┘            │   └──────┘            │
///                                        │                         └──► ending (as one) ───┤
///                                        └── as long as there are new ones ────────────────┘
struct ReachKill {
  enum Stage: Hashable {
    /// A worker was asked who belongs to it.
    case looking
    /// Nothing is under way: it is shown, or over.
    case shown
    case freezing
    case binding
    /// SIGSTOP, one after the other.
    case stopping
    case sending
    /// A worker ends the control group as one.
    case ending
  }

  enum MemberState: Hashable {
    case found, bound, stopped, signalled, out
  }

  struct Member {
    var candidate: Candidate
    var state = MemberState.found
  }

  /// Who can be bound at once.
  static let limit = 1024
  /// Bound or signalled in one step of the engine.
  static let stride = 16
  /// Looks, after which it is left at that.
  static let looks = 16
  /// From the order to the end, and for each look of a preview.
  static let patience: Duration = .seconds(10)

  var root: Candidate
  var reach: KillReach
  var stage = Stage.looking
  var preview: ReachPreview
  /// What was ordered; `nil`: it is only looked at.
  var record: ReachRecord?
  /// Of the last question.
  var question: UInt32
  var processGroup: Int32?
  var place: ReachPlace?
  var members: ContiguousArray<Member> = []
  private var places: [ProcessKey: Int] = [:]
  /// The next member of the stage.
  var next = 0
  var isFrozen = false
  /// When a worker was asked to end all of it, and what memory was available then, in pages.
  var endingSince: (at: Instant, available: Int)?
  /// Found, and more than can be bound: the kernel ends them with the others.
  var unwatched = 0
  /// The journal has what is about to be done.
  var hasIntent = false
  /// Given up then.
  var deadline: Instant
  /// The dialog is closed: nobody looks at it any more.
  var isLeft = false

  init(root: Candidate, reach: KillReach, question: UInt32, deadline: Instant) {
    self.root = root
    self.reach = reach
    self.question = question
    self.deadline = deadline
    preview = ReachPreview(root: root.key, reach: reach)
  }

  var hasSignalled: Bool { (record?.signalled ?? 0) > 0 }

  /// Whether the pidfd of a process is needed.
  func holds(_ key: ProcessKey) -> Bool {
    guard let index = places[key] else { return false }
    return [.found, .bound, .stopped].contains(members[index].state) && record != nil
  }

  func index(of key: ProcessKey) -> Int? { places[key] }

  mutating func add(_ candidate: Candidate) {
    places[candidate.key] = members.count
    members.append(Member(candidate: candidate))
  }

  mutating func forgetMembers() {
    members.removeAll()
    places.removeAll()
    next = 0
  }
}

/// Those of one order who were signalled and have not ended.
struct ReachDeaths {
  /// The order's own number.
  var number: UInt32
  var record: ReachRecord
  var outcome = ReachOutcome()
  var pending = 0
  var sentAt: Instant
  /// All signals are sent: when nobody is pending, it is over.
  var isComplete = false
}

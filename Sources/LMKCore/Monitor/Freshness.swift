/// What has to be read of a process in the pass that meets it.
public enum ReadingNeed: Hashable, Sendable {
  /// What is known is fresh enough.
  case nothing
  /// Of the process that is known: its memory, and these parts.
  case refresh(ProcessReading, ReadingParts)
  /// Everything: it is new, or it may be another one by now.
  case everything
}

/// What a refresh reads beside the memory of a process.
public struct ReadingParts: OptionSet, Hashable, Sendable {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// oom_score_adj: a write of it would not have been told.
  public static let adj = ReadingParts(rawValue: 1)
  /// State, name, parent and threads (stat).
  public static let state = ReadingParts(rawValue: 2)
  /// The owner, and whether the pid is still this process's: no event would have told.
  public static let owner = ReadingParts(rawValue: 4)
  /// Its control group, which is not known yet.
  public static let group = ReadingParts(rawValue: 16)
  /// It is read in every pass: its files are worth keeping open.
  public static let everyPass = ReadingParts(rawValue: 8)
}

/// Whose turn it is: a rotating sweep beside those who are read in every pass.
///
///     pass 1  │▓▓▓▓▓▓              │   ▓ this pass's turn, by place in the walk
///     pass 2  │      ▓▓▓▓▓▓        │   every process is read once in a sweep; the first of the
///     pass 3  │            ▓▓▓▓▓▓  │   order, the young and the growing in every pass
struct Rotation: Hashable, Sendable {
  /// At least so many a pass: a machine with fewer processes is read whole each time.
  static let leastBudget = 512
  /// Else a sixteenth of all. While a row is near, passes come every 100 ms instead of once an
  /// interval; a walk, which is dear, reads a quarter instead.
  static let share = 16
  static let tenseWalkShare = 4
  static let tensePace: Duration = .milliseconds(100)
  /// So many of the first are read in every pass: they are the largest of those who die first.
  static let headCount = 512
  /// Of so many of the first, about what a screen shows, the state is read too.
  static let shownCount = 64
  /// Growth that puts a process into every pass, in pages a second.
  static let growing: Float = 256

  /// Writes of an adj are told, but not those that reach a process by a memory that it has shared
  /// since before we listened: every fourth sweep reads all adj.
  static let adjEvery = 4

  var kind = PassKind.walk
  /// Sweeps that were ended.
  var sweeps = 0
  /// Passes until the adj of everybody was read again, after events were lost.
  var adjDebt = 0
  var begins = 0
  var budget = leastBudget
  /// The ranks up to which every pass reads memory, and state too.
  var head: KillRank?
  var shown: KillRank?
  /// From pass to pass.
  var pace: Duration = .seconds(1)
  var endedAt = Instant(nanoseconds: 0)
  /// How long a whole sweep takes.
  var bound: Duration = .seconds(1)
  /// nr_anon_pages less what the tracked processes accounted for, when a sweep last ended.
  var unaccounted: Int?

  func includes(_ position: Int) -> Bool {
    (kind == .walk || kind == .sweep) && position >= begins && position < begins + budget
  }
}

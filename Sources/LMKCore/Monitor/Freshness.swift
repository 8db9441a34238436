/// What has to be read of a process in the pass that meets it.
public enum ReadingNeed: Hashable, Sendable {
  /// What is known is fresh enough.
  case nothing
  /// RSS of the process that is known; a change of its adj would have been told.
  case memory(ProcessReading)
  /// RSS and adj of the process that is known.
  case memoryAndAdj(ProcessReading)
  /// Everything: it is new, it may have changed its name, or its turn has come.
  case everything
}

/// Whose turn it is: a rotating sweep beside those who are read in every pass.
///
///     pass 1  │▓▓▓▓▓▓              │   ▓ this pass's turn, by place in the walk
///     pass 2  │      ▓▓▓▓▓▓        │   every process is read once in a sweep; the first of the
///     pass 3  │            ▓▓▓▓▓▓  │   order, the young and the growing in every pass
struct Rotation: Hashable, Sendable {
  /// At least so many a pass: a machine with fewer processes is read whole each time.
  static let leastBudget = 512
  /// Else a sixteenth of all; a quarter while a row is near.
  static let calmShare = 16
  static let tenseShare = 4
  /// So many of the first are read in every pass.
  static let headCount = 64
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
  /// The rank up to which every pass reads.
  var head: KillRank?
  /// How long a whole sweep takes.
  var bound: Duration = .seconds(1)
  /// nr_anon_pages less what the tracked processes accounted for, when a sweep last ended.
  var unaccounted: Int?

  func includes(_ position: Int) -> Bool {
    kind != .reconciliation && position >= begins && position < begins + budget
  }
}

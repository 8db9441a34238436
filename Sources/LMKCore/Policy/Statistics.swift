/// One counter, in calls and in work.
public struct Tally: Hashable, Sendable {
  public var calls: UInt64 = 0
  /// Files of /proc that were read for these calls.
  public var filesRead: UInt64 = 0
  public var nanoseconds: UInt64 = 0

  public init() {}

  mutating func add(_ work: Work) {
    calls += 1
    filesRead += UInt64(work.filesRead)
    nanoseconds += work.nanoseconds
  }
}

/// What it took to get an answer.
public struct Work: Hashable, Sendable {
  public var filesRead: Int
  public var nanoseconds: UInt64

  public init(filesRead: Int = 0, nanoseconds: UInt64 = 0) {
    self.filesRead = filesRead
    self.nanoseconds = nanoseconds
  }

  public static func += (left: inout Work, right: Work) {
    left.filesRead += right.filesRead
    left.nanoseconds += right.nanoseconds
  }
}

/// Honest numbers, with sums that hold at every moment:
///
///     count = zero + no kill + busy + scan
///     scan  = kill + would kill + waste
///     waste = gone + reused + refused + recovered + error
///     kill  = exited + pending + timed out
///     exited = relief + no relief
///
/// Every call lands in exactly one counter. Kills by hand are counted apart.
public struct Statistics: Hashable, Sendable {
  // count
  /// No row was crossed.
  public var zero = Tally()
  /// A row was crossed, and nobody was eligible.
  public var noKill = Tally()
  /// The deaths under way are enough, or lmktop pauses after kills in vain.
  public var busy = Tally()
  // scan
  public var kill = Tally()
  /// Disarmed: named, not signalled.
  public var wouldKill = Tally()
  public var gone = Tally()
  public var reused = Tally()
  public var refused = Tally()
  public var recovered = Tally()
  public var error = Tally()
  // steps: the candidates tried on the way of one scan
  public var stepsGone: UInt64 = 0
  public var stepsReused: UInt64 = 0
  public var stepsRefused: UInt64 = 0
  public var stepsError: UInt64 = 0
  /// The first of the tree was stale: its adj had changed when it was read again at the kill.
  public var headCorrections: UInt64 = 0
  // deaths, of automatic kills
  public var relief: UInt64 = 0
  public var noRelief: UInt64 = 0
  public var timedOut: UInt64 = 0
  public var pending: UInt64 = 0
  /// Pages that came back by the deaths that are counted as relief or no relief.
  public var freedPages = 0
  public var escalations: UInt64 = 0
  /// Times that the name of a victim came back after its end: a supervisor starts it again.
  public var respawned: UInt64 = 0
  // reaping, of all kills
  /// process_mrelease gave the memory back.
  public var reaped: UInt64 = 0
  /// There was no memory left to give back (ESRCH): normal.
  public var reapsGone: UInt64 = 0
  /// It is not dying, or its memory is a living one's too (EINVAL): normal after SIGTERM.
  public var reapsInvalid: UInt64 = 0
  /// Anything else.
  public var reapsFailed: UInt64 = 0
  // by hand
  public var handSignals: UInt64 = 0
  public var handExited: UInt64 = 0
  public var handFailed: UInt64 = 0
  // the cache
  /// Events that the kernel dropped, or that came faster than they could be followed; each time
  /// all of /proc is listed anew.
  public var lost: UInt64 = 0
  /// Events of the kernel that were taken in.
  public var events: UInt64 = 0
  /// Processes that were spared because the rules had not answered, until their second was over.
  public var unanswered: UInt64 = 0
  /// Passes over /proc, and what they took.
  public var passes = Tally()
  public var relinks: UInt64 = 0

  public init() {}

  public var waste: UInt64 {
    gone.calls + reused.calls + refused.calls + recovered.calls + error.calls
  }
  public var scan: UInt64 { kill.calls + wouldKill.calls + waste }
  public var count: UInt64 { zero.calls + noKill.calls + busy.calls + scan }
  public var exited: UInt64 { relief + noRelief }
}

import LMKCore
import LMKLinux

/// By what a comparison judges: how long the cache may take to learn of something, and what the
/// kernel's numbers are worth.
public struct AuditTerms: Sendable {
  /// From a birth to its row.
  public var birth: Duration
  /// From a death to the end of its place in the order.
  public var death: Duration
  /// From a write of an adj to the new place.
  public var adj: Duration
  /// From whatever no event tells to the next turn of everybody: the sweep bound.
  public var sweep: Duration
  public var counterError: CounterError
  public var rankBasis: RankBasis
  /// This program's: it is never a candidate.
  public var ownPid: Int32?
  /// Its parents, which are none either.
  public var ancestors: Set<ProcessKey> = []
  /// A tick of /proc's start times, in nanoseconds.
  public var tick: Int64
  /// `CLOCK_BOOTTIME` − `CLOCK_MONOTONIC`, in nanoseconds.
  public var bootOffset: Int64

  /// What an event tells is known after this, and whoever is younger is too young to be judged. It
  /// is also what a pass may be late.
  public static let grace: Duration = .milliseconds(100)

  public init(
    birth: Duration = grace, death: Duration = grace, adj: Duration = grace,
    sweep: Duration = .seconds(2), counterError: CounterError = .none,
    rankBasis: RankBasis = .rss, ownPid: Int32? = nil, tick: Int64 = 10_000_000,
    bootOffset: Int64 = 0
  ) {
    self.birth = birth
    self.death = death
    self.adj = adj
    self.sweep = sweep
    self.counterError = counterError
    self.rankBasis = rankBasis
    self.ownPid = ownPid
    self.tick = tick
    self.bootOffset = bootOffset
  }

  /// What no event tells is found by the sweep: the bound that the snapshot states, and a pass that
  /// is late.
  public mutating func takePromises(of snapshot: borrowing Snapshot) {
    let bound = snapshot.sweepBound + Self.grace
    let capabilities = snapshot.capabilities
    func tells(_ name: Capability.Name) -> Bool {
      capabilities.first { $0.name == name }?.isAvailable ?? false
    }
    sweep = bound
    birth = tells(.procConnector) ? Self.grace : bound
    death = birth
    adj = tells(.tracepoints) ? Self.grace : bound
  }

  /// When a process was born, at the latest.
  func birth(of key: ProcessKey) -> Instant {
    let ticks = Int64(clamping: key.startTime)
    return Instant(nanoseconds: (ticks + 1) * tick - bootOffset)
  }
}

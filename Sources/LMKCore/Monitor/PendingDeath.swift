/// A process that was signalled and whose memory is not back yet.
public struct PendingDeath: Hashable, Sendable {
  public var record: KillRecord
  public var signalledAt: Instant
  /// The last signal, `record.signal`.
  public var sentAt: Instant
  /// The next step follows then, by the row that is active now; `nil`: SIGKILL was sent, or nothing
  /// follows (a kill by hand).
  public var escalatesAt: Instant?
  /// The next step, while it is due and the process and memory are being read again.
  public var confirming: Signal?
  /// Given up then.
  public var timesOutAt: Instant
  /// Its pidfd told its end.
  public var exitedAt: Instant?
  /// Its memory was reaped; it may not end for long (frozen, or without a CPU).
  public var reapedAt: Instant?
  /// That was a second ago: what it held is in the memory terms by now, and credited no more.
  public var isBack = false
  /// MemAvailable and page lists when it was signalled, and what others have returned since.
  public var availableBefore: Int
  /// Anonymous memory of all processes when it was signalled, in pages.
  public var anonBefore: Int
  /// One of many that were signalled by one order; `nil`: it was signalled for itself.
  public var reach: UInt32?

  public var key: ProcessKey { record.victim.key }
  /// Credited to the free term until one second after the exit.
  public var expectedPages: Int { record.victim.freesPages }
}

/// A victim that was given up after SIGKILL: in D state, or held by a debugger.
struct StuckVictim: Hashable, Sendable {
  var record: KillRecord
  var signalledAt: Instant
}

/// How long lmktop waits.
public struct Patience: Hashable, Sendable {
  /// What a victim gets to hear, unless its row says otherwise.
  public var steps = Escalation(grace: .seconds(3))
  /// From the first signal to SIGKILL; zero: SIGKILL at once. Set, it means SIGTERM and SIGKILL.
  public var grace: Duration {
    get { steps.grace }
    set { steps = Escalation(grace: newValue) }
  }
  /// From SIGKILL until a victim counts as stuck (D state).
  public var death: Duration = .seconds(5)
  /// After a signal by hand other than SIGKILL, until its memory is not expected any more.
  public var byHand: Duration = .seconds(10)
  /// From the exit until the memory is measured: the driver's `lowmem_deathpending_timeout`.
  public var settling: Duration = .seconds(1)
  /// A process that refused a signal is set aside for so long.
  public var setAside: Duration = .seconds(30)

  public init() {}
}

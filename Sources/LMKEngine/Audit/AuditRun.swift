import LMKCore
import LMKLinux

/// Runs the real engine, disarmed, and holds its snapshots against exact walks beside it.
public struct AuditRun: ~Copyable {
  public struct Plan: Sendable {
    public var time: Duration
    public var storm: AuditStorm.Plan?

    public init(time: Duration, storm: AuditStorm.Plan? = nil) {
      self.time = time
      self.storm = storm
    }
  }

  /// The mean time between two comparisons.
  private static let interval: Duration = .seconds(1)
  /// So many comparisons at least judge what a storm left.
  private static let afterStorm = 3
  /// The engine answers within this, or it stands still.
  private static let patience: Duration = .seconds(10)

  private let engine: Engine
  private let plan: Plan
  private var walker: ExactWalker
  private var epoll: Epoll
  private var terms: AuditTerms
  private var suspects = AuditSuspects()
  private var report = AuditReport()
  private var storm: AuditStorm?
  /// Findings before this are excused: a beginning, a storm, a loss.
  private var settledFrom: Instant
  private var lost: UInt64 = 0
  private var scheduled = 0

  /// - Parameter engine: started by the caller, and ended by him.
  public init(
    _ engine: Engine, _ configuration: EngineConfiguration, _ plan: Plan
  ) throws(Errno) {
    let walker = try ExactWalker(root: configuration.root)
    let epoll = try Epoll()
    try epoll.add(engine.wakeDescriptor, .readable, token: 0)
    self.engine = engine
    self.plan = plan
    self.walker = walker
    self.epoll = epoll
    terms = AuditTerms(
      counterError: CounterError(root: configuration.root, processors: Host.processorCount),
      rankBasis: configuration.monitor.rankBasis, ownPid: configuration.monitor.ownPid,
      tick: 1_000_000_000 / Int64(max(1, Host.clockTicks)), bootOffset: MonotonicClock.bootOffset())
    if configuration.root.isLive {
      var ancestry = Ancestry(root: configuration.root)
      terms.ancestors = Set(ancestry.read(of: Identity.ownPid))
    }
    report.pageSize = configuration.monitor.pageSize
    settledFrom = Instant(nanoseconds: .max)
  }

  /// Compares about once a second, for as long as was planned and until a storm has settled.
  ///
  /// - Parameter told: called with each comparison.
  /// - Throws: what listing /proc said; ETIMEDOUT if the engine stands still.
  public mutating func run(
    telling told: (AuditComparison) throws(Errno) -> Void
  ) throws(Errno) -> AuditReport {
    try awaitFirstPass()
    let began = MonotonicClock.now()
    let end = began.advanced(by: plan.time)
    var stormThread: StartedThread?
    if let planned = plan.storm {
      let storm = AuditStorm(planned)
      stormThread = try storm.start()
      self.storm = storm
      settledFrom = Instant(nanoseconds: .max)
    }
    defer { storm?.stop() }
    while engine.departure == nil {
      if let comparison = try compare() {
        report.comparisons.append(comparison)
        try told(comparison)
      }
      let now = MonotonicClock.now()
      let isJudged =
        report.comparisons.last?.isSettled ?? false
        && report.settled.count >= (storm == nil ? 1 : Self.afterStorm)
      if now >= end, isJudged || isHopeless(end, at: now) { break }
      try pause(from: began)
    }
    storm?.stop()
    if let stormThread = stormThread.take() { try stormThread.join() }
    noteStorm()
    return report
  }

  /// Events are lost again and again: it does not settle, and that is the result.
  private func isHopeless(_ end: Instant, at now: Instant) -> Bool {
    if let storm, storm.end == nil { return false }
    let last = max(end, storm?.end ?? end)
    // Three sweeps of the longest kind: a loss in the first leaves two to settle in.
    return last.duration(to: now) > .seconds(10) + report.greatestBound * 3
  }

  // MARK: One comparison

  /// `nil`: the engine departs.
  private mutating func compare() throws(Errno) -> AuditComparison? {
    let before = try walker.walk()
    let stormEnd = storm?.end
    let askedAt = MonotonicClock.now()
    // The first answer only proves that the engine has turned once since: after the second, what
    // had been said before the question was heard. A loop that waited for a CPU is no error.
    guard try takeSnapshot(since: askedAt), try takeSnapshot(since: MonotonicClock.now()) else {
      return nil
    }
    let after = try walker.walk()
    // Out of `self` for the time in which the snapshot is borrowed.
    var (suspects, terms) = (self.suspects, self.terms)
    var comparison = AuditComparison(at: askedAt)
    engine.withSnapshot { snapshot in
      terms.takePromises(of: snapshot)
      comparison = AuditComparison(
        of: snapshot, askedAt: askedAt, before: before, after: after, suspects: &suspects, by: terms
      )
      report.totalPages = snapshot.memory.totalPages
      report.capabilities = snapshot.capabilities
    }
    (self.suspects, self.terms) = (suspects, terms)
    settle(comparison, stormEnd: stormEnd)
    comparison.isSettled = comparison.at >= settledFrom
    return comparison
  }

  /// A loss is made good within one sweep, and so is whatever a storm left.
  private mutating func settle(_ comparison: AuditComparison, stormEnd: Instant?) {
    if storm != nil, stormEnd == nil { return }
    if settledFrom.nanoseconds == .max {
      settledFrom = stormEnd?.advanced(by: terms.sweep) ?? comparison.at
    }
    if comparison.lost > lost {
      settledFrom = max(settledFrom, comparison.at.advanced(by: terms.sweep))
    }
    lost = comparison.lost
  }

  /// Takes snapshots until one is as new as asked for. `false`: the engine departs.
  private mutating func takeSnapshot(since moment: Instant) throws(Errno) -> Bool {
    engine.askForSnapshot()
    while engine.departure == nil {
      if engine.takeSnapshot(), engine.withSnapshot({ $0.at >= moment }) { return true }
      guard moment.duration(to: MonotonicClock.now()) < Self.patience else { throw .timedOut }
      try epoll.wait(timeoutMilliseconds: 100)
    }
    return false
  }

  private mutating func awaitFirstPass() throws(Errno) {
    let began = MonotonicClock.now()
    while try takeSnapshot(since: MonotonicClock.now()),
      engine.withSnapshot({ $0.statistics.passes.calls }) == 0
    {
      guard began.duration(to: MonotonicClock.now()) < Self.patience else { throw .timedOut }
      try rest(.milliseconds(20))
    }
  }

  // MARK: Time

  /// Rests until the next comparison: about a second from the last, at moments that drift through
  /// the engine's interval (multiples of the golden ratio fill it evenly); sooner where something
  /// is to be looked at again.
  private mutating func pause(from began: Instant) throws(Errno) {
    if report.comparisons.last.map({ $0.tooRecent > 0 }) ?? false, terms.death <= AuditTerms.grace {
      let isSecondLook = report.comparisons.dropLast().last.map { $0.tooRecent > 0 } ?? false
      if !isSecondLook { return try rest(AuditTerms.grace + .milliseconds(20)) }
    }
    scheduled += 1
    let drift = (Double(scheduled) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
    var next = began.advanced(by: Self.interval * (Double(scheduled) + drift - 0.5))
    while next < MonotonicClock.now() {
      scheduled += 1
      next = began.advanced(by: Self.interval * (Double(scheduled) + drift - 0.5))
    }
    try rest(MonotonicClock.now().duration(to: next))
  }

  /// An epoll wakes for the engine's snapshots too: they are left for later.
  private func rest(_ time: Duration) throws(Errno) {
    let end = MonotonicClock.now().advanced(by: time)
    var pause = try Epoll()
    while engine.departure == nil {
      let left = MonotonicClock.now().duration(to: end).wholeNanoseconds / 1_000_000
      guard left > 0 else { return }
      try pause.wait(timeoutMilliseconds: Int32(clamping: min(left, 100)))
    }
  }

  private mutating func noteStorm() {
    guard let storm else { return }
    var account = storm.account
    if let end = storm.end {
      let clean = report.comparisons.first { $0.at >= end && $0.findings.isEmpty }
      account.cleanAfter = clean.map { end.duration(to: $0.at) }
    }
    report.storm = account
  }
}

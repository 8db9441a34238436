import LMKCore

/// One snapshot of the cache, held against two exact walks around it.
///
/// Only what both walks agree on counts, so that nothing is blamed that happened meanwhile:
///
///     walk │ before ├──┤
///     cache                 │ snapshot
///     walk                       ├──┤ after
public struct AuditComparison: Sendable {
  /// Of the snapshot.
  public var at: Instant
  /// No loss, no storm and no beginning excuses a finding: the cache must be right.
  public var isSettled = true
  /// Processes that lived from one walk to the other, with the same adj.
  public var judged = 0
  /// Of them, those that may die.
  public var candidates = 0
  public var findings: [AuditFinding] = []
  /// Not in the cache, and born too lately to be judged.
  public var tooYoung = 0
  /// Wrong, for a shorter time than the cache may take; looked at again.
  public var tooRecent = 0
  public var order = AuditOrder()
  /// Ages of the candidates' readings at the snapshot; `nil` without candidates.
  public var medianAge: Duration?
  public var greatestAge: Duration?
  /// What the cache promises for the greatest, but for what a pass was late.
  public var sweepBound: Duration = .zero
  /// Since the engine started.
  public var events: UInt64 = 0
  public var lost: UInt64 = 0
  public var walkTime: Duration = .zero

  init(at: Instant) { self.at = at }

  public var missing: Int { findings.count { $0.kind == .missing || $0.kind == .unranked } }
  public var ghosts: Int { findings.count { $0.kind == .ghost } }
  public var wrongAdj: Int { findings.count - missing - ghosts }

  /// Older than the cache promises, a late pass allowed for.
  public var isOverdue: Bool { (greatestAge ?? .zero) > sweepBound + AuditTerms.grace }
}

extension AuditComparison {
  /// Compares. Pure.
  ///
  /// - Parameters:
  ///   - askedAt: when the snapshot was asked for: the cache may not know what came later.
  ///   - suspects: what looked wrong in the last comparison; becomes what does in this one.
  public init(
    of snapshot: borrowing Snapshot, askedAt: Instant, before: ExactWalk, after: ExactWalk,
    suspects: inout AuditSuspects, by terms: AuditTerms
  ) {
    at = snapshot.at
    sweepBound = snapshot.sweepBound
    events = snapshot.statistics.events
    lost = snapshot.statistics.lost
    walkTime = before.began.duration(to: before.ended) + after.began.duration(to: after.ended)
    var rows: [ProcessKey: Snapshot.Row] = [:]
    rows.reserveCapacity(snapshot.rows.count)
    for index in snapshot.rows.indices {
      rows[snapshot.rows[index].candidate.key] = snapshot.rows[index]
    }
    var exact: [ProcessKey: AuditOrder.Exact] = [:]
    exact.reserveCapacity(before.readings.count)
    for (key, first) in before.readings {
      guard let second = after.readings[key], first.isAlive, second.isAlive else { continue }
      if let standing = AuditOrder.Exact(first, second, terms) { exact[key] = standing }
      judge(first, second, rows[key], askedAt, before, &suspects, terms)
    }
    findGhosts(rows, askedAt, before, after, &suspects, terms)
    suspects.endComparison()
    candidates = exact.count
    order = AuditOrder(of: snapshot, exact)
    noteAges(of: snapshot)
    findings.sort { ($0.key.pid, $0.key.startTime) < ($1.key.pid, $1.key.startTime) }
  }

  /// One that lived from walk to walk.
  private mutating func judge(
    _ first: ProcessReading, _ second: ProcessReading, _ row: Snapshot.Row?, _ askedAt: Instant,
    _ before: ExactWalk, _ suspects: inout AuditSuspects, _ terms: AuditTerms
  ) {
    judged += 1
    guard let row else {
      let age = terms.birth(of: first.key).duration(to: askedAt)
      if age > terms.birth {
        find(.missing, first.key, second.name, age)
      } else {
        tooYoung += 1
      }
      return
    }
    guard !first.isKernelThread, first.adj == second.adj else { return }
    if row.candidate.adj != first.adj {
      let kind = AuditFinding.Kind.wrongAdj(cached: row.candidate.adj, exact: first.adj)
      let since = suspects.note(first.key, kind, at: before.ended)
      find(kind, first.key, second.name, since.duration(to: askedAt), allowed: terms.adj)
    } else if case .exempt = row.standing, first.mayDie(terms), second.mayDie(terms) {
      let since = suspects.note(first.key, .unranked, at: before.ended)
      find(.unranked, first.key, second.name, since.duration(to: askedAt), allowed: terms.sweep)
    }
  }

  /// Rows whose process neither walk has met.
  private mutating func findGhosts(
    _ rows: [ProcessKey: Snapshot.Row], _ askedAt: Instant, _ before: ExactWalk,
    _ after: ExactWalk, _ suspects: inout AuditSuspects, _ terms: AuditTerms
  ) {
    for (key, row) in rows where before.readings[key] == nil && after.readings[key] == nil {
      guard !before.unread.contains(key.pid), !after.unread.contains(key.pid) else { continue }
      // One that was born behind the first walk's back is only known to be gone by the second.
      let isOlder = terms.birth(of: key) < before.began
      let since = suspects.note(key, .ghost, at: isOlder ? before.ended : after.ended)
      // What was read as dead already (a zombie that was reaped since) stands in nobody's way.
      let allowed = row.standing == .candidate ? terms.death : max(terms.death, terms.sweep)
      find(.ghost, key, row.candidate.name, since.duration(to: askedAt), allowed: allowed)
    }
  }

  private mutating func find(
    _ kind: AuditFinding.Kind, _ key: ProcessKey, _ name: ProcessName, _ lasted: Duration,
    allowed: Duration = .zero
  ) {
    guard lasted > allowed else {
      tooRecent += 1
      return
    }
    findings.append(AuditFinding(kind: kind, key: key, name: name, lasted: lasted))
  }

  private mutating func noteAges(of snapshot: borrowing Snapshot) {
    let ages = snapshot.readings.map { $0.duration(to: snapshot.at) }.sorted()
    guard let oldest = ages.last else { return }
    medianAge = ages[ages.count / 2]
    greatestAge = oldest
  }
}

extension ProcessReading {
  /// A zombie is alive while threads of it are.
  var isAlive: Bool { !(state == .zombie || state == .dead) || threadCount > 1 }

  /// Whether it is a candidate by what the exact walk read.
  func mayDie(_ terms: AuditTerms) -> Bool {
    !isKernelThread && key.pid != 1 && key.pid != terms.ownPid && adj != .never && rssPages > 0
      && isAlive && !terms.ancestors.contains(key)
  }
}

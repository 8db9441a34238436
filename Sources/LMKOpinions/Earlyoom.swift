import LMKCore

/// earlyoom, by the rule of its version 1.7 or 1.8.
///
/// It acts when MemAvailable *and* SwapFree are both at or below their limits (no swap counts as
/// swap at 0 %), with SIGTERM, or SIGKILL at the lower limits. It takes the highest
/// /proc/PID/oom_score, among equals the largest RSS, among those the first listed.
///
///                        1.7                          1.8
///     share of           MemTotal                     MemAvailable + AnonPages
///     passed over        pid 1, RSS 0, adj −1000      pid 1 and 2, children of 2, adj −1000
public struct Earlyoom: Hashable, Sendable {
  public enum Version: String, Hashable, Sendable, CaseIterable {
    case v17 = "1.7"
    case v18 = "1.8"
  }

  public var version: Version
  public var settings: EarlyoomSettings
  /// The points that `--prefer` and `--avoid` add to a process: expressions are read elsewhere.
  public var shifts: [ProcessKey: Int] = [:]
  /// Whom `--ignore` passes over.
  public var ignored: Set<ProcessKey> = []
  /// Its own pid, where it runs: if it finds itself, it takes nobody.
  public var ownPid: Int32?

  public init(_ version: Version, _ settings: EarlyoomSettings = EarlyoomSettings()) {
    self.version = version
    self.settings = settings
  }

  public var name: String { "earlyoom-\(version.rawValue)" }

  /// Whom it would take. O(n).
  public func opinion(of population: Population) -> Opinion {
    let trigger = Trigger(self, population)
    var opinion = Opinion(name: name, wouldAct: trigger.isReached, why: "")
    opinion.pagesLeft = trigger.pagesLeft
    guard let victim = victim(among: population.subjects) else {
      opinion.why = "it finds nobody to kill; \(trigger.words)"
      return opinion
    }
    if victim.pid == ownPid {
      opinion.why = "it finds itself, and takes nobody; \(trigger.words)"
      return opinion
    }
    opinion.victim = victim.victim
    let rss = "RSS \(population.size(victim.leaderRSSPages))"
    let score = "oom_score \(score(victim))"
    opinion.why =
      (sortsByRSS ? "largest \(rss), \(score)" : "highest \(score), \(rss)")
      + (settings.takesGroup ? ", and all of its process group" : "") + "; \(trigger.words)"
      + (settings.isDry ? "; it runs with --dryrun" : "")
    return opinion
  }

  private var sortsByRSS: Bool { version == .v18 && settings.sortsByRSS }

  private func score(_ subject: DeepReading) -> Int {
    (subject.oomScore ?? 0) + (shifts[subject.reading.key] ?? 0)
  }

  private func victim(among subjects: [DeepReading]) -> DeepReading? {
    var victim: DeepReading?
    for subject in subjects where isLarger(subject, than: victim) { victim = subject }
    return victim
  }

  private func isLarger(_ subject: DeepReading, than victim: DeepReading?) -> Bool {
    guard !passesOver(subject) else { return false }
    guard let victim else { return true }
    let (rss, other) = (subject.leaderRSSPages, victim.leaderRSSPages)
    let (points, otherPoints) = (score(subject), score(victim))
    // By RSS only where both have any: a zombie leader's says nothing.
    if sortsByRSS, rss > 0, other > 0 {
      return rss == other ? points > otherPoints : rss > other
    }
    return points == otherPoints ? rss > other : points > otherPoints
  }

  private func passesOver(_ subject: DeepReading) -> Bool {
    if subject.pid == 1 || subject.reading.adj == .never || subject.oomScore == nil { return true }
    switch version {
    case .v17:
      // Its first victim has 0 points: less than that is never one.
      return subject.leaderRSSPages == 0 || score(subject) < 0
    case .v18:
      if subject.pid == 2 || subject.reading.parent == 2 { return true }
      if settings.ignoresRoot, subject.reading.uid == 0 { return true }
      return ignored.contains(subject.reading.key)
    }
  }
}

/// The limits, and where memory and swap stand against them.
private struct Trigger {
  let words: String
  let isReached: Bool
  let pagesLeft: Int

  init(_ earlyoom: Earlyoom, _ population: Population) {
    let memory = population.memory
    let pageKiB = Double(population.pageSize) / 1024
    let total =
      switch earlyoom.version {
      case .v17: memory.totalPages
      case .v18: memory.availablePages + memory.anonPages
      }
    let limit = earlyoom.settings.memoryLimit(totalKiB: Double(total) * pageKiB)
    let swapLimit = earlyoom.settings.swapLimit(
      totalKiB: Double(memory.swapTotalPages) * pageKiB)
    let available = population.availablePercent(of: total)
    let swapFree = population.swapFreePercent
    let kills = available <= limit.kill && swapFree <= swapLimit.kill
    isReached = kills || available <= limit.term && swapFree <= swapLimit.term
    let memoryLeft = Double(memory.availablePages) - Double(total) * limit.term / 100
    let swapLeft =
      Double(memory.swapFreePages) - Double(memory.swapTotalPages) * swapLimit.term / 100
    pagesLeft = Int(max(0, memoryLeft) + max(0, swapLeft))
    func compare(_ value: Double, _ limit: Double) -> String {
      "\(Self.tenths(value)) % \(value <= limit ? "at or below" : "above") \(Self.tenths(limit)) %"
    }
    let swap =
      memory.swapTotalPages == 0
      ? "no swap counts as 0 %" : "swap free \(compare(swapFree, swapLimit.term))"
    words =
      (isReached ? (kills ? "SIGKILL: " : "SIGTERM: ") : "waits: ")
      + "available \(compare(available, limit.term)), \(swap)"
  }

  static func tenths(_ value: Double) -> String {
    let tenths = Int(value * 10 + 0.5)
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}

import LMKCore

/// What a recording comes to, for a page about it: memory over time, the rows, stalls, kills, and who
/// stood first when they mattered.
public struct TraceSurvey: Sendable {
  /// The looks at memory of one share of the time. Sizes are in pages; the lowest, for these matter.
  public struct Share: Hashable, Sendable {
    public var at: Instant
    public var free: Int
    public var file: Int
    public var available: Int
    public var swapFree: Int
    /// PSI: the stalled part of the time since the share before, 0…1; `nil`: the kernel has none.
    public var some: Double?
    public var full: Double?
  }

  /// The first of the order at a moment.
  public struct Lineup: Sendable {
    public var at: Instant
    public var words: String
    public var rows: [Snapshot.Row]
  }

  public static let lineupLength = 10
  static let lineupLimit = 12

  public private(set) var shares: [Share] = []
  /// The rows, from each of these moments on.
  public private(set) var thresholds: [(at: Instant, table: Thresholds)] = []
  public private(set) var entries: [JournalEntry] = []
  public private(set) var lineups: [Lineup] = []
  public private(set) var statistics = Statistics()
  public private(set) var capabilities: [Capability] = []
  public private(set) var events = 0
  public private(set) var divergences = 0
  /// Keyframes that the replay has become, byte for byte.
  public private(set) var provenKeyframes = 0

  private var stallBase: (at: Instant, some: UInt64, full: UInt64)?
  private var snapshot = Snapshot()
  private var lastPlace = -1

  /// Lives through all of it. O(events).
  /// - Parameter count: shares of the time.
  public init(_ replay: TraceReplay, shares count: Int = 600) {
    replay.seek(to: replay.index.first)
    let first = replay.index.first
    let span = max(1, replay.index.last.nanoseconds - first.nanoseconds)
    thresholds.append((first, replay.recordedRule.thresholds))
    var lowest: (headroom: Int, lineup: Lineup)?
    loop: while true {
      switch replay.step() {
      case .gap: continue
      case .end: break loop
      case .event(let event):
        events += 1
        for case .journal(let entry) in replay.effects.list { take(entry, replay) }
        guard case .sampled(let reading, _) = event else { continue }
        let place = Int(
          Double(replay.now.nanoseconds - first.nanoseconds) / Double(span) * Double(count))
        take(reading, replay, place: min(place, count - 1))
        let headroom = replay.monitor.currentHeadroom
        if lowest.map({ headroom < $0.headroom }) ?? true, replay.monitor.processCount > 0 {
          lowest = (headroom, lineup(replay, "least headroom"))
        }
      }
    }
    if let lowest { lineups.append(lowest.lineup) }
    replay.writeSnapshot(into: &snapshot, at: replay.now)
    statistics = snapshot.statistics
    capabilities = snapshot.capabilities
    divergences = replay.divergences
    provenKeyframes = replay.provenKeyframes
  }

  private mutating func take(_ entry: JournalEntry, _ replay: TraceReplay) {
    entries.append(entry)
    switch entry.kind {
    case .signalled(let record) where record.steps.escalated == nil:
      let pid = record.victim.key.pid
      if lineups.count < Self.lineupLimit {
        lineups.append(lineup(replay, "\(record.signal) to \(pid)"))
      }
    case .reachSignalled(let record) where lineups.count < Self.lineupLimit:
      lineups.append(
        lineup(replay, "\(record.signal) to the \(record.reach.rawValue) of \(record.root.key.pid)")
      )
    case .wouldKill(let record) where lineups.count < Self.lineupLimit:
      lineups.append(lineup(replay, "would have killed \(record.victim.key.pid)"))
    case .edited, .thresholdsReplaced, .ruleAdopted:
      thresholds.append((entry.at, replay.recordedRule.thresholds))
    default: break
    }
  }

  private mutating func lineup(_ replay: TraceReplay, _ words: String) -> Lineup {
    replay.writeSnapshot(into: &snapshot, at: replay.now)
    let rows = snapshot.rows.lazy.filter { row in
      if case .exempt = row.standing { return false }
      return true
    }
    return Lineup(at: replay.now, words: words, rows: Array(rows.prefix(Self.lineupLength)))
  }

  private mutating func take(
    _ reading: MemoryReading, _ replay: TraceReplay, place: Int
  ) {
    let terms = MemoryTerms(reading, fileTerm: replay.monitor.fileTerm)
    if place != lastPlace {
      lastPlace = place
      shares.append(
        Share(
          at: replay.now, free: terms.otherFree, file: terms.otherFile,
          available: reading.availablePages, swapFree: reading.swapFreePages, some: nil, full: nil))
    }
    let index = shares.count - 1
    shares[index].free = min(shares[index].free, terms.otherFree)
    shares[index].file = min(shares[index].file, terms.otherFile)
    shares[index].available = min(shares[index].available, reading.availablePages)
    shares[index].swapFree = min(shares[index].swapFree, reading.swapFreePages)
    guard let pressure = reading.pressure else { return }
    if let base = stallBase, replay.now > base.at {
      let passed = replay.now.seconds(since: base.at) * 1e6
      let some = Double(pressure.some.total &- base.some) / passed
      let full = Double(pressure.full.total &- base.full) / passed
      if (0...1.5).contains(some), (0...1.5).contains(full) {
        shares[index].some = min(1, max(shares[index].some ?? 0, some))
        shares[index].full = min(1, max(shares[index].full ?? 0, full))
      }
    }
    stallBase = (replay.now, pressure.some.total, pressure.full.total)
  }
}

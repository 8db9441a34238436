import LMKCore

/// What a simulation came to, beside what really happened.
public struct SimulationResult: Sendable {
  public struct Kill: Hashable, Sendable {
    /// What became of the same process in the recording.
    public enum Fate: Hashable, Sendable {
      /// It was there to the end.
      case livedOn
      /// It was killed by a row there too.
      case killed(Instant)
      /// It ended by itself, or by hand.
      case ended(Instant)
    }

    public var at: Instant
    public var key: ProcessKey
    public var name: ProcessName
    public var adj: OOMScoreAdj
    /// The index of the row.
    public var level: Int
    public var signal: Signal
    /// What it held when it was named, in pages.
    public var freesPages: Int
    public var fate = Fate.livedOn
  }

  /// A kill as it was recorded.
  public struct RealKill: Hashable, Sendable {
    public var at: Instant
    public var key: ProcessKey
    public var name: ProcessName
    public var adj: OOMScoreAdj
    public var signal: Signal
    public var isByHand: Bool
    /// So many were signalled with it, it among them: its group, subtree or control group.
    public var count = 1
    /// What was measured to have come back; `nil`: it did not end, or not in the recording.
    public var freedPages: Int?
  }

  public var rule: Rule
  public var first: Instant
  public var last: Instant
  public var kills: [Kill] = []
  public var realKills: [RealKill] = []
  /// Killed by a row there, and not here.
  public var spared: [(key: ProcessKey, name: ProcessName)] = []
  /// The kernel's own kills there; whether they would have come here nobody knows.
  public var kernelKills: UInt64 = 0
  /// Kills brought no memory back here: it paused, or would have disarmed.
  public var pauses: [Instant] = []
  /// Places where events are missing.
  public var gaps = 0
  /// The least MemAvailable, in pages; `nil`: memory was never looked at.
  public var leastAvailable: (real: Int, simulated: Int)?
  /// How long a row was crossed.
  public var crossed: (real: Duration, simulated: Duration) = (.zero, .zero)

  init(rule: Rule, first: Instant) {
    self.rule = rule
    self.first = first
    last = first
  }

  /// What the kills here would have freed, in pages.
  public var freesPages: Int { kills.reduce(0) { $0 + $1.freesPages } }

  mutating func noteLook(
    real: MemoryReading, simulated: MemoryReading, crossedThere: Bool, crossedHere: Bool,
    _ passed: Duration
  ) {
    let least = leastAvailable ?? (.max, .max)
    leastAvailable = (
      min(least.real, real.availablePages), min(least.simulated, simulated.availablePages)
    )
    if crossedThere { crossed.real += passed }
    if crossedHere { crossed.simulated += passed }
  }

  mutating func noteReal(_ entry: JournalEntry) {
    switch entry.kind {
    case .signalled(let record):
      // The second signal to one victim is no second kill.
      if let index = realKills.firstIndex(where: { $0.key == record.victim.key }) {
        realKills[index].signal = record.signal
        return
      }
      realKills.append(
        RealKill(
          at: entry.at, key: record.victim.key, name: record.victim.name, adj: record.victim.adj,
          signal: record.signal, isByHand: record.cause == .byHand))
    case .reachSignalled(let record):
      realKills.append(
        RealKill(
          at: entry.at, key: record.root.key, name: record.root.name, adj: record.root.adj,
          signal: record.signal, isByHand: true, count: record.signalled))
    case .reachEnded(let record, let outcome):
      guard let index = realKills.lastIndex(where: { $0.key == record.root.key }) else { return }
      realKills[index].freedPages = outcome.freedPages
    case .died(let record, let outcome):
      guard let index = realKills.firstIndex(where: { $0.key == record.victim.key }) else { return }
      realKills[index].freedPages = outcome.freedPages
    case .kernelKilled: kernelKills += 1
    case .kernelKillsCounted(let count): kernelKills += count
    default: break
    }
  }

  mutating func noteSimulated(_ entry: JournalEntry) {
    switch entry.kind {
    case .paused, .disarmed(.noRelief): pauses.append(entry.at)
    default: break
    }
    guard case .signalled(let record) = entry.kind, case .row(let level, _) = record.cause else {
      return
    }
    if let index = kills.firstIndex(where: { $0.key == record.victim.key }) {
      kills[index].signal = record.signal
      return
    }
    kills.append(
      Kill(
        at: entry.at, key: record.victim.key, name: record.victim.name, adj: record.victim.adj,
        level: level, signal: record.signal, freesPages: record.victim.freesPages))
  }

  /// One that was killed here ended there too.
  mutating func noteEnd(_ key: ProcessKey, at moment: Instant) {
    guard let index = kills.firstIndex(where: { $0.key == key }) else { return }
    if kills[index].fate == .livedOn, !realKills.contains(where: { $0.key == key && !$0.isByHand })
    {
      kills[index].fate = .ended(moment)
    }
  }

  mutating func noteSpared(_ key: ProcessKey, name: ProcessName) { spared.append((key, name)) }
}

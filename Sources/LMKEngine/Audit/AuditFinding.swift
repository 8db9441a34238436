import LMKCore

/// One thing in which the cache contradicts /proc, for longer than it may.
public struct AuditFinding: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// It lives, and the cache does not know it.
    case missing
    /// The cache has it as exempt, and it may die.
    case unranked
    /// The cache has it, and it is gone.
    case ghost
    /// The cache has another adj than the process.
    case wrongAdj(cached: OOMScoreAdj, exact: OOMScoreAdj)
  }

  public var kind: Kind
  public var key: ProcessKey
  public var name: ProcessName
  /// For how long it has been so, at least.
  public var lasted: Duration

  public init(kind: Kind, key: ProcessKey, name: ProcessName, lasted: Duration) {
    self.kind = kind
    self.key = key
    self.name = name
    self.lasted = lasted
  }

  /// In words, such as `ghost: 4711 make, gone for 300 ms`. The name is not filtered.
  public var sentence: String {
    let who = "\(key.pid) \(name.text)"
    let time = "\(lasted.wholeNanoseconds / 1_000_000) ms"
    return switch kind {
    case .missing: "missing: \(who), \(time) old"
    case .unranked: "missing in the order: \(who), for \(time)"
    case .ghost: "ghost: \(who), gone for \(time)"
    case .wrongAdj(let cached, let exact):
      "wrong adj: \(who), \(cached) where \(exact) is true for \(time)"
    }
  }
}

/// What looked wrong at the last comparison and may have changed just then: it is a finding only if
/// it is still so when its time is over.
public struct AuditSuspects: Sendable {
  struct Suspect: Hashable {
    var key: ProcessKey
    var kind: AuditFinding.Kind
  }

  private var since: [Suspect: Instant] = [:]
  private var current: [Suspect: Instant] = [:]

  public init() {}

  public var count: Int { since.count }

  /// Notes that it is so, and was at `moment`.
  /// - Returns: since when it is known to be so.
  mutating func note(_ key: ProcessKey, _ kind: AuditFinding.Kind, at moment: Instant) -> Instant {
    let suspect = Suspect(key: key, kind: kind)
    let first = min(since[suspect] ?? moment, moment)
    current[suspect] = first
    return first
  }

  /// A comparison is over: what it did not note is not so any more.
  mutating func endComparison() {
    since = current
    current.removeAll(keepingCapacity: true)
  }
}

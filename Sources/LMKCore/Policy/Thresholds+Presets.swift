/// A table with a name, and what goes with it.
public enum Preset: String, Sendable, CaseIterable {
  /// The mainline driver's defaults: 6, 8, 16, 64 MiB with adj 0, 1, 6, 12.
  case classic
  /// A common Android table: 72, 90, 108, 126, 216, 315 MiB with adj 0, 100, 200, 250, 900, 950.
  case android
  /// Below 1 GiB: the default rows, each gated by MemAvailable at most three times its minfree.
  case small
  /// The default rows, gated by swap (10 % free on row 1, 25 % on the others), and stall rows: there
  /// the machine thrashes long before it is out of memory.
  case desktop
  /// The default rows, gated by MemAvailable at most 5 %, and a stall row; ranked by what a kill
  /// gives back, because the workers of a server share memory.
  case server
  /// A Kubernetes node: three rows that reach what kubelet marks as burstable and best effort, in
  /// the scope of its pods.
  case node
  /// The default rows, without gates and stall rows.
  case plain

  /// The file term the table is tuned with.
  public var fileTerm: FileTerm {
    switch self {
    case .classic, .android: .driver
    case .plain, .small, .desktop, .server, .node: .lru
    }
  }

  /// What orders equal adj with it.
  public var rankBasis: RankBasis {
    switch self {
    case .server: .freeable
    case .plain, .classic, .android, .small, .desktop, .node: .rss
    }
  }

  /// Rules that go with it, behind the operator's own.
  public var rules: [ProcessRule] {
    guard self == .server else { return [] }
    func prefer(_ label: String, _ cgroup: String, _ weight: Int) -> ProcessRule {
      var match = ProcessRule.Match()
      match.cgroup = cgroup
      return ProcessRule(label: label, action: .prefer(weight: weight), match: match)
    }
    // Where every adj is 0 nothing but these tells a batch job from a service.
    return [
      prefer("batch slice", "^/([^/]+\\.slice/)*batch[^/]*\\.slice/", 600),
      prefer("user slice", "^/user\\.slice/", 300),
    ]
  }
}

extension Thresholds {
  /// A preset's table, clamped to the machine's memory: rows above it become the largest sizes that
  /// still rise.
  ///
  /// - Parameters:
  ///   - ramPages: `nil`: not clamped.
  ///   - usablePages: what shares are taken of; `nil`: of `ramPages`.
  /// - Returns: the table, and how many rows were clamped.
  public static func preset(
    _ preset: Preset, ramPages: Int?, usablePages: Int? = nil, pageSize: Int
  ) -> (thresholds: Thresholds, clampedRows: Int) {
    let usable = usablePages ?? ramPages ?? 0
    switch preset {
    case .classic: return fixed([(6, 0), (8, 1), (16, 6), (64, 12)], ramPages, pageSize)
    case .android:
      return fixed(
        [(72, 0), (90, 100), (108, 200), (126, 250), (216, 900), (315, 950)], ramPages, pageSize)
    case .plain: return (defaults(usablePages: usable, pageSize: pageSize), 0)
    case .small: return (small(usable, pageSize), 0)
    case .desktop: return (desktop(usable, pageSize), 0)
    case .server: return (server(usable, pageSize), 0)
    case .node: return (node(usable, pageSize), 0)
    }
  }

  private static func fixed(
    _ rows: [(mebibytes: Int, adj: OOMScoreAdj)], _ ramPages: Int?, _ pageSize: Int
  ) -> (Thresholds, Int) {
    var clamped = 0
    var levels: [Level] = []
    for (index, row) in rows.enumerated() {
      var pages = row.mebibytes * 1_048_576 / pageSize
      if let ramPages {
        let limit = max(0, ramPages - (rows.count - 1 - index))
        if pages > limit {
          pages = limit
          clamped += 1
        }
      }
      levels.append(
        Level(minfreePages: max(pages, (levels.last?.minfreePages ?? -1) + 1), adj: row.adj))
    }
    return (made(of: levels), clamped)
  }

  private static func small(_ usable: Int, _ pageSize: Int) -> Thresholds {
    var gates = Gates()
    gates.available = .timesMinfree(3)
    return made(of: gated(usable, pageSize) { _ in gates })
  }

  private static func desktop(_ usable: Int, _ pageSize: Int) -> Thresholds {
    let levels = gated(usable, pageSize) { row in
      var gates = Gates()
      gates.swapFreePercent = row == 0 ? 10 : 25
      return gates
    }
    return made(
      of: levels,
      stalling: [
        StallRow(
          .full, StallCondition(percent: 25, lasting: .seconds(3)), adj: 300,
          available: .percent(10)),
        StallRow(
          .full, StallCondition(percent: 50, lasting: .seconds(10)), adj: 0,
          available: .percent(10)),
      ])
  }

  private static func server(_ usable: Int, _ pageSize: Int) -> Thresholds {
    var gates = Gates()
    gates.available = .percent(5)
    return made(
      of: gated(usable, pageSize) { _ in gates },
      stalling: [
        StallRow(
          .full, StallCondition(percent: 40, lasting: .seconds(10)), adj: 0,
          available: .percent(5))
      ])
  }

  private static func node(_ usable: Int, _ pageSize: Int) -> Thresholds {
    let mebibyte = 1_048_576 / Double(pageSize)
    let first = min(max(Double(usable) * 0.01, 256 * mebibyte), 1024 * mebibyte)
    let rows: [(Double, OOMScoreAdj)] = [(1, 2), (1.5, 500), (2, 1000)]
    return made(of: rows.map { Level(minfreePages: Int(first * $0.0), adj: $0.1) })
  }

  /// The default rows with gates, by index.
  private static func gated(
    _ usable: Int, _ pageSize: Int, _ gates: (Int) -> Gates
  ) -> [Level] {
    defaults(usablePages: usable, pageSize: pageSize).levels.enumerated().map { index, level in
      Level(minfreePages: level.minfreePages, adj: level.adj, gates: gates(index))
    }
  }

  private static func made(of levels: [Level], stalling stalls: [StallRow] = []) -> Thresholds {
    guard let thresholds = try? Thresholds(levels).stalling(stalls) else {
      preconditionFailure("a preset's rows rise and are six at most")
    }
    return thresholds
  }

  /// The default table: row 1 = 2 % of usable memory, at least min(16 MiB, 8 %), at most 2 GiB;
  /// rows 1 to 6 = ×1, 1.5, 2, 2.5, 3, 4 with adj 0, 100, 200, 300, 600, 900.
  public static func defaults(usablePages: Int, pageSize: Int) -> Thresholds {
    let mebibyte = 1_048_576 / Double(pageSize)
    let usable = Double(usablePages)
    let floor = min(16 * mebibyte, usable * 0.08)
    let first = min(max(usable * 0.02, floor), 2048 * mebibyte)
    let factors = [1, 1.5, 2, 2.5, 3, 4]
    let adjs: [OOMScoreAdj] = [0, 100, 200, 300, 600, 900]
    var levels: [Level] = []
    for (factor, adj) in zip(factors, adjs) {
      let pages = Int(first * factor)
      levels.append(Level(minfreePages: max(pages, (levels.last?.minfreePages ?? 0) + 1), adj: adj))
    }
    return made(of: levels)
  }
}

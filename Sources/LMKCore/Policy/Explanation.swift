/// Why a process stands where it stands, and what would change that: facts, read from one snapshot
/// and nothing else. The words for them are another room's.
public struct Explanation: Hashable, Sendable {
  /// The place of a candidate in the kill order.
  public struct Order: Hashable, Sendable {
    /// 1-based.
    public var rank: Int
    /// All candidates.
    public var count: Int
    /// Those with a higher effective adj: all of them die before it.
    public var higher: Int
    /// Those at the same effective adj, itself included.
    public var peers: Int
    /// 1-based place among these.
    public var placeAmongPeers: Int
    /// What orders them.
    public var basis: RankBasis
  }

  /// Which row reaches it.
  public enum Reach: Hashable, Sendable {
    /// Automatic kills never come to it: its standing says why.
    case outOfOrder
    /// Its adj is below that of every row (or there is none).
    case noRow
    /// Row `row` (index) is active, and it may die now.
    case now(row: Int)
    /// Row `row` (index) is the first to reach it, when headroom has fallen by so many pages.
    case later(row: Int, pages: Int)
  }

  /// One thing that would put it elsewhere.
  public enum Change: Hashable, Sendable {
    /// With this adj or a lower one no row that is crossed now reaches it.
    case escapes(at: OOMScoreAdj)
    /// With this adj or a higher one it may die now.
    case exposedNow(at: OOMScoreAdj)
    /// Headroom that rises by so many pages: no row that reaches it is crossed any more.
    case headroomRises(by: Int)
    /// It grows by so many pages (by what the order counts), and dies before this one.
    case overtakes(ProcessKey, ProcessName, growing: Int)
    /// It is first; this one comes before it by growing so many pages.
    case overtakenBy(ProcessKey, ProcessName, growing: Int)
    /// It is first at its adj alone: any candidate that gets a higher adj comes before it.
    case higherAdjElsewhere
    /// A pin of the operator spares it.
    case pin
    /// Its pin is let go.
    case unpin
    /// The rule at this place does not protect it any more.
    case withoutRule(Int16)
    /// Its minimum age.
    case age
    /// The rules' answer, within a second.
    case answer
    /// Another adj than −1000.
    case anyOtherAdj
    /// A scope that includes it.
    case otherScope
    /// Its end, which is under way or waited for.
    case end
    /// Permission to signal it.
    case permission
    /// Nothing that an operator could do.
    case nothing
  }

  /// What its death would bring.
  public struct Relief: Hashable, Sendable {
    /// resident − shared (+ swap where it was read).
    public var pages: Int
    /// The row that is active now, and the one after: indices; `nil`: none.
    public var activeBefore: Int?
    public var activeAfter: Int?
  }

  public var row: Snapshot.Row
  /// `nil`: it is not in the order.
  public var order: Order?
  public var reach: Reach
  /// The likeliest first.
  public var changes: [Change]
  public var relief: Relief

  /// O(n) in the rows of the snapshot.
  public init(of row: Snapshot.Row, in snapshot: Snapshot) {
    self.row = row
    relief = Self.relief(of: row, in: snapshot)
    order = row.standing == .candidate ? Self.order(of: row, in: snapshot) : nil
    reach = Self.reach(of: row, in: snapshot)
    changes = []
    changes = alternatives(in: snapshot)
  }

  private static func relief(of row: Snapshot.Row, in snapshot: Snapshot) -> Relief {
    let pages = row.candidate.freesPages
    return Relief(
      pages: pages, activeBefore: snapshot.thresholds.active(at: snapshot.terms),
      activeAfter: snapshot.thresholds.active(at: snapshot.terms.credited(pages)))
  }

  private static func order(of row: Snapshot.Row, in snapshot: Snapshot) -> Order? {
    guard row.rank > 0 else { return nil }
    let adj = row.candidate.effectiveAdj
    let higher = OOMScoreAdj(Int(adj.rawValue) + 1).map {
      snapshot.reclaimable(atOrAbove: $0).count
    }
    let peers = snapshot.reclaimable(atOrAbove: adj).count - (higher ?? 0)
    return Order(
      rank: row.rank, count: snapshot.candidateCount, higher: higher ?? 0, peers: peers,
      placeAmongPeers: row.rank - (higher ?? 0), basis: snapshot.rankBasis)
  }

  private static func reach(of row: Snapshot.Row, in snapshot: Snapshot) -> Reach {
    switch row.standing {
    case .exempt, .protected: return .outOfOrder
    case .candidate, .dying, .stuck, .refused: break
    }
    let table = snapshot.thresholds
    let adj = row.candidate.effectiveAdj
    guard let first = table.firstRow(exposing: adj) else { return .noRow }
    if let active = table.active(at: snapshot.terms), table[active].adj <= adj {
      return .now(row: active)
    }
    return .later(row: first, pages: max(0, snapshot.terms.headroom - table[first].minfreePages))
  }
}

extension Explanation {
  private func alternatives(in snapshot: Snapshot) -> [Change] {
    switch row.standing {
    case .candidate: inOrder(snapshot)
    case .protected(.pin): [.unpin]
    case .protected(.rule(let rule)): [.withoutRule(rule)]
    case .protected(.young): [.age]
    case .protected(.unanswered): [.answer]
    case .dying, .stuck: [.end]
    case .refused: [.permission]
    case .exempt(.never): [.anyOtherAdj]
    case .exempt(.outsideScope): [.otherScope]
    case .exempt(.kernelThread), .exempt(.initProcess), .exempt(.lmktop), .exempt(.ancestor),
      .exempt(.noMemory):
      [.nothing]
    }
  }

  private func inOrder(_ snapshot: Snapshot) -> [Change] {
    var changes: [Change] = []
    let table = snapshot.thresholds
    let candidate = row.candidate
    if let active = table.active(at: snapshot.terms) {
      let least = table[active].adj
      if case .now = reach {
        if let adj = snapshot.adj(of: candidate, below: least) { changes.append(.escapes(at: adj)) }
        if let first = table.firstRow(exposing: candidate.effectiveAdj) {
          changes.append(
            .headroomRises(by: table[first].minfreePages - snapshot.terms.headroom))
        }
      } else if let adj = snapshot.adj(of: candidate, atOrAbove: least) {
        changes.append(.exposedNow(at: adj))
      }
    }
    if let neighbour = neighbour(in: snapshot) { changes.append(neighbour) }
    return changes + [.pin]
  }

  /// Who stands next to it: before it, or behind it if it is first.
  private func neighbour(in snapshot: Snapshot) -> Change? {
    guard let order else { return nil }
    let wanted = order.rank == 1 ? 2 : order.rank - 1
    guard
      let other = snapshot.rows.first(where: { $0.standing == .candidate && $0.rank == wanted })?
        .candidate
    else { return nil }
    func pages(_ candidate: Candidate) -> Int {
      switch snapshot.rankBasis {
      case .rss: candidate.rssPages
      case .freeable: candidate.freesPages
      }
    }
    guard other.effectiveAdj == row.candidate.effectiveAdj else {
      return order.rank == 1 ? .higherAdjElsewhere : nil
    }
    let distance = max(1, abs(pages(other) - pages(row.candidate)) + 1)
    return order.rank == 1
      ? .overtakenBy(other.key, other.name, growing: distance)
      : .overtakes(other.key, other.name, growing: distance)
  }
}

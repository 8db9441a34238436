import LMKCore

/// How far the cache's order is from the exact one.
public struct AuditOrder: Hashable, Sendable {
  /// What two walks say of a candidate's place: its pages lie between these, the kernel's counter
  /// error and what changed between the walks allowed for.
  struct Exact: Hashable {
    var adj: OOMScoreAdj
    /// What both walks read, without the counters' error.
    var read: ClosedRange<Int>
    /// The least and the most that it can be.
    var possible: ClosedRange<Int>

    /// `nil`: it is no candidate, or its adj changed between the walks.
    init?(_ first: ProcessReading, _ second: ProcessReading, _ terms: AuditTerms) {
      guard first.mayDie(terms), second.mayDie(terms), first.adj == second.adj else { return nil }
      adj = first.adj
      let (one, other) = (first.pages(terms.rankBasis), second.pages(terms.rankBasis))
      read = min(one, other)...max(one, other)
      // The cache's own reading is off by as much as the walks'.
      let error = 2 * terms.counterError.pages(threads: Int(second.threadCount))
      possible = read.lowerBound - error...read.upperBound + error
    }

    /// The first and the last place that it can have.
    var places: (first: Place, last: Place) {
      (Place(adj: adj, pages: possible.upperBound), Place(adj: adj, pages: possible.lowerBound))
    }
  }

  /// A place in the order; lesser dies first. Ties are ties.
  struct Place: Hashable, Comparable {
    var adj: OOMScoreAdj
    var pages: Int

    static func < (left: Place, right: Place) -> Bool {
      left.adj == right.adj ? left.pages > right.pages : left.adj > right.adj
    }
  }

  /// Pairs of candidates that were compared.
  public var pairs = 0
  /// Pairs that stand the wrong way round, beyond all doubt.
  public var misordered = 0
  /// Pages by which the true largest at the highest adj exceeds the victim that the cache would
  /// choose; `nil`: the victim ended or changed meanwhile, or there is none.
  public var regret: Int?

  public init() {}

  /// O(n log n).
  init(of snapshot: borrowing Snapshot, _ exact: [ProcessKey: Exact]) {
    var standing: [Exact] = []
    standing.reserveCapacity(snapshot.candidateCount)
    for index in snapshot.rows.indices where snapshot.rows[index].standing == .candidate {
      if let place = exact[snapshot.rows[index].candidate.key] { standing.append(place) }
    }
    pairs = standing.count * (standing.count - 1) / 2
    misordered = Self.misorderedPairs(standing)
    guard let victim = snapshot.next.flatMap({ exact[$0.candidate.key] }) else { return }
    let highest = exact.values.reduce(victim.adj) { max($0, $1.adj) }
    let largest = exact.values.reduce(0) { $1.adj == highest ? max($0, $1.read.lowerBound) : $0 }
    regret = max(0, largest - victim.read.upperBound)
  }

  /// Pairs of which the former's first possible place is behind the latter's last possible one.
  ///
  /// The places are numbered, and those of the former ones are counted in a Fenwick tree.
  private static func misorderedPairs(_ standing: [Exact]) -> Int {
    let sorted = Set(standing.map { $0.places.first }).sorted()
    var sums = [Int](repeating: 0, count: sorted.count + 1)
    /// How many of the numbered places are not behind `place`.
    func number(upTo place: Place) -> Int {
      var low = 0
      var high = sorted.count
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle] <= place { low = middle + 1 } else { high = middle }
      }
      return low
    }
    var wrong = 0
    for (count, candidate) in standing.enumerated() {
      var index = number(upTo: candidate.places.last)
      var notBehind = 0
      while index > 0 {
        notBehind += sums[index]
        index -= index & -index
      }
      wrong += count - notBehind
      index = number(upTo: candidate.places.first)
      while index < sums.count {
        sums[index] += 1
        index += index & -index
      }
    }
    return wrong
  }
}

extension ProcessReading {
  fileprivate func pages(_ basis: RankBasis) -> Int {
    switch basis {
    case .rss: rssPages
    case .freeable: freesPages
    }
  }
}

import LMKCore

/// An explanation in sentences, filtered for a terminal: for the details of a process, and for
/// whoever prints them.
public struct ExplanationWords: Hashable, Sendable {
  /// `1 of 8 in kill order: nobody has a higher adj, 1 of 3 at adj 900 by RSS`; empty: it is not in
  /// the order.
  public var place: String
  /// Which row reaches it, and how far that is.
  public var reach: String
  /// What its death would bring.
  public var relief: String
  /// What would change where it stands, one sentence each, without a full stop.
  public var changes: [String]

  public init(_ explanation: Explanation, in snapshot: Snapshot) {
    let size = SizeText(pageSize: snapshot.pageSize)
    place = explanation.order.map { Self.words($0, explanation.row.candidate) } ?? ""
    reach = Self.reach(explanation, snapshot, size)
    relief = Self.words(explanation.relief, size)
    changes = explanation.changes.map { Self.words($0, snapshot, size) }
  }

  private static func words(_ order: Explanation.Order, _ candidate: Candidate) -> String {
    let measure =
      switch order.basis {
      case .rss: "RSS"
      case .freeable: "what it frees"
      }
    var words = "\(order.rank) of \(order.count) in kill order: "
    words +=
      order.higher == 0
      ? "nobody has a higher adj" : NumberText.count(order.higher, "has", "have") + " a higher adj"
    if order.peers > 1 {
      words +=
        ", \(order.placeAmongPeers) of \(order.peers) at adj \(candidate.effectiveAdj) by \(measure)"
    }
    return words
  }

  private static func reach(
    _ explanation: Explanation, _ snapshot: Snapshot, _ size: SizeText
  ) -> String {
    let candidate = explanation.row.candidate
    switch explanation.reach {
    case .outOfOrder:
      if case .protected(let protection) = explanation.row.standing {
        return "no automatic kill reaches it: \(protection.sentence(in: snapshot.book))"
      }
      return "it is never a candidate"
    case .noRow: return "no row reaches adj \(candidate.effectiveAdj)"
    case .now, .later:
      guard let first = snapshot.thresholds.firstRow(exposing: candidate.effectiveAdj) else {
        return "no row reaches adj \(candidate.effectiveAdj)"
      }
      let minfree = snapshot.thresholds[first].minfreePages
      let headroom = snapshot.terms.headroom
      let distance =
        headroom < minfree ? "crossed now" : "\(size(headroom - minfree)) away"
      return
        "row \(first + 1) exposes it first, when headroom is below \(size(minfree)): \(distance)"
    }
  }

  private static func words(_ relief: Explanation.Relief, _ size: SizeText) -> String {
    let pages = size(relief.pages)
    switch (relief.activeBefore, relief.activeAfter) {
    case (nil, _): return "its death would free \(pages); no row is crossed now"
    case (let before?, let after?) where after > before:
      return "its death would free \(pages): row \(after + 1) instead of row \(before + 1)"
    case (let before?, .some): return "its death would free \(pages): row \(before + 1) stays"
    case (.some, nil): return "its death would free \(pages): no row crossed any more"
    }
  }

  private static func words(
    _ change: Explanation.Change, _ snapshot: Snapshot, _ size: SizeText
  ) -> String {
    func who(_ key: ProcessKey, _ name: ProcessName) -> String {
      "\(key.pid) \(TextCells(name.text).filtered)"
    }
    let measure =
      switch snapshot.rankBasis {
      case .rss: ""
      case .freeable: " of what a kill frees"
      }
    switch change {
    case .escapes(let adj): return "an adj of \(adj) or less puts it out of reach now"
    case .exposedNow(let adj): return "an adj of \(adj) or more exposes it now"
    case .headroomRises(let pages):
      return "\(size(pages)) more headroom puts it out of reach of every row"
    case .overtakes(let key, let name, let pages):
      return "\(size(pages)) more\(measure) puts it before \(who(key, name))"
    case .overtakenBy(let key, let name, let pages):
      return "\(who(key, name)) comes before it by growing \(size(pages))\(measure)"
    case .higherAdjElsewhere: return "any process that gets a higher adj comes before it"
    case .pin: return "a pin (p) spares it from automatic kills"
    case .unpin: return "letting the pin go (p)"
    case .withoutRule(let rule):
      return
        "the configuration without the rule \(TextCells(snapshot.book.label(of: rule)).filtered)"
    case .age: return "time: it is spared while it is young"
    case .answer: return "the rules' answer, within a second"
    case .anyOtherAdj: return "any other adj than -1000"
    case .otherScope: return "a scope that includes it (--scope)"
    case .end: return "its end: it was signalled"
    case .permission: return "the permission to signal it (root, or CAP_KILL)"
    case .nothing: return "nothing"
    }
  }
}

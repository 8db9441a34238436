import LMKCore

/// What this program's own table says, in the form of the others.
public enum TableOpinion {
  public static let name = "lmktop"

  /// By the verdict of the snapshot; while no row is crossed, the first of the order.
  /// - Parameter ownPid: this program's.
  public static func opinion(of snapshot: Snapshot, ownPid: Int32?) -> Opinion {
    let size = SizeText(pageSize: snapshot.pageSize)
    let terms = snapshot.terms
    var opinion = Opinion(name: name, wouldAct: false, why: "")
    opinion.runningPid = snapshot.arming.isArmed ? ownPid : nil
    opinion.pagesLeft = nearest(snapshot).map { snapshot.thresholds.pagesLeft(at: terms, of: $0) }
    let values = "free \(size(terms.otherFree)), file \(size(terms.otherFile))"
    switch snapshot.evaluation.verdict {
    case .kill(let victim, let level):
      let row = snapshot.thresholds[level]
      opinion.wouldAct = true
      opinion.victim = Opinion.Victim(victim)
      opinion.pagesLeft = 0
      opinion.why =
        "first of those at or above adj \(row.adj): row \(level + 1) is crossed, \(values) below "
        + "\(size(row.minfreePages))"
    case .spare(let reason):
      opinion.victim = snapshot.next.map { Opinion.Victim($0.candidate) }
      let first = opinion.victim == nil ? "nobody may die" : "first of the order"
      opinion.why = "\(first); \(words(reason)): \(values)"
    }
    if !snapshot.arming.isArmed { opinion.why += "; disarmed, so nothing is killed" }
    return opinion
  }

  /// The row that falling headroom crosses next, of those that reach anybody.
  private static func nearest(_ snapshot: Snapshot) -> Int? {
    snapshot.thresholds.indices.last {
      snapshot.reclaimable(atOrAbove: snapshot.thresholds[$0].adj).count > 0
    }
  }

  private static func words(_ reason: SpareReason) -> String {
    switch reason {
    case .memoryUnknown: "the memory terms cannot be read"
    case .noRowCrossed: "waits: no row is crossed"
    case .nobodyEligible(let level): "row \(level + 1) is crossed, and nobody is at its adj"
    case .pendingEnough(let level): "row \(level + 1) is crossed, and deaths under way are enough"
    case .pendingFull(let level): "row \(level + 1) allows no more deaths at once"
    case .paused(let level): "row \(level + 1) is crossed, and it pauses"
    }
  }
}

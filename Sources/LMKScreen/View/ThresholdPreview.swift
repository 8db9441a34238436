import LMKCore

/// What an edit of one row would change, before it holds. Sizes are in pages.
struct ThresholdPreview: Hashable, Sendable {
  var row: Int
  var old: Level
  var new: Level
  /// Whom the row would reach with the old value and with the new one.
  var reachedBefore: Reclaimable
  var reachedAfter: Reclaimable
  /// The active row at the present memory, by the old table and by the new one.
  var activeBefore: Int?
  var activeAfter: Int?
  /// Who may die at the present memory.
  var eligibleBefore: Reclaimable
  var eligibleAfter: Reclaimable
  /// adj at or above these may die at the present memory; `nil`: nobody.
  var minimumBefore: OOMScoreAdj?
  var minimumAfter: OOMScoreAdj?
  var headroom: Int
  /// The first of the kill order.
  var first: Candidate?

  /// O(log n) in the number of distinct adj.
  init(row: Int, from old: Thresholds, to new: Thresholds, in snapshot: Snapshot) {
    func eligible(_ table: Thresholds) -> (Int?, Reclaimable) {
      let active = table.active(at: snapshot.terms)
      return (
        active, active.map { snapshot.reclaimable(atOrAbove: table[$0].adj) } ?? Reclaimable()
      )
    }
    self.row = row
    headroom = snapshot.terms.headroom
    first = snapshot.next?.candidate
    self.old = old[row]
    self.new = new[row]
    reachedBefore = snapshot.reclaimable(atOrAbove: old[row].adj)
    reachedAfter = snapshot.reclaimable(atOrAbove: new[row].adj)
    (activeBefore, eligibleBefore) = eligible(old)
    (activeAfter, eligibleAfter) = eligible(new)
    minimumBefore = activeBefore.map { old[$0].adj }
    minimumAfter = activeAfter.map { new[$0].adj }
  }

  /// Whether one at this adj is newly exposed (`true`) or spared (`false`): by the rows that act at
  /// the present memory, else by the row that is edited. `nil`: neither.
  func exposes(_ adj: OOMScoreAdj) -> (isExposed: Bool, isNow: Bool)? {
    let wasEligible = minimumBefore.map { adj >= $0 } ?? false
    let isEligible = minimumAfter.map { adj >= $0 } ?? false
    if wasEligible != isEligible { return (isEligible, true) }
    let wasReached = adj >= old.adj
    let isReached = adj >= new.adj
    return wasReached == isReached ? nil : (isReached, false)
  }

  /// What the row reaches, in words.
  func reach(_ size: SizeText) -> String {
    func words(_ more: Reclaimable, _ less: Reclaimable) -> String {
      let count = more.count - less.count
      return "\(NumberText.count(count, "process", "processes")), \(size(more.pages - less.pages))"
    }
    if reachedAfter.count > reachedBefore.count {
      return "row \(row + 1) newly exposes \(words(reachedAfter, reachedBefore))"
    }
    if reachedAfter.count < reachedBefore.count {
      return "row \(row + 1) spares \(words(reachedBefore, reachedAfter))"
    }
    let reached = "reaches \(words(reachedAfter, Reclaimable()))"
    guard old.minfreePages != new.minfreePages else {
      return "row \(row + 1) \(reached), as before"
    }
    let distance =
      headroom < new.minfreePages
      ? "crossed now" : "\(size(headroom - new.minfreePages)) away"
    return "row \(row + 1) below \(size(new.minfreePages)): \(distance); \(reached)"
  }

  /// What would hold at the present memory, in words.
  func now(_ size: SizeText) -> String {
    let before = activeBefore.map { "row \($0 + 1)" } ?? "no row"
    let after = activeAfter.map { "row \($0 + 1)" } ?? "no row"
    let change = before == after ? "still \(after)" : "\(after) instead of \(before)"
    guard eligibleAfter.count > 0 else {
      return "at the present memory \(change): nobody may die"
        + (eligibleBefore.count > 0 ? " (now \(eligibleBefore.count))" : "")
    }
    let who = first.map { ", first \($0.key.pid) \($0.name.text)" } ?? ""
    let compared = eligibleAfter == eligibleBefore ? "" : " (now \(eligibleBefore.count))"
    return "at the present memory \(change): "
      + "\(eligibleAfter.count) may die\(compared), \(size(eligibleAfter.pages))\(who)"
  }
}

import LMKCore

/// The order of the list, held while the operator aims: rows move, the target does not.
struct HeldOrder: Sendable {
  struct Line: Sendable {
    var anchor: ListAnchor
    var depth: Int
    var fold: ListLine.Fold
    /// Of a group.
    var name = ""
  }

  /// What was on the list, top first.
  var lines: ContiguousArray<Line>
  /// Another one for each order that is held.
  var number: Int
  /// `nil`: until it is let go.
  var until: Instant?

  /// O(n).
  init(_ listing: Listing, in snapshot: Snapshot, number: Int, until: Instant?) {
    self.number = number
    self.until = until
    lines = []
    lines.reserveCapacity(listing.count)
    for (position, line) in listing.lines.enumerated() {
      var name = ""
      if case .group(let group) = line.item { name = listing.groups[group].name }
      lines.append(
        Line(
          anchor: listing.anchor(at: position, in: snapshot), depth: line.depth, fold: line.fold,
          name: name))
    }
  }

  func isOver(at now: Instant) -> Bool {
    guard let until else { return false }
    return until <= now
  }
}

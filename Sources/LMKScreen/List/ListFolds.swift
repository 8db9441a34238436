/// What is folded in one view.
struct ListFolds: Hashable, Sendable {
  private(set) var allClosed: Bool
  private var exceptions: Set<ListAnchor> = []
  /// Counts the changes.
  private(set) var version = 0

  /// Groups begin closed: their totals are what one comes for. The tree begins open.
  init(_ view: ListView) { allClosed = view.isGrouped }

  func isClosed(_ anchor: ListAnchor) -> Bool { allClosed != exceptions.contains(anchor) }

  mutating func set(_ anchor: ListAnchor, closed: Bool) {
    guard isClosed(anchor) != closed else { return }
    if closed == allClosed { exceptions.remove(anchor) } else { exceptions.insert(anchor) }
    version += 1
  }

  mutating func setAll(closed: Bool) {
    allClosed = closed
    exceptions = []
    version += 1
  }
}

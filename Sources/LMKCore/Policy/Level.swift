/// One row of the thresholds.
public struct Level: Hashable, Sendable {
  /// The row is crossed when both memory terms are strictly below it, in pages.
  public var minfreePages: Int
  /// While the row is the active one, a candidate at or above this adj may die.
  public var adj: OOMScoreAdj

  public init(minfreePages: Int, adj: OOMScoreAdj) {
    self.minfreePages = minfreePages
    self.adj = adj
  }
}

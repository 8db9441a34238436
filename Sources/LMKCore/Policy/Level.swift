/// One row of the thresholds.
public struct Level: Hashable, Sendable {
  /// The row is crossed when both memory terms are strictly below it, in pages.
  public var minfreePages: Int
  /// While the row is the active one, a candidate at or above this adj may die.
  public var adj: OOMScoreAdj

  /// What a victim of this row gets to hear; `nil`: as of any row.
  public var steps: Escalation?

  /// What must hold too before the row acts.
  public var gates: Gates

  public init(
    minfreePages: Int, adj: OOMScoreAdj, steps: Escalation? = nil, gates: Gates = Gates()
  ) {
    self.minfreePages = minfreePages
    self.adj = adj
    self.steps = steps
    self.gates = gates
  }
}

/// What decides who dies and how, as one value: it is replaced as a whole or not at all.
public struct Rule: Hashable, Sendable {
  public var thresholds: Thresholds
  public var fileTerm: FileTerm
  public var rankBasis: RankBasis
  /// What a victim gets to hear, unless its row says otherwise.
  public var steps: Escalation
  /// Whom the operator's rules protect, prefer and avoid.
  public var book: RuleBook

  public init(
    thresholds: Thresholds, fileTerm: FileTerm, rankBasis: RankBasis, steps: Escalation,
    book: RuleBook = RuleBook()
  ) {
    self.thresholds = thresholds
    self.fileTerm = fileTerm
    self.rankBasis = rankBasis
    self.steps = steps
    self.book = book
  }
}

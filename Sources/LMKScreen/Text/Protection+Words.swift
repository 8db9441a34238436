import LMKCore

extension Protection {
  /// For a WHY column, and for a list.
  public func words(in book: RuleBook) -> String {
    switch self {
    case .rule(let rule): "spared: rule \(TextCells(book.label(of: rule)).filtered)"
    case .pin: "PINNED"
    case .young: "spared: young"
    case .unanswered: "spared: rules asked"
    }
  }

  /// As the end of a sentence.
  public func sentence(in book: RuleBook) -> String {
    switch self {
    case .rule(let rule): "the rule \(TextCells(book.label(of: rule)).filtered) protects it"
    case .pin: "it is pinned; p lets it go"
    case .young: "it is younger than the minimum age"
    case .unanswered: "the rules have not answered yet, which spares it for a second at most"
    }
  }
}

extension RuleBook {
  /// The rules that shift an adj, named: `rule browsers`, `rules browsers, jobs`.
  public func words(of shiftedBy: UInt64) -> String {
    let names = rules.indices.prefix(64).filter { shiftedBy & 1 << UInt64($0) != 0 }
      .map { TextCells(label(of: Int16($0))).filtered }
    return (names.count == 1 ? "rule " : "rules ") + names.joined(separator: ", ")
  }
}

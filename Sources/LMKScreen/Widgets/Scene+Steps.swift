import LMKCore

extension Scene {
  /// What an armed kill of this process would go through because a rule says so, with the rule's
  /// name; `nil`: its row's steps hold, or those of all.
  func ruleSteps(_ candidate: Candidate) -> String? {
    guard let place = snapshot.steppedBy[candidate.key],
      snapshot.book.rules.indices.contains(Int(place)),
      let steps = snapshot.book.rules[Int(place)].steps
    else { return nil }
    let label = TextCells(snapshot.book.label(of: place)).filtered
    return "\(EventWords.words(steps, glyphs.arrow)) (rule \(label))"
  }
}

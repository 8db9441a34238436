/// The word that was probably meant.
struct NearestWord {
  /// Among these, in the order in which ties are decided.
  let words: [String]

  /// The nearest word, if it is near enough to be a slip: at most a third of its letters, and at
  /// least one, were wrong (upper case ignored).
  func to(_ typed: String) -> String? {
    var best: (word: String, distance: Int)?
    for word in words {
      let distance = Self.distance(Array(typed.lowercased()), Array(word.lowercased()))
      if distance <= max(1, word.count / 3), distance < best?.distance ?? .max {
        best = (word, distance)
      }
    }
    return best?.word
  }

  /// `; did you mean 'word'?`, or nothing.
  func question(about typed: String) -> String {
    to(typed).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// Levenshtein's distance, two letters in the wrong order counted as one slip.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    // A text this long is no slip of any word.
    guard left.count <= 100 else { return .max }
    var before: [Int] = []
    var last = Array(0...right.count)
    for (index, character) in left.enumerated() {
      var row = [index + 1]
      for (column, other) in right.enumerated() {
        let change = last[column] + (character == other ? 0 : 1)
        var least = min(last[column + 1] + 1, row[column] + 1, change)
        if index > 0, column > 0, character == right[column - 1], left[index - 1] == other {
          least = min(least, before[column - 1] + 1)
        }
        row.append(least)
      }
      before = last
      last = row
    }
    return last[right.count]
  }
}

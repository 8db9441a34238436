/// One line whose parts give way when it is narrow: each part has words from long to short, and
/// the least important gives first.
struct FlexLine: Sendable {
  private struct Field {
    /// From long to short; an empty one means that the part is dropped.
    var choices: [StyledText]
    var weight: Int
  }

  private var fields: [Field] = []
  /// Parts from this one on stand at the right end.
  private var spring: Int?
  /// Columns between two parts.
  var gap = 2

  init() {}

  /// - Parameter weight: the lower, the sooner it gives way.
  mutating func add(_ choices: StyledText..., weight: Int) {
    fields.append(Field(choices: choices, weight: weight))
  }

  /// What is added from here on stands at the right end.
  mutating func pushRight() { spring = fields.count }

  /// The line in at most `width` columns where its shortest words fit; longer where they do not.
  func fitted(to width: Int) -> StyledText {
    var choice = Array(repeating: 0, count: fields.count)
    var left = StyledText()
    var right = StyledText()
    while true {
      left = joined(fields.indices.prefix(spring ?? fields.count), choice)
      right = joined(fields.indices.dropFirst(spring ?? fields.count), choice)
      let least = right.isEmpty || left.isEmpty ? 0 : gap
      guard left.width + least + right.width > width else { break }
      let yielding = fields.indices.filter { choice[$0] + 1 < fields[$0].choices.count }
        .min { (fields[$0].weight, -$0) < (fields[$1].weight, -$1) }
      guard let yielding else { break }
      choice[yielding] += 1
    }
    guard !right.isEmpty else { return left }
    let space = max(left.isEmpty ? 0 : gap, width - left.width - right.width)
    left.append(String(repeating: " ", count: max(0, space)))
    return left + right
  }

  private func joined(_ indices: some Sequence<Int>, _ choice: [Int]) -> StyledText {
    var line = StyledText()
    for index in indices {
      let words = fields[index].choices[choice[index]]
      guard !words.isEmpty else { continue }
      if !line.isEmpty { line.append(String(repeating: " ", count: gap)) }
      line += words
    }
    return line
  }
}

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

  /// - Parameter weight: the lower, the sooner it gives way; to be dropped costs 30 more than
  ///   to be shortened.
  mutating func add(_ choices: StyledText..., weight: Int) {
    fields.append(Field(choices: choices, weight: weight))
  }

  /// What is added from here on stands at the right end.
  mutating func pushRight() { spring = fields.count }

  /// The line in at most `width` columns where its shortest words fit; longer where they do not.
  ///
  /// Parts are shortened before any is dropped; what is left over then goes back to the most
  /// important that can use it.
  func fitted(to width: Int) -> StyledText {
    var choice = Array(repeating: 0, count: fields.count)
    while self.width(of: choice) > width {
      let yielding = fields.indices.filter { choice[$0] + 1 < fields[$0].choices.count }
        .min { cost($0, choice) < cost($1, choice) }
      guard let yielding else { break }
      choice[yielding] += 1
    }
    for index in fields.indices.sorted(by: { fields[$0].weight > fields[$1].weight }) {
      for longer in 0..<choice[index] {
        var tried = choice
        tried[index] = longer
        if self.width(of: tried) <= width {
          choice = tried
          break
        }
      }
    }
    let left = joined(leftFields, choice)
    let right = joined(rightFields, choice)
    guard !right.isEmpty else { return left }
    let space = max(left.isEmpty ? 0 : gap, width - left.width - right.width)
    return left + StyledText(String(repeating: " ", count: space)) + right
  }

  private var leftFields: Range<Int> { 0..<(spring ?? fields.count) }
  private var rightFields: Range<Int> { (spring ?? fields.count)..<fields.count }

  /// What the next step of a part costs; ties go to the part that stands further right.
  private func cost(_ index: Int, _ choice: [Int]) -> (Int, Int) {
    let isDropped = fields[index].choices[choice[index] + 1].isEmpty
    return (fields[index].weight + (isDropped ? 30 : 0), -index)
  }

  private func width(of choice: [Int]) -> Int {
    var sum = 0
    var count = 0
    for index in fields.indices {
      let words = fields[index].choices[choice[index]]
      guard !words.isEmpty else { continue }
      sum += words.width
      count += 1
    }
    return sum + gap * max(0, count - 1)
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

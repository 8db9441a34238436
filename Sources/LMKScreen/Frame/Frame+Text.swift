extension Frame {
  /// The rows as an operator sees them, blanks at their ends kept.
  public var textRows: [String] {
    (0..<height).map { row in
      (0..<width).reduce(into: "") { text, column in
        let cell = self[column, row]
        if cell.width > 0 { text.append(cell.character) }
      }
    }
  }

  /// The rows without blanks at their ends, a newline behind each.
  public var plainText: String {
    textRows.map { row in
      let end = row.lastIndex { $0 != " " }.map { row.index(after: $0) } ?? row.startIndex
      return String(row[..<end])
    }.joined(separator: "\n") + "\n"
  }
}

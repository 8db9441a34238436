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

  /// The rows without blanks at their ends, a newline between them.
  public var plainText: String {
    textRows.map { row in
      row.last == " " ? String(row[...(row.lastIndex { $0 != " " } ?? row.startIndex)]) : row
    }.map { $0 == " " ? "" : $0 }.joined(separator: "\n")
  }
}

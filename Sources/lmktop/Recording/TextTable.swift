/// Columns as wide as their words, for plain text. Words from outside are filtered: names are hostile.
struct TextTable {
  private var rows: [[String]]

  init(_ heading: [String]) { rows = [heading] }

  mutating func add(_ row: [String]) { rows.append(row.map(Self.plain)) }

  var lines: [String] {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = " "
      for (column, words) in row.enumerated() {
        line += " " + words
        let isLast = column == row.count - 1
        if !isLast { line += String(repeating: " ", count: widths[column] - words.count + 1) }
      }
      return line
    }
  }

  /// Without what a terminal would obey.
  static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate:
            "\u{FFFD}"
          default: scalar
          }
        }))
  }
}

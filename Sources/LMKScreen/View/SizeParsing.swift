/// A threshold's size as an operator types it into a cell: `18432p`, `64MiB`, `2G`, `1.5GiB`,
/// `2%`; a bare number is MiB.
enum SizeParsing {
  /// - Parameter usablePages: what a percentage is taken of.
  /// - Returns: pages, rounded down; `nil` if it is not a size.
  static func pages(_ text: String, usablePages: Int, pageSize: Int) -> Int? {
    let trimmed = text.drop { $0 == " " }
    let digits = trimmed.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = trimmed.dropFirst(digits.count).lowercased().filter { $0 != " " }
    guard let value = decimal(digits) else { return nil }
    let scale: Double
    switch unit {
    case "p":
      guard !digits.contains(".") else { return nil }
      scale = 1
    case "%": scale = Double(usablePages) / 100
    case "k", "kib": scale = 1024 / Double(pageSize)
    case "", "m", "mib": scale = 1_048_576 / Double(pageSize)
    case "g", "gib": scale = 1_073_741_824 / Double(pageSize)
    case "t", "tib": scale = 1_099_511_627_776 / Double(pageSize)
    default: return nil
    }
    let pages = value * scale
    return pages < 1e15 ? Int(pages) : nil
  }

  /// Digits with at most one point; no sign, no exponent, no other notation.
  private static func decimal(_ text: Substring) -> Double? {
    guard text.contains(where: \.isNumber), text.filter({ $0 == "." }).count <= 1,
      text.count <= 18
    else { return nil }
    return Double(String(text.hasPrefix(".") ? "0" + text : text))
  }

  /// The exact text of a size: whole MiB where it is, pages where it is not.
  static func text(_ pages: Int, pageSize: Int) -> String {
    let bytes = pages * pageSize
    return bytes % 1_048_576 == 0 ? "\(bytes / 1_048_576)MiB" : "\(pages)p"
  }
}

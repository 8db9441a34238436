/// How many columns a code point takes on a terminal, whatever the locale.
enum CellWidth: UInt32, Sendable {
  /// Nothing that may reach a terminal: a control, a format (the bidirectional controls among
  /// them), a line separator, private use, or no character at all.
  case refused = 0
  /// Joins the character before it: a combining mark, a vowel or final of a Hangul syllable.
  case none = 1
  case one = 2
  case two = 3

  /// O(log n) in the runs of the table.
  init(of scalar: Unicode.Scalar) {
    let wanted = scalar.value << 2 | 3
    var low = 0
    var high = Self.runs.count
    while low < high {
      let middle = (low + high) / 2
      if Self.runs[middle] <= wanted { low = middle + 1 } else { high = middle }
    }
    // The first run begins at 0, so `low` is at least 1; every run holds two bits of a case.
    self = CellWidth(rawValue: Self.runs[low - 1] & 3) ?? .refused
  }
}

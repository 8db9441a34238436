/// A small xterm: enough of one to see what ncurses painted, and to fail loudly on what it does not
/// know. Lines do not wrap; ncurses never relies on it in the entries under test.
struct VirtualScreen {
  struct Place: Hashable {
    var text = " "
    /// The parameters of the SGR sequences since the last reset, joined.
    var look = ""
  }

  private(set) var columns: Int
  private(set) var rows: Int
  private(set) var places: [[Place]]
  private(set) var column = 0
  private(set) var row = 0
  private(set) var privateModes: Set<Int> = [7, 25]
  /// Sequences that this screen does not know.
  private(set) var unknown: [String] = []
  private var look: [String] = []
  private var last = " "
  private var open: [UInt8] = []

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    places = Array(repeating: Array(repeating: Place(), count: columns), count: rows)
  }

  mutating func resize(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    places = (0..<rows).map { row in
      (0..<columns).map { column in
        row < places.count && column < places[row].count ? places[row][column] : Place()
      }
    }
    column = min(column, columns - 1)
    row = min(row, rows - 1)
  }

  func line(_ row: Int) -> String {
    var text = places[row].map(\.text).joined()
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }

  /// Writes over a place, as a stranger on the same terminal would.
  mutating func spoil(column: Int, row: Int) { places[row][column] = Place(text: "#") }

  mutating func feed(_ bytes: [UInt8]) {
    var rest = (open + bytes)[...]
    while let length = step(rest) { rest = rest.dropFirst(length) }
    open = Array(rest)
  }

  /// Takes one item; gives its length, or `nil` if it is not whole.
  private mutating func step(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x1b: return escape(bytes)
    case 0x07, 0x0e, 0x0f, 0x00: return 1
    case 0x08: column = max(0, column - 1)
    case 0x09: column = min(columns - 1, (column / 8 + 1) * 8)
    case 0x0a: lineFeed()
    case 0x0d: column = 0
    case 0x20..<0x80: put(String(UnicodeScalar(first)))
    default:
      let length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
      guard bytes.count >= length else { return nil }
      put(String(decoding: bytes.prefix(length), as: UTF8.self))
      return length
    }
    return 1
  }

  private mutating func put(_ text: String) {
    let scalar = text.unicodeScalars.first!
    if scalar.properties.generalCategory == .nonspacingMark {
      places[row][max(0, column - 1)].text += text
      return
    }
    last = text
    guard column < columns else { return }
    let look = look.joined(separator: ";")
    places[row][column] = Place(text: text, look: look)
    column += 1
    let isWide =
      (0x1100...0x115f).contains(scalar.value) || (0x2e80...0xa4cf).contains(scalar.value)
      || (0x1f300...0x1faff).contains(scalar.value)
    if isWide, column < columns {
      places[row][column] = Place(text: "", look: look)
      column += 1
    }
  }

  private mutating func lineFeed() {
    if row + 1 < rows {
      row += 1
    } else {
      places.removeFirst()
      places.append(Array(repeating: Place(), count: columns))
    }
  }

  private mutating func escape(_ bytes: ArraySlice<UInt8>) -> Int? {
    let all = Array(bytes)
    guard all.count >= 2 else { return nil }
    switch all[1] {
    case UInt8(ascii: "["):
      guard let end = all.dropFirst(2).firstIndex(where: { (0x40...0x7e).contains($0) }) else {
        return nil
      }
      control(String(decoding: all[2..<end], as: UTF8.self), Character(UnicodeScalar(all[end])))
      return end + 1
    case UInt8(ascii: "("), UInt8(ascii: ")"): return all.count >= 3 ? 3 : nil
    case UInt8(ascii: "]"):
      guard let end = all.firstIndex(of: 0x07) else { return nil }
      return end + 1
    case UInt8(ascii: "M"):
      if row == 0 {
        places.removeLast()
        places.insert(Array(repeating: Place(), count: columns), at: 0)
      } else {
        row -= 1
      }
    case UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "7"), UInt8(ascii: "8"): break
    default: unknown.append("ESC " + String(UnicodeScalar(all[1])))
    }
    return 2
  }

  private mutating func control(_ text: String, _ final: Character) {
    if text.hasPrefix("?") {
      for mode in text.dropFirst().split(separator: ";").compactMap({ Int($0) }) {
        if final == "h" { privateModes.insert(mode) } else { privateModes.remove(mode) }
        if mode == 1049, final == "h" { erase(fromRow: 0, toRow: rows - 1) }
      }
      return
    }
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let first = max(1, numbers.first ?? 1)
    // Behind the last column a cursor still stands in it, for all but the next character.
    column = min(column, columns - 1)
    switch final {
    case "H", "f":
      row = min(rows, first) - 1
      column = min(columns, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1
    case "A": row = max(0, row - first)
    case "B": row = min(rows - 1, row + first)
    case "C": column = min(columns - 1, column + first)
    case "D": column = max(0, column - first)
    case "G": column = min(columns, first) - 1
    case "d": row = min(rows, first) - 1
    case "J":
      let mode = numbers.first ?? 0
      if mode == 0 { eraseLine(from: column, to: columns - 1) }
      erase(fromRow: mode == 0 ? row + 1 : 0, toRow: rows - 1)
    case "K":
      let mode = numbers.first ?? 0
      eraseLine(from: mode == 0 ? column : 0, to: mode == 1 ? column : columns - 1)
    case "X": eraseLine(from: column, to: min(columns, column + first) - 1)
    case "b": for _ in 0..<first { put(last) }
    case "P":
      places[row].removeSubrange(column..<min(columns, column + first))
      places[row] += Array(repeating: Place(), count: columns - places[row].count)
    case "@":
      places[row].insert(contentsOf: Array(repeating: Place(), count: first), at: column)
      places[row].removeLast(first)
    case "m": select(text)
    case "r", "t", "l", "h": break
    default: unknown.append("CSI \(text)\(final)")
    }
  }

  private mutating func select(_ text: String) {
    var parts = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    if parts.isEmpty { parts = ["0"] }
    if parts.first == "0" || parts.first == "" {
      look = []
      parts.removeFirst()
    }
    if text == "39;49" {
      look.removeAll { $0.first == "3" || $0.first == "4" || $0.first == "9" || $0.first == "1" }
    } else if !parts.isEmpty {
      look.append(parts.joined(separator: ";"))
    }
  }

  private mutating func eraseLine(from: Int, to: Int) {
    guard from <= to else { return }
    for column in from...to { places[row][column] = Place() }
  }

  private mutating func erase(fromRow: Int, toRow: Int) {
    guard fromRow <= toRow else { return }
    for row in fromRow...toRow {
      places[row] = Array(repeating: Place(), count: columns)
    }
  }
}

import CNcurses
import LMKScreen

/// The scalars that one cell puts on the terminal: a base and what stands on it, five at most, as
/// setcchar(3X) takes them. Whatever libc would not print in the cell's width is replaced, so a row
/// never shifts.
struct CellText {
  /// Columns that libc, and so ncurses, gives to it: 1 or 2, never more than the cell's width.
  let columns: Int
  /// Ends with 0.
  private var scalars: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0, 0, 0)

  static let space = CellText(Cell(" "), glyphs: .ascii)

  init(_ cell: Cell, glyphs: TerminalOptions.Glyphs) {
    if let ascii = cell.character.asciiValue {
      columns = 1
      scalars.0 = ascii >= 0x20 && ascii < 0x7f ? UInt32(ascii) : UInt32(UInt8(ascii: "?"))
      return
    }
    if glyphs == .ascii {
      columns = 1
      scalars.0 = UInt32(Self.ascii(for: cell.character))
      return
    }
    var text = cell.character.unicodeScalars.makeIterator()
    let base = text.next()!
    let width = Int(lmk_width(base.value))
    guard width == 1 || width == 2, width <= Int(cell.width) else {
      columns = 1
      scalars.0 = 0xFFFD
      return
    }
    columns = width
    scalars.0 = base.value
    withUnsafeMutableBytes(of: &scalars) { bytes in
      let places = bytes.bindMemory(to: UInt32.self)
      var place = 1
      // Joiners begin a second base, which has no room in one cell.
      while place < 5, let mark = text.next(), mark.value != 0x200D,
        lmk_width(mark.value) == 0
      {
        places[place] = mark.value
        place += 1
      }
    }
  }

  func withScalars(_ body: (UnsafePointer<UInt32>) -> Void) {
    withUnsafeBytes(of: scalars) { body($0.bindMemory(to: UInt32.self).baseAddress!) }
  }

  /// Borders and bars by their shape, anything else `?`.
  static func ascii(for character: Character) -> UInt8 {
    let ascii: Unicode.Scalar =
      switch character {
      case "─", "━", "═", "╌", "┄", "–", "—", "−": "-"
      case "│", "┃", "║", "▏", "▕", "╎", "┆": "|"
      case "┌", "┐", "└", "┘", "├", "┤", "┬", "┴", "┼", "╭", "╮", "╯", "╰": "+"
      case "█", "▓", "▉", "▇", "▆", "■": "#"
      case "▒", "▊", "▋", "▅", "▄": "="
      case "░", "▌", "▍", "▎", "▃", "▂", "▁": ":"
      case "·", "•", "…": "."
      case "▶", "►", "→", "≥", "›", "»": ">"
      case "◀", "◄", "←", "≤", "‹", "«": "<"
      case "▲", "↑": "^"
      case "▼", "↓": "v"
      case "×", "✗", "✕": "x"
      case "✓": "*"
      case "≈": "~"
      case "‘", "’": "'"
      default: "?"
      }
    return UInt8(ascii: ascii)
  }
}

import CNcurses
import LMKScreen

/// Writes frames into ncurses' window, the rows that changed only. ncurses compares that window
/// with what the terminal shows, and sends the difference.
struct Painter {
  private let glyphs: TerminalOptions.Glyphs
  private var looks: LookTable
  private var last: Frame?
  private var cells: [cchar_t] = []
  private var healedRow = 0

  init(depth: ColorDepth, glyphs: TerminalOptions.Glyphs) {
    self.glyphs = glyphs
    looks = LookTable(depth: depth)
  }

  /// The next frame is painted whole.
  mutating func forget() { last = nil }

  /// Clips or pads the frame to `size`.
  mutating func paint(_ frame: Frame, theme: ResolvedTheme, size: Terminal.Size) {
    let window = lmk_stdscr()
    if looks.take(theme) { last = nil }
    for row in 0..<size.rows where isChanged(row, in: frame) {
      paint(row: row, of: frame, columns: size.columns, in: window)
    }
    if let cursor = frame.cursor, cursor.column >= 0, cursor.row >= 0,
      cursor.column < size.columns, cursor.row < size.rows
    {
      wmove(window, Int32(cursor.row), Int32(cursor.column))
      leaveok(window, false)
      curs_set(1)
    } else {
      curs_set(0)
    }
    last = frame
    wrefresh(window)
    if size.columns == 1, size.rows == 1 { writeOnlyCell(of: frame) }
  }

  /// ncurses leaves the last corner alone where the terminal cannot turn wrapping off (screen,
  /// tmux), and here the corner is all there is. One character behind a carriage return cannot
  /// scroll: the wrap waits for the next character, and that comes behind a return again.
  private func writeOnlyCell(of frame: Frame) {
    guard frame.width > 0, frame.height > 0, let letter = frame[0, 0].character.asciiValue,
      letter >= 0x20, letter < 0x7f
    else { return }
    let text = "\r\(Character(Unicode.Scalar(letter)))"
    _ = lmk_tty_write(text, text.utf8.count)
  }

  /// Says one row again, the next one at each call.
  mutating func heal(rows: Int) {
    healedRow = (healedRow + 1) % rows
    wredrawln(lmk_stdscr(), Int32(healedRow), 1)
    wrefresh(lmk_stdscr())
  }

  private func isChanged(_ row: Int, in frame: Frame) -> Bool {
    guard let last, last.width == frame.width, last.height == frame.height else { return true }
    guard row < frame.height else { return false }
    let range = row * frame.width..<(row + 1) * frame.width
    return last.cells[range] != frame.cells[range]
  }

  private mutating func paint(
    row: Int, of frame: Frame, columns: Int, in window: UnsafeMutablePointer<WINDOW>?
  ) {
    cells.removeAll(keepingCapacity: true)
    var column = 0
    while column < columns {
      let isInside = row < frame.height && column < frame.width
      var cell = isInside ? frame[column, row] : .blank
      // A wide grapheme that does not fit, and the right half of one that was cut off.
      if cell.width != 1, cell.width != 2 || column + 1 >= min(columns, frame.width) {
        cell = Cell(" ", role: cell.role)
      }
      append(cell)
      column += Int(cell.width)
    }
    mvwadd_wchnstr(window, Int32(row), 0, cells, Int32(cells.count))
  }

  /// Appends exactly `cell.width` columns.
  private mutating func append(_ cell: Cell) {
    let look = looks[cell.role]
    let text = CellText(cell, glyphs: glyphs)
    append(text, look)
    if text.columns < Int(cell.width) { append(.space, look) }
  }

  private mutating func append(_ text: CellText, _ look: LookTable.Entry) {
    var out = cchar_t()
    text.withScalars { scalars in
      _ = lmk_cell_set(&out, scalars, look.attributes, look.pair)
    }
    cells.append(out)
  }
}

extension Terminal {
  /// Puts a frame on the terminal: what changed since the last one, clipped or padded to the
  /// terminal's size. Nothing happens while it is suspended or left. May block for as long as the
  /// terminal does.
  public mutating func show(_ frame: Frame, theme: ResolvedTheme) {
    guard mode == .entered else { return }
    painter.paint(frame, theme: theme, size: size)
  }

  /// Sends every row again (Ctrl-L, and after SIGCONT): redrawwin(3X).
  public mutating func redrawAll() {
    guard mode == .entered else { return }
    redrawwin(lmk_stdscr())
    wrefresh(lmk_stdscr())
  }

  /// Sends one row again, another at each call: text that a stranger (wall(1), a kernel message)
  /// wrote over the screen heals, at a row's price. Call it once a second.
  public mutating func healRow() {
    guard mode == .entered else { return }
    painter.heal(rows: size.rows)
  }
}

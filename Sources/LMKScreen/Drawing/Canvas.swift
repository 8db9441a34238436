/// Draws words into a frame: clipped, filtered, and never half a wide character.
struct Canvas: Sendable {
  private(set) var frame: Frame
  let glyphs: Glyphs

  init(width: Int, height: Int, glyphs: Glyphs) {
    frame = Frame(width: width, height: height)
    self.glyphs = glyphs
  }

  var region: Region { Region(width: frame.width, height: frame.height) }

  /// Shows the terminal's cursor there, if the frame has that cell.
  mutating func placeCursor(column: Int, row: Int) {
    guard region.contains(column: column, row: row) else { return }
    frame.cursor = Frame.Position(column: column, row: row)
  }

  /// Draws from `column` (counted from the region's left edge) in the region's first row.
  ///
  /// - Returns: the column after the last one drawn, counted the same way.
  @discardableResult
  mutating func draw(_ text: StyledText, at column: Int = 0, in region: Region) -> Int {
    var column = column
    for piece in text.pieces {
      column = draw(piece.text, piece.role, at: column, in: region)
    }
    return column
  }

  @discardableResult
  mutating func draw(
    _ text: String, _ role: Role = .text, at column: Int = 0, in region: Region
  ) -> Int {
    guard !region.isEmpty else { return column }
    var column = column
    for element in TextCells(text) {
      guard column < region.width else { break }
      if glyphs.isASCII && !element.character.isASCII {
        for offset in 0..<element.width where column + offset < region.width {
          set(Cell("?", role: role), region.column + column + offset, region.row)
        }
      } else if element.width == 2 {
        if column + 1 < region.width {
          set(
            Cell(element.character, width: 2, role: role), region.column + column, region.row)
        } else {
          set(Cell(" ", role: role), region.column + column, region.row)
        }
      } else {
        set(Cell(element.character, role: role), region.column + column, region.row)
      }
      column += element.width
    }
    return min(column, region.width)
  }

  /// As `draw`, with a sign at the end where the words do not fit.
  mutating func drawShortened(_ text: StyledText, at column: Int = 0, in region: Region) {
    draw(text, at: column, in: region)
    guard column + text.width > region.width, region.width > 0, !region.isEmpty else { return }
    let last = region.column + region.width - 1
    guard last >= 0, last < frame.width, region.row >= 0, region.row < frame.height else { return }
    draw(
      glyphs.ellipsis, frame[last, region.row].role, at: region.width - 1, in: region)
  }

  mutating func fill(_ region: Region, with character: String = " ", _ role: Role = .text) {
    for index in 0..<region.height {
      draw(
        String(repeating: character, count: region.width), role, in: region.line(index))
    }
  }

  /// Draws the part of a long text that the region has room for, from line `scroll` on.
  ///
  /// - Returns: the largest useful scroll.
  mutating func drawScrolled(
    _ lines: [StyledText], from scroll: Int, in region: Region,
    line draw: (inout Canvas, StyledText, Region) -> Void = { $0.draw($1, in: $2) }
  ) -> Int {
    let limit = max(0, lines.count - region.height)
    for (index, line) in lines.dropFirst(min(scroll, limit)).prefix(region.height).enumerated() {
      draw(&self, line, region.line(index))
    }
    return limit
  }

  /// Gives everything in the region one role; the words stay.
  mutating func restyle(_ region: Region, _ role: Role) {
    for row in region.row..<(region.row + region.height) {
      for column in region.column..<(region.column + region.width)
      where self.region.contains(column: column, row: row) {
        frame[column, row].role = role
      }
    }
  }

  /// Sets one cell, and the one beside it for a wide character; halves of wide characters that
  /// are left over become blanks. Does nothing outside the frame.
  private mutating func set(_ cell: Cell, _ column: Int, _ row: Int) {
    guard region.contains(column: column, row: row) else { return }
    release(column, row)
    guard cell.width == 2 else {
      frame[column, row] = cell
      return
    }
    guard column + 1 < frame.width else {
      frame[column, row] = Cell(" ", role: cell.role)
      return
    }
    release(column + 1, row)
    frame[column, row] = cell
    frame[column + 1, row] = Cell(" ", width: 0, role: cell.role)
  }

  private mutating func release(_ column: Int, _ row: Int) {
    let old = frame[column, row]
    if old.width == 0 && column > 0 {
      frame[column - 1, row] = Cell(" ", role: frame[column - 1, row].role)
      frame[column, row].width = 1
    } else if old.width == 2 && column + 1 < frame.width {
      frame[column + 1, row] = Cell(" ", role: old.role)
    }
  }
}

/// A rectangle of the frame, in columns and rows. Never negative in size.
struct Region: Hashable, Sendable {
  var column: Int
  var row: Int
  var width: Int
  var height: Int

  init(column: Int = 0, row: Int = 0, width: Int, height: Int) {
    self.column = column
    self.row = row
    self.width = max(0, width)
    self.height = max(0, height)
  }

  var isEmpty: Bool { width == 0 || height == 0 }

  func contains(column: Int, row: Int) -> Bool {
    column >= self.column && column < self.column + width
      && row >= self.row && row < self.row + height
  }

  /// Takes up to `rows` rows off the top.
  mutating func takeTop(_ rows: Int) -> Region {
    let taken = min(max(0, rows), height)
    defer {
      row += taken
      height -= taken
    }
    return Region(column: column, row: row, width: width, height: taken)
  }

  /// Takes up to `rows` rows off the bottom.
  mutating func takeBottom(_ rows: Int) -> Region {
    let taken = min(max(0, rows), height)
    height -= taken
    return Region(column: column, row: row + height, width: width, height: taken)
  }

  /// Takes up to `columns` columns off the right.
  mutating func takeRight(_ columns: Int) -> Region {
    let taken = min(max(0, columns), width)
    width -= taken
    return Region(column: column + width, row: row, width: taken, height: height)
  }

  /// One row of it, counted from its top; empty outside.
  func line(_ index: Int) -> Region {
    guard index >= 0 && index < height else {
      return Region(column: column, row: row, width: 0, height: 0)
    }
    return Region(column: column, row: row + index, width: width, height: 1)
  }

  func inset(columns: Int, rows: Int) -> Region {
    Region(
      column: column + columns, row: row + rows, width: width - 2 * columns,
      height: height - 2 * rows)
  }
}

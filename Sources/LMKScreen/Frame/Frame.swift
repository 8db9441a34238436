/// A whole screen as a value: widgets draw into it, tests compare it, LMKCurses puts it on a
/// terminal.
public struct Frame: Hashable, Sendable {
  public let width: Int
  public let height: Int
  /// Row by row; `width × height` of them.
  public private(set) var cells: [Cell]
  /// Where the terminal's cursor stands, or `nil` to hide it.
  public var cursor: Position?

  public struct Position: Hashable, Sendable {
    public var column: Int
    public var row: Int

    public init(column: Int, row: Int) {
      self.column = column
      self.row = row
    }
  }

  /// A blank frame. Negative sizes count as 0.
  public init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    cells = Array(repeating: .blank, count: self.width * self.height)
  }

  /// Traps outside the frame.
  public subscript(column: Int, row: Int) -> Cell {
    get {
      precondition(column >= 0 && column < width && row >= 0 && row < height)
      return cells[row * width + column]
    }
    set {
      precondition(column >= 0 && column < width && row >= 0 && row < height)
      cells[row * width + column] = newValue
    }
  }
}

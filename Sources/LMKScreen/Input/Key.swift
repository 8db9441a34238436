/// One thing an operator did at the terminal.
public enum Key: Hashable, Sendable {
  /// A printable grapheme, space included.
  case character(Character)
  /// F1…F12.
  case function(Int)
  /// Ctrl with a lower-case letter: `.control("l")`. Tab and Enter have cases of their own.
  case control(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  case mouse(Mouse)
  /// A whole bracketed paste, as it came, unfiltered.
  case paste(String)

  public struct Mouse: Hashable, Sendable {
    public enum Action: Hashable, Sendable { case click, wheelUp, wheelDown }
    public var action: Action
    public var column: Int
    public var row: Int

    public init(_ action: Action, column: Int, row: Int) {
      self.action = action
      self.column = column
      self.row = row
    }
  }
}

/// One column of one row of the screen.
public struct Cell: Hashable, Sendable {
  /// One grapheme. Already filtered: no control byte, no bidirectional control.
  public var character: Character
  /// 1, or 2 for a wide grapheme; 0 for the column that a wide grapheme to its left covers.
  public var width: UInt8
  public var role: Role

  public init(_ character: Character, width: UInt8 = 1, role: Role = .text) {
    self.character = character
    self.width = width
    self.role = role
  }

  public static let blank = Cell(" ")
}

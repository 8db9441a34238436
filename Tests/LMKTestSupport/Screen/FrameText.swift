import LMKScreen

extension Frame {
  public var text: String { textRows.joined(separator: "\n") }

  /// The roles, one letter for each column: the second plane.
  public var roleRows: [String] {
    (0..<height).map { row in
      String((0..<width).map { Self.letter(self[$0, row].role) })
    }
  }

  /// What is wrong with the frame; empty if every row is exactly as wide as the frame.
  public var defects: [String] {
    var defects: [String] = []
    for row in 0..<height {
      var column = 0
      while column < width {
        let cell = self[column, row]
        if cell.width != 1 && cell.width != 2 {
          defects.append("row \(row) column \(column): half of a wide character")
        }
        if cell.width == 2 && (column + 1 >= width || self[column + 1, row].width != 0) {
          defects.append("row \(row) column \(column): a wide character without its half")
        }
        column += max(1, Int(cell.width))
      }
    }
    return defects
  }

  /// The letters, and what they stand for.
  public static var roleLegend: String {
    Role.allCases.map { "\(letter($0))=\($0.rawValue)" }.joined(separator: " ")
  }

  private static func letter(_ role: Role) -> Character {
    switch role {
    case .text: "."
    case .dim: "d"
    case .title: "t"
    case .border: "b"
    case .key: "k"
    case .keyLabel: "l"
    case .select: "S"
    case .tag: "T"
    case .victim: "V"
    case .eligible: "E"
    case .protected: "P"
    case .dying: "D"
    case .zombie: "z"
    case .kernel: "K"
    case .level1: "1"
    case .level2: "2"
    case .level3: "3"
    case .level4: "4"
    case .level5: "5"
    case .level6: "6"
    case .barUsed: "u"
    case .barShared: "s"
    case .barSlab: "a"
    case .barFile: "f"
    case .tick: "^"
    case .psiSome: "p"
    case .psiFull: "q"
    case .trend: "r"
    case .armed: "A"
    case .disarmed: "o"
    case .warn: "w"
    case .error: "!"
    case .ok: "+"
    case .edit: "e"
    case .searchHit: "h"
    case .frozen: "F"
    }
  }
}

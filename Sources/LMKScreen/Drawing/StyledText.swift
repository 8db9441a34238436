/// Words with roles, not yet on a canvas.
struct StyledText: Hashable, Sendable, ExpressibleByStringLiteral {
  struct Piece: Hashable, Sendable {
    var text: String
    var role: Role
  }

  private(set) var pieces: [Piece] = []
  /// The columns it takes.
  private(set) var width = 0

  init() {}

  init(_ text: String, _ role: Role = .text) { append(text, role) }

  init(stringLiteral text: String) { self.init(text) }

  var isEmpty: Bool { width == 0 }

  mutating func append(_ text: String, _ role: Role = .text) {
    guard !text.isEmpty else { return }
    pieces.append(Piece(text: text, role: role))
    width += text.columns
  }

  static func + (left: StyledText, right: StyledText) -> StyledText {
    var sum = left
    sum += right
    return sum
  }

  static func += (left: inout StyledText, right: StyledText) {
    left.pieces += right.pieces
    left.width += right.width
  }

  /// The same words in one role.
  func inRole(_ role: Role) -> StyledText {
    var text = self
    for index in text.pieces.indices { text.pieces[index].role = role }
    return text
  }

  /// Broken at spaces into lines of at most `width` columns, and within a longer word.
  func wrapped(to width: Int) -> [StyledText] {
    guard width > 0 else { return [] }
    var lines: [StyledText] = []
    var line = StyledText()
    for piece in pieces {
      for (index, word) in piece.text.split(separator: " ", omittingEmptySubsequences: false)
        .enumerated()
      {
        let gap = index > 0 ? 1 : 0
        if !line.isEmpty && line.width + gap + String(word).columns > width {
          lines.append(line)
          line = StyledText()
        } else if gap > 0 {
          line.append(" ", piece.role)
        }
        for part in String(word).parts(of: width) {
          if !line.isEmpty && line.width + part.columns > width {
            lines.append(line)
            line = StyledText()
          }
          line.append(part, piece.role)
        }
      }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }
}

extension String {
  /// The text in pieces of at most `width` columns; one that is short enough as it is.
  fileprivate func parts(of width: Int) -> [String] {
    guard columns > width else { return [self] }
    var parts: [String] = []
    var part = ""
    var taken = 0
    for element in TextCells(self) {
      if taken + element.width > width {
        parts.append(part)
        part = ""
        taken = 0
      }
      part.append(element.character)
      taken += element.width
    }
    return parts + [part]
  }
}

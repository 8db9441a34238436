/// Text as a terminal will show it: one element for each thing that takes columns of its own.
///
/// This is the filter of names, and the only way from a String to a cell. What comes out holds no
/// control byte, no bidirectional control and nothing of unknown width: each of those is U+FFFD.
/// A character is one spacing code point and at most four marks on it (what a cell of ncurses
/// takes, `CCHARW_MAX`); an emoji made of several is shown by its first, and a flag by its two
/// letters, because terminals do not agree on the width of the whole.
public struct TextCells: Sequence {
  public struct Element: Hashable, Sendable {
    public var character: Character
    /// 1 or 2.
    public var width: Int
  }

  static let replacement = Element(character: "\u{FFFD}", width: 1)
  private static let markLimit = 4

  private let text: String

  public init(_ text: String) { self.text = text }

  public func makeIterator() -> Iterator { Iterator(scalars: text.unicodeScalars.makeIterator()) }

  public struct Iterator: IteratorProtocol {
    private var scalars: String.UnicodeScalarView.Iterator
    private var ahead: Unicode.Scalar?
    private var wasWide = false

    fileprivate init(scalars: String.UnicodeScalarView.Iterator) {
      self.scalars = scalars
      ahead = self.scalars.next()
    }

    public mutating func next() -> Element? {
      guard let scalar = ahead else { return nil }
      ahead = scalars.next()
      if scalar.value >= 0x20 && scalar.value < 0x7F {
        // A plain letter: the common case, unless a mark follows.
        guard let following = ahead, following.value >= 0x300 else {
          wasWide = false
          return Element(character: Character(scalar), width: 1)
        }
      }
      if (0x1F1E6...0x1F1FF).contains(scalar.value) {
        wasWide = false
        let letter = UInt8(truncatingIfNeeded: scalar.value - 0x1F1E6) + UInt8(ascii: "A")
        return Element(character: Character(Unicode.Scalar(letter)), width: 1)
      }
      let width = CellWidth(of: scalar)
      guard width == .one || width == .two else {
        // What glues emoji together or picks their colour says nothing without the second part.
        if wasWide && (scalar.value == 0x200D || scalar.value == 0xFE0F) {
          while let next = ahead, scalar.value == 0x200D, CellWidth(of: next) == .two {
            ahead = scalars.next()
          }
          return self.next()
        }
        return TextCells.replacement
      }
      wasWide = width == .two
      let marked = characterWithMarks(scalar)
      return Element(character: marked, width: width == .two ? 2 : 1)
    }

    private mutating func characterWithMarks(_ base: Unicode.Scalar) -> Character {
      guard let first = ahead, CellWidth(of: first) == .none else { return Character(base) }
      var scalars = String.UnicodeScalarView()
      scalars.append(base)
      var count = 0
      while let mark = ahead, CellWidth(of: mark) == .none {
        // Variation selectors change widths on some terminals and meaning on none.
        if count < TextCells.markLimit && !(0xFE00...0xFE0F).contains(mark.value) {
          scalars.append(mark)
        }
        count += 1
        ahead = self.scalars.next()
      }
      let text = String(scalars)
      // Marks that do not join by Unicode's own rules would make two characters of it.
      return text.count == 1 ? Character(text) : Character(base)
    }
  }

  /// The columns that the text takes.
  public var width: Int {
    var ascii = 0
    for byte in text.utf8 {
      guard byte >= 0x20 && byte < 0x7F else {
        return reduce(0) { $0 + $1.width }
      }
      ascii += 1
    }
    return ascii
  }

  /// The text after the filter, as a String.
  public var filtered: String { String(map(\.character)) }
}

extension String {
  /// The columns that the text takes on the screen.
  var columns: Int { TextCells(self).width }

  func padded(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - self.columns))
  }

  func rightAligned(to columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - self.columns)) + self
  }
}

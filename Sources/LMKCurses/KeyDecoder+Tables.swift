import CNcurses
import LMKScreen

extension KeyDecoder {
  /// A key that terminfo names. `nil` for keys without a meaning here, KEY_RESIZE among them: sizes
  /// come with SIGWINCH.
  static func key(code: Int32) -> Key? {
    let first = lmk_key_function(1)
    if (first...lmk_key_function(12)).contains(code) { return .function(Int(code - first) + 1) }
    return switch code {
    case KEY_UP: .up
    case KEY_DOWN: .down
    case KEY_LEFT: .left
    case KEY_RIGHT: .right
    case KEY_HOME, KEY_FIND, KEY_A1: .home
    case KEY_END, KEY_SELECT, KEY_C1, KEY_LL: .end
    case KEY_PPAGE, KEY_A3: .pageUp
    case KEY_NPAGE, KEY_C3: .pageDown
    case KEY_ENTER: .enter
    case KEY_BTAB: .backTab
    case KEY_BACKSPACE: .backspace
    case KEY_DC: .delete
    case KEY_IC: .insert
    default: nil
    }
  }

  /// ESC O …: cursor keys and F1–F4 in application mode, where terminfo did not know them.
  static func key(singleShift final: Unicode.Scalar) -> Key? {
    final == "M" ? .enter : key(letter: final)
  }

  /// ESC [ text final.
  static func key(sequence text: String, final: Unicode.Scalar) -> Key? {
    if text.hasPrefix("<"), final == "M" || final == "m" {
      return mouse(report: text.dropFirst(), final: final)
    }
    switch (text, final) {
    case ("", "Z"): return .backTab
    case ("", _): return key(letter: final)
    // The Linux console's F1–F5.
    case ("[", "A"..."E"): return .function(Int(final.value) - 0x40)
    case (_, "~"): return Int(text).flatMap(key(number:))
    default: return nil
    }
  }

  private static func key(letter: Unicode.Scalar) -> Key? {
    switch letter {
    case "A": .up
    case "B": .down
    case "C": .right
    case "D": .left
    case "H": .home
    case "F": .end
    case "P"..."S": .function(Int(letter.value) - 0x4f)
    default: nil
    }
  }

  /// ESC [ number ~, as VT220 and its descendants count.
  private static func key(number: Int) -> Key? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23, 24: .function(number - 12)
    default: nil
    }
  }

  // MARK: Mouse

  /// ESC [ < button ; column ; row M, from 1; a final `m` is a release.
  private static func mouse(report: Substring, final: Unicode.Scalar) -> Key? {
    let numbers = report.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 3, final == "M", let button = numbers[0], let column = numbers[1],
      let row = numbers[2]
    else { return nil }
    return mouse(button: button, column: column, row: row)
  }

  /// The three bytes of an old report, each 32 above its number.
  static func mouse(old numbers: [Int]) -> Key? {
    mouse(button: numbers[0] - 32, column: numbers[1] - 32, row: numbers[2] - 32)
  }

  private static func mouse(button: Int, column: Int, row: Int) -> Key? {
    guard (1...100_000).contains(column), (1...100_000).contains(row) else { return nil }
    // Shift, Alt and Ctrl are 4, 8 and 16; with one of them it is another gesture.
    let action: Key.Mouse.Action? =
      switch button {
      case 0: .click
      case 64: .wheelUp
      case 65: .wheelDown
      default: nil
      }
    return action.map { .mouse(Key.Mouse($0, column: column - 1, row: row - 1)) }
  }
}

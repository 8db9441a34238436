import CNcurses

/// xterm's private modes that ncurses leaves to its callers: bracketed paste, and presses and wheel
/// of the mouse (1000, in the notation of 1006). No motion tracking, so that the terminal's own
/// selection works with Shift.
struct PrivateModes {
  let on: String
  let off: String
  private let isXtermRelative: Bool

  init(isXtermRelative: Bool, mouse: TerminalOptions.Mouse) {
    self.isXtermRelative = isXtermRelative
    guard isXtermRelative else {
      on = ""
      off = ""
      return
    }
    switch mouse {
    case .on:
      on = "\u{1b}[?2004h\u{1b}[?1000h\u{1b}[?1006h"
      off = "\u{1b}[?1006l\u{1b}[?1000l\u{1b}[?2004l"
    case .off:
      on = "\u{1b}[?2004h"
      off = "\u{1b}[?2004l"
    }
  }

  /// The same terminal, with the mouse or without.
  func with(_ mouse: TerminalOptions.Mouse) -> PrivateModes {
    PrivateModes(isXtermRelative: isXtermRelative, mouse: mouse)
  }

  /// After a refresh, which leaves nothing in ncurses' buffer.
  func turnOn() { _ = lmk_tty_write(on, on.utf8.count) }

  /// Before endwin(3X). A terminal that hung up takes nothing any more: no error of ours.
  func turnOff() { _ = lmk_tty_write(off, off.utf8.count) }
}

extension Terminal {
  /// The bytes that mend a terminal which lmktop left without warning (SIGKILL): mouse and paste
  /// off, attributes off, main screen, cursor on. Empty where terminfo knows none of the names. No
  /// screen is entered.
  public static func mendingBytes(_ options: TerminalOptions) -> [UInt8] {
    let modes = PrivateModes(isXtermRelative: options.isXtermRelative, mouse: .on)
    for term in options.terms where lmk_terminfo_open(term) != 0 {
      return restoreBytes(modes: modes)
    }
    return Array(modes.off.utf8)
  }

  /// What undoes a terminal in one write, without ncurses.
  static func restoreBytes(modes: PrivateModes) -> [UInt8] {
    var bytes = Array(modes.off.utf8)
    for capability in ["sgr0", "op", "rmkx", "rmcup", "cnorm"] {
      guard let value = lmk_terminfo_string(capability) else { continue }
      bytes += withoutPadding(Array(String(cString: value).utf8))
    }
    return bytes
  }

  /// `\E[m\017$<2>` without `$<2>`: a delay is no output.
  static func withoutPadding(_ capability: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = capability[...]
    while let byte = rest.first {
      if rest.starts(with: "$<".utf8), let end = rest.firstIndex(of: UInt8(ascii: ">")) {
        rest = rest[(end + 1)...]
      } else {
        bytes.append(byte)
        rest = rest.dropFirst()
      }
    }
    return bytes
  }
}

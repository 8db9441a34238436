/// Why no screen could be opened. lmktop exits with status 69 (`EX_UNAVAILABLE`).
public enum TerminalError: Error, Hashable, CustomStringConvertible {
  /// Standard input or output is not a terminal.
  case noTerminal
  /// `TERM=dumb`: one that cannot move its cursor.
  case dumb
  /// Neither `TERM` nor a fallback stands in terminfo.
  case noDescription(term: String)

  public var description: String {
    switch self {
    case .noTerminal, .dumb: "lmktop needs a terminal; use 'lmktop list'"
    case .noDescription(let term):
      "lmktop finds no terminfo entry for TERM='\(term)', nor for xterm-256color or vt100;"
        + " install ncurses-base, or use 'lmktop list'"
    }
  }
}

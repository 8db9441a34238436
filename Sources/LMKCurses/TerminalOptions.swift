import LMKScreen

/// What an environment and a command line say about the terminal.
public struct TerminalOptions: Hashable, Sendable {
  public enum Mouse: Hashable, Sendable {
    /// Wheel and clicks arrive as keys.
    case on
    /// `--no-mouse`: the terminal keeps them.
    case off
  }

  public enum Glyphs: Hashable, Sendable {
    /// What the terminal's locale holds.
    case unicode
    /// `--ascii`, or a locale that is not UTF-8: bars and borders of ASCII characters.
    case ascii
  }

  /// `TERM`.
  public var term: String?
  /// `ESCDELAY` in milliseconds: how long the bytes of one key may be apart. `nil`: 25.
  public var escapeDelay: Int32?
  public var mouse: Mouse
  public var glyphs: Glyphs
  /// The most colours to use: `.mono` where `NO_COLOR` holds anything.
  public var maximumDepth: ColorDepth

  public init(
    term: String?, escapeDelay: Int32? = nil, mouse: Mouse = .on, glyphs: Glyphs = .unicode,
    maximumDepth: ColorDepth = .trueColor
  ) {
    self.term = term
    self.escapeDelay = escapeDelay
    self.mouse = mouse
    self.glyphs = glyphs
    self.maximumDepth = maximumDepth
  }

  /// Reads `TERM`, `ESCDELAY` (ignored unless a number of 0…10000) and `NO_COLOR`.
  public init(environment: [String: String], mouse: Mouse = .on, glyphs: Glyphs = .unicode) {
    self.init(
      term: environment["TERM"],
      escapeDelay: environment["ESCDELAY"].flatMap { Int32($0) }
        .flatMap { (0...10_000).contains($0) ? $0 : nil },
      mouse: mouse, glyphs: glyphs,
      maximumDepth: environment["NO_COLOR", default: ""].isEmpty ? .trueColor : .mono)
  }

  /// What to try, in this order.
  var terms: [String] {
    var terms: [String] = []
    if let term, !term.isEmpty { terms.append(term) }
    if isXtermRelative { terms.append("xterm-256color") }
    terms.append("vt100")
    return terms
  }

  /// Whether the terminal understands xterm's private modes: mouse and bracketed paste. Those of
  /// this list do; an unknown name with 256 colours does too.
  var isXtermRelative: Bool {
    guard let term else { return false }
    let relatives = [
      "xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "kitty", "konsole", "vte", "gnome",
      "st-", "wezterm", "ghostty", "contour", "iterm", "mintty", "putty", "mlterm", "eterm",
    ]
    return relatives.contains { term.lowercased().hasPrefix($0) } || term == "st"
      || term.hasSuffix("256color") || term.hasSuffix("-direct")
  }
}

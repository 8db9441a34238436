/// A colour by its name in a theme: one of the terminal's own sixteen, or its default.
public enum NamedColor: String, Hashable, Sendable, CaseIterable {
  case black, red, green, yellow, blue, magenta, cyan, white
  case brightBlack = "bright_black"
  case brightRed = "bright_red"
  case brightGreen = "bright_green"
  case brightYellow = "bright_yellow"
  case brightBlue = "bright_blue"
  case brightMagenta = "bright_magenta"
  case brightCyan = "bright_cyan"
  case brightWhite = "bright_white"
  /// The terminal's own foreground or background.
  case terminalDefault = "default"

  /// 0…15; `nil` for the terminal's default.
  public var index: UInt8? {
    switch self {
    case .black: 0
    case .red: 1
    case .green: 2
    case .yellow: 3
    case .blue: 4
    case .magenta: 5
    case .cyan: 6
    case .white: 7
    case .brightBlack: 8
    case .brightRed: 9
    case .brightGreen: 10
    case .brightYellow: 11
    case .brightBlue: 12
    case .brightMagenta: 13
    case .brightCyan: 14
    case .brightWhite: 15
    case .terminalDefault: nil
    }
  }

  /// `nil` above 15.
  public init?(index: UInt8) {
    guard let color = Self.allCases.first(where: { $0.index == index }) else { return nil }
    self = color
  }
}

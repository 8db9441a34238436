/// A colour as a theme gives it: at one depth or at several. What is missing is derived.
public struct ColorSpec: Hashable, Sendable {
  /// 0xRRGGBB.
  public var rgb: UInt32?
  /// 0…255 of xterm's palette.
  public var palette: UInt8?
  /// One of the terminal's own sixteen, or its default.
  public var named: NamedColor?

  public init(rgb: UInt32? = nil, palette: UInt8? = nil, named: NamedColor? = nil) {
    self.rgb = rgb
    self.palette = palette
    self.named = named
  }

  public var isGiven: Bool { rgb != nil || palette != nil || named != nil }

  /// The colour at a depth, derived downwards: 24 bits, nearest of 256, nearest of 16. Upwards a
  /// colour stays what it is: an entry of the palette is the same one at 24 bits.
  ///
  /// At `.eight` a bright colour is given as 8…15; `Theme` turns it into bold.
  func color(at depth: ColorDepth) -> Color {
    switch depth {
    case .mono: return .terminalDefault
    case .trueColor:
      if let rgb { return .rgb(rgb) }
      if let palette { return palette < 16 ? .index(palette) : .rgb(Palette.rgb(of: palette)) }
    case .palette256:
      if let palette { return .index(palette) }
      if let rgb { return .index(Palette.nearest256(to: rgb)) }
    case .sixteen, .eight:
      if named == nil, let palette {
        return .index(palette < 16 ? palette : Palette.nearest16(to: Palette.rgb(of: palette)))
      }
      if named == nil, let rgb { return .index(Palette.nearest16(to: rgb)) }
    }
    return named?.index.map { .index($0) } ?? .terminalDefault
  }
}

/// What a theme says of one role.
public struct RoleStyle: Hashable, Sendable {
  /// Where it is not given, that of the role `text`.
  public var foreground: ColorSpec
  /// Where it is not given, that of the role `text`.
  public var background: ColorSpec
  /// At every depth that has colours.
  public var attributes: Look.Attributes
  /// Instead of colours, where there are none. `nil`: `attributes`, and reverse where the role has
  /// a background of its own.
  public var mono: Look.Attributes?

  public init(
    foreground: ColorSpec = ColorSpec(), background: ColorSpec = ColorSpec(),
    attributes: Look.Attributes = [], mono: Look.Attributes? = nil
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
    self.mono = mono
  }
}

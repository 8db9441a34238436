/// One look for each role, at every depth. A value: where it was read from is not its concern.
public struct Theme: Hashable, Sendable {
  public var name: String
  /// By `Role.index`.
  private var styles: [RoleStyle]

  /// Every role plain: the terminal's own colours, without attributes.
  public init(name: String) {
    self.name = name
    styles = Array(repeating: RoleStyle(), count: Role.allCases.count)
  }

  public subscript(role: Role) -> RoleStyle {
    get { styles[role.index] }
    set { styles[role.index] = newValue }
  }

  /// What a role looks like at a depth; what the theme leaves open is derived.
  public func look(for role: Role, depth: ColorDepth) -> Look {
    let style = self[role]
    if depth == .mono { return Look(attributes: monoAttributes(of: style)) }
    let text = self[.text]
    let foregroundSpec = style.foreground.isGiven ? style.foreground : text.foreground
    let backgroundSpec = style.background.isGiven ? style.background : text.background
    var look = Look(
      foreground: foregroundSpec.color(at: depth), background: backgroundSpec.color(at: depth),
      attributes: style.attributes)
    if depth == .eight { look = eightColors(look) }
    // Two colours that were different may have become the same on the way down.
    if look.foreground == look.background, look.foreground != .terminalDefault,
      foregroundSpec != backgroundSpec
    {
      look.foreground = .terminalDefault
      look.background = .terminalDefault
      look.attributes.formUnion(monoAttributes(of: style))
    }
    return look
  }

  /// All roles at one depth, for a screen to look up.
  public func resolved(for depth: ColorDepth) -> ResolvedTheme {
    ResolvedTheme(
      name: name, depth: depth, looks: Role.allCases.map { look(for: $0, depth: depth) })
  }

  private func monoAttributes(of style: RoleStyle) -> Look.Attributes {
    if let mono = style.mono { return mono }
    let hasOwnBackground =
      style.background.isGiven && style.background != self[.text].background
      && style.background.named != .terminalDefault
    return hasOwnBackground ? style.attributes.union(.reverse) : style.attributes
  }

  /// Bright becomes bold. Bold black is black on many a terminal, so that becomes what is readable
  /// on its background.
  private func eightColors(_ look: Look) -> Look {
    var look = look
    if case .index(let index) = look.background, index > 7 {
      look.background = .index(index - 8)
    }
    if look.foreground == .index(8) {
      look.foreground =
        switch look.background {
        case .index(0), .index(4): .index(7)
        case .index: .index(0)
        default: .terminalDefault
        }
    } else if case .index(let index) = look.foreground, index > 7 {
      look.foreground = .index(index - 8)
      look.attributes.insert(.bold)
    }
    return look
  }
}

/// A theme at one depth: one look for each role, ready to be shown.
public struct ResolvedTheme: Hashable, Sendable {
  public let name: String
  public let depth: ColorDepth
  /// By `Role.index`.
  public let looks: [Look]

  fileprivate init(name: String, depth: ColorDepth, looks: [Look]) {
    self.name = name
    self.depth = depth
    self.looks = looks
  }

  public subscript(role: Role) -> Look { looks[role.index] }
}

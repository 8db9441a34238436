import CNcurses
import LMKScreen

/// What ncurses calls the looks of a theme: attributes and a colour pair for each role.
///
/// Pairs are made when a theme is taken, one for each pair of colours that occurs, from 1 on; the
/// next theme makes the same numbers anew. Numbers beyond 255 are no trouble.
struct LookTable {
  struct Entry {
    var attributes: attr_t = 0
    var pair: Int32 = 0
  }

  private struct Colors: Hashable {
    var foreground: Int32
    var background: Int32
  }

  private let depth: ColorDepth
  /// What -1 stands for where the terminal has no default colours.
  private let defaults: Colors
  private var theme: ResolvedTheme?
  private var entries: [Entry]
  private var pairs: [Colors: Int32] = [:]

  /// Starts colours, unless the depth is mono. After newterm only.
  init(depth: ColorDepth) {
    self.depth = depth
    let hasDefaults = depth == .mono || lmk_color_start() != 0
    defaults =
      hasDefaults ? Colors(foreground: -1, background: -1) : Colors(foreground: 7, background: 0)
    entries = Array(repeating: Entry(), count: Role.allCases.count)
  }

  subscript(role: Role) -> Entry { entries[role.index] }

  /// True if the looks changed, so that everything must be painted again.
  mutating func take(_ theme: ResolvedTheme) -> Bool {
    guard theme != self.theme else { return false }
    self.theme = theme
    pairs.removeAll(keepingCapacity: true)
    for role in Role.allCases { entries[role.index] = entry(for: theme[role]) }
    return true
  }

  private mutating func entry(for look: Look) -> Entry {
    var attributes = look.attributes.curses
    guard depth != .mono else { return Entry(attributes: attributes) }
    let foreground = number(of: look.foreground)
    let background = number(of: look.background)
    if foreground.isBright { attributes |= lmk_attr_bold() }
    let pair = pair(
      Colors(
        foreground: foreground.value ?? defaults.foreground,
        background: background.value ?? defaults.background))
    return Entry(attributes: attributes, pair: pair)
  }

  /// A colour's number in ncurses; `nil`: the terminal's own. With direct colours the numbers 0…7
  /// are the terminal's own, and every other one is 0xRRGGBB: bright ones are bold there.
  private func number(of color: Color) -> (value: Int32?, isBright: Bool) {
    switch color {
    case .terminalDefault: (nil, false)
    case .index(let index) where depth == .trueColor && index > 7:
      (Int32(index & 7), true)
    case .index(let index): (Int32(index), false)
    case .rgb(let rgb): (Int32(max(rgb & 0xff_ffff, 8)), false)
    }
  }

  /// Where the terminal has no pair left: the same foreground on another background, else plain.
  private mutating func pair(_ colors: Colors) -> Int32 {
    if colors == defaults, defaults.foreground == -1 { return 0 }
    if let pair = pairs[colors] { return pair }
    let next = Int32(pairs.count + 1)
    if next < lmk_color_pairs(),
      init_extended_pair(next, colors.foreground, colors.background) == OK
    {
      pairs[colors] = next
      return next
    }
    return pairs.first { $0.key.foreground == colors.foreground }?.value ?? 0
  }
}

extension Look.Attributes {
  fileprivate var curses: attr_t {
    var attributes: attr_t = 0
    if contains(.bold) { attributes |= lmk_attr_bold() }
    if contains(.reverse) { attributes |= lmk_attr_reverse() }
    if contains(.underline) { attributes |= lmk_attr_underline() }
    if contains(.blink) { attributes |= lmk_attr_blink() }
    return attributes
  }
}

/// A frame as a picture: an SVG with the colours of a theme at 24 bits, text that can be selected,
/// and nothing that has to be loaded.
public struct FrameSVG: Sendable {
  /// What a theme leaves to the terminal.
  public struct Terminal: Hashable, Sendable {
    public var foreground: UInt32
    public var background: UInt32
    /// The terminal's own sixteen, 0xRRGGBB.
    public var palette: [UInt32]

    public init(foreground: UInt32, background: UInt32, palette: [UInt32]) {
      self.foreground = foreground
      self.background = background
      self.palette = palette
    }

    /// A dark one whose sixteen are all readable.
    public static let dark = Terminal(
      foreground: 0xd6d9de, background: 0x16181d,
      palette: [
        0x2a2e36, 0xf0555a, 0x6cc070, 0xd9b54a, 0x5c9df5, 0xcf7be0, 0x4fc1c9, 0xd6d9de,
        0x8a92a0, 0xff7a7e, 0x8fdc92, 0xf0d070, 0x85b9ff, 0xe39cf2, 0x7fe0e6, 0xffffff,
      ])
  }

  private static let cellWidth = 8.4
  private static let cellHeight = 17
  private static let margin = 12

  private let frame: Frame
  private let theme: ResolvedTheme
  private let terminal: Terminal

  public init(_ frame: Frame, theme: ResolvedTheme, terminal: Terminal = .dark) {
    self.frame = frame
    self.theme = theme
    self.terminal = terminal
  }

  public var text: String {
    let width = Int(Double(frame.width) * Self.cellWidth) + 2 * Self.margin
    let height = frame.height * Self.cellHeight + 2 * Self.margin
    let paper = Self.hex(colors(of: theme[.text]).background)
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, "
        + "Consolas, monospace\" font-size=\"14\" xml:space=\"preserve\">",
      "<style>\(style)</style>",
      "<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"\(paper)\"/>",
    ]
    for row in 0..<frame.height {
      let runs = runs(in: row)
      lines += runs.compactMap { background($0, row: row) }
      lines += runs.compactMap { foreground($0, row: row) }
    }
    lines.append("</svg>")
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Parts

  /// Neighbouring cells of one role.
  private struct Run {
    var role: Role
    var column: Int
    var width = 0
    var text = ""
  }

  private func runs(in row: Int) -> [Run] {
    var runs: [Run] = []
    for column in 0..<frame.width {
      let cell = frame[column, row]
      guard cell.width > 0 else {
        runs[runs.count - 1].width += 1
        continue
      }
      if runs.last?.role != cell.role { runs.append(Run(role: cell.role, column: column)) }
      runs[runs.count - 1].width += 1
      runs[runs.count - 1].text.append(cell.character)
    }
    return runs
  }

  private func background(_ run: Run, row: Int) -> String? {
    let paper = colors(of: theme[run.role]).background
    guard paper != colors(of: theme[.text]).background else { return nil }
    return "<rect x=\"\(x(run.column))\" y=\"\(Self.margin + row * Self.cellHeight)\" "
      + "width=\"\(Self.tenths(Double(run.width) * Self.cellWidth))\" height=\"\(Self.cellHeight)\" "
      + "fill=\"\(Self.hex(paper))\"/>"
  }

  private func foreground(_ run: Run, row: Int) -> String? {
    guard run.text.contains(where: { $0 != " " }) else { return nil }
    let y = Self.margin + row * Self.cellHeight + 13
    // A font whose cells are of another width must not push the columns apart.
    let length = Self.tenths(Double(run.width) * Self.cellWidth)
    return "<text class=\"\(run.role.rawValue)\" x=\"\(x(run.column))\" y=\"\(y)\" "
      + "textLength=\"\(length)\">\(Self.escaped(run.text))</text>"
  }

  /// One class for each role that the frame shows.
  private var style: String {
    let shown = Set(frame.cells.map(\.role))
    return Role.allCases.filter(shown.contains).map { role in
      let look = theme[role]
      var style = "fill:\(Self.hex(colors(of: look).foreground))"
      if look.attributes.contains(.bold) { style += ";font-weight:bold" }
      if look.attributes.contains(.underline) { style += ";text-decoration:underline" }
      return ".\(role.rawValue){\(style)}"
    }.joined()
  }

  private func x(_ column: Int) -> String {
    Self.tenths(Double(Self.margin) + Double(column) * Self.cellWidth)
  }

  private func colors(of look: Look) -> (foreground: UInt32, background: UInt32) {
    func value(_ color: Color, _ own: UInt32) -> UInt32 {
      switch color {
      case .terminalDefault: own
      case .index(let index):
        index < 16 ? terminal.palette[Int(index)] : Palette.rgb(of: index)
      case .rgb(let rgb): rgb
      }
    }
    let ink = value(look.foreground, terminal.foreground)
    let paper = value(look.background, terminal.background)
    return look.attributes.contains(.reverse) ? (paper, ink) : (ink, paper)
  }

  private static func hex(_ rgb: UInt32) -> String {
    let digits = String(rgb & 0xffffff, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  private static func tenths(_ value: Double) -> String { NumberText.tenths(value) }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.append(character)
      }
    }
  }
}

import Foundation
import LMKScreen
import Testing

@testable import lmktop

@Suite("The shipped themes")
struct ThemesShippedTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  /// Ctrl-T's order.
  private static let order = ["default", "dark", "light", "solarized", "mono", "colorblind"]

  @Test("Themes/ and what is compiled in are the same; LMKTOP_RECORD=1 writes the Swift file")
  func same() throws {
    let files = try FileManager.default
      .contentsOfDirectory(atPath: Self.root.appendingPathComponent("Themes").path)
      .filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
    #expect(files.sorted() == Self.order.sorted())
    let texts = try Self.order.map { name in
      try String(
        contentsOf: Self.root.appendingPathComponent("Themes/\(name).toml"), encoding: .utf8)
    }
    if ProcessInfo.processInfo.environment["LMKTOP_RECORD"] == "1" {
      try source(texts).write(
        to: Self.root.appendingPathComponent("Sources/lmktop/Config/ShippedThemes.swift"),
        atomically: true, encoding: .utf8)
      Issue.record("ShippedThemes.swift was written anew")
      return
    }
    #expect(ShippedTheme.all.map(\.name) == Self.order)
    #expect(ShippedTheme.all.map(\.text) == texts, "LMKTOP_RECORD=1 swift test --filter Themes")
  }

  private func source(_ texts: [String]) -> String {
    var source = """
      // Generated from Themes/*.toml by `LMKTOP_RECORD=1 swift test --filter ThemesShippedTests`.
      // swift-format-ignore-file

      extension ShippedTheme {
        static let all: [ShippedTheme] = [

      """
    for (name, text) in zip(Self.order, texts) {
      source += "    ShippedTheme(\n      name: \"\(name)\",\n      text: #\"\"\"\n"
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        source += line.isEmpty ? "\n" : "        \(line)\n"
      }
      source += "        \"\"\"#),\n"
    }
    return source + "  ]\n}\n"
  }

  @Test("Each reads without a finding and says something of every role", arguments: order)
  func complete(name: String) throws {
    let (theme, findings) = try ThemeLibrary(userFolder: nil).theme(named: name)
    #expect(findings.isEmpty)
    #expect(theme.name == name)
    let text = try #require(ShippedTheme.all.first { $0.name == name }?.text)
    let table = try TOMLTable(parsing: text)
    for role in Role.allCases {
      #expect(table.place(ofKey: [role.rawValue]).line > 1, "\(role.rawValue)")
    }
  }

  @Test("Ink and paper of every role differ by 3:1 at least, text by 7:1", arguments: order)
  func contrast(name: String) throws {
    let theme = try ThemeLibrary(userFolder: nil).theme(named: name).theme
    for role in Role.allCases {
      let look = theme.look(for: role, depth: .trueColor)
      guard case .rgb(let ink) = look.foreground, case .rgb(let paper) = look.background else {
        #expect(["default", "mono"].contains(name), "\(role) has no 24-bit colours")
        continue
      }
      let ratio = Contrast.ratio(ink, paper)
      #expect(ratio >= 3, "\(role) \(ratio)")
      if [.text, .victim, .armed, .select, .edit, .title].contains(role) {
        #expect(ratio >= 4.5, "\(role) \(ratio)")
      }
    }
  }

  @Test("On 256 colours they still differ by 3:1", arguments: order)
  func contrastOfPalette(name: String) throws {
    let theme = try ThemeLibrary(userFolder: nil).theme(named: name).theme
    for role in Role.allCases {
      let look = theme.look(for: role, depth: .palette256)
      guard case .index(let ink) = look.foreground, case .index(let paper) = look.background,
        ink > 15, paper > 15
      else { continue }
      let ratio = Contrast.ratio(Palette.rgb(of: ink), Palette.rgb(of: paper))
      #expect(ratio >= 3, "\(role) \(ratio)")
    }
  }

  @Test("At no depth does a role vanish in its background", arguments: order)
  func visible(name: String) throws {
    let theme = try ThemeLibrary(userFolder: nil).theme(named: name).theme
    for depth in ColorDepth.allCases {
      for role in Role.allCases {
        let look = theme.look(for: role, depth: depth)
        #expect(
          look.foreground != look.background || look.foreground == .terminalDefault,
          "\(role) at \(depth)")
      }
    }
  }

  @Test("At every depth what matters differs from plain text", arguments: order)
  func matters(name: String) throws {
    let theme = try ThemeLibrary(userFolder: nil).theme(named: name).theme
    for depth in ColorDepth.allCases {
      let text = theme.look(for: .text, depth: depth)
      for role in [Role.armed, .victim, .eligible, .select, .error, .edit, .disarmed, .warn] {
        #expect(theme.look(for: role, depth: depth) != text, "\(role) at \(depth)")
      }
      let armed = theme.look(for: .armed, depth: depth)
      for role in Role.allCases where role != .armed {
        #expect(theme.look(for: role, depth: depth) != armed, "\(role) as armed at \(depth)")
      }
    }
    #expect(theme.look(for: .armed, depth: .mono).attributes == [.bold, .reverse])
  }

  @Test("No row that is crossed looks as if all were well", arguments: order)
  func rows(name: String) throws {
    let theme = try ThemeLibrary(userFolder: nil).theme(named: name).theme
    guard name != "mono" else { return }
    for depth in ColorDepth.allCases where depth > .mono {
      let ok = theme.look(for: .ok, depth: depth)
      for role in [Role.level1, .level2, .level3, .level4, .level5, .level6, .warn] {
        #expect(
          theme.look(for: role, depth: depth).foreground != ok.foreground, "\(role) at \(depth)")
      }
    }
  }

  @Test(
    "The default theme paints no background, and no ink that a light or a dark one would swallow")
  func defaultTheme() throws {
    let theme = try ThemeLibrary(userFolder: nil).theme(named: "default").theme
    let swallowed: [NamedColor] = [
      .yellow, .white, .brightYellow, .brightWhite, .brightBlack, .black, .brightCyan, .brightGreen,
      .cyan, .blue,
    ]
    // A bar is seen by its shape.
    let bars: [Role] = [.barUsed, .barShared, .barSlab, .barFile]
    for role in Role.allCases {
      let style = theme[role]
      #expect(!style.background.isGiven, "\(role)")
      #expect(style.foreground.rgb == nil && style.foreground.palette == nil, "\(role)")
      if !bars.contains(role), let ink = style.foreground.named {
        #expect(!swallowed.contains(ink), "\(role)")
      }
    }
  }
}

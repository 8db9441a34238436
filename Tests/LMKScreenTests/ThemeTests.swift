import LMKScreen
import Testing

@Suite("A theme at every depth")
struct ThemeTests {
  private func look(
    _ style: RoleStyle, at depth: ColorDepth, text: RoleStyle = RoleStyle()
  ) -> Look {
    var theme = Theme(name: "test")
    theme[.text] = text
    theme[.victim] = style
    return theme.look(for: .victim, depth: depth)
  }

  @Test("A role's index is its place among all roles")
  func indices() {
    #expect(Role.allCases.map(\.index) == Array(Role.allCases.indices))
  }

  @Test("What is given at a depth is taken there")
  func given() {
    let style = RoleStyle(
      foreground: ColorSpec(rgb: 0xe02f30, palette: 160, named: .red),
      background: ColorSpec(rgb: 0x101010, palette: 233, named: .terminalDefault),
      attributes: .bold, mono: [.bold, .reverse])
    let expected: [(ColorDepth, Look)] = [
      (.trueColor, Look(foreground: .rgb(0xe02f30), background: .rgb(0x101010), attributes: .bold)),
      (.palette256, Look(foreground: .index(160), background: .index(233), attributes: .bold)),
      (.sixteen, Look(foreground: .index(1), attributes: .bold)),
      (.eight, Look(foreground: .index(1), attributes: .bold)),
      (.mono, Look(attributes: [.bold, .reverse])),
    ]
    for (depth, expected) in expected { #expect(look(style, at: depth) == expected) }
  }

  @Test("24 bits alone become the nearest of 256, of 16, and of 8 with bold for bright")
  func derivedFromTrueColor() {
    let style = RoleStyle(foreground: ColorSpec(rgb: 0xff0505))
    #expect(look(style, at: .palette256).foreground == .index(196))
    #expect(look(style, at: .sixteen).foreground == .index(9))
    #expect(look(style, at: .eight) == Look(foreground: .index(1), attributes: .bold))
    #expect(look(style, at: .mono) == .plain)
  }

  @Test("A colour of the palette, or of the sixteen, is the same one at every greater depth")
  func derivedUpwards() {
    let palette = RoleStyle(foreground: ColorSpec(palette: 196))
    #expect(look(palette, at: .trueColor).foreground == .rgb(0xff0000))
    #expect(look(palette, at: .sixteen).foreground == .index(9))
    let own = RoleStyle(foreground: ColorSpec(named: .brightBlue))
    #expect(look(own, at: .trueColor).foreground == .index(12))
    #expect(look(own, at: .palette256).foreground == .index(12))
    #expect(
      look(RoleStyle(foreground: ColorSpec(palette: 3)), at: .trueColor).foreground == .index(3))
  }

  @Test("Grey at eight colours stays readable on its background")
  func brightBlack() {
    func foreground(on background: NamedColor) -> Color {
      look(
        RoleStyle(
          foreground: ColorSpec(named: .brightBlack), background: ColorSpec(named: background)),
        at: .eight
      ).foreground
    }
    #expect(foreground(on: .black) == .index(7))
    #expect(foreground(on: .white) == .index(0))
    #expect(foreground(on: .terminalDefault) == .terminalDefault)
  }

  @Test("A role stands on the text's background, and in its ink, unless it has its own")
  func inheritsFromText() {
    let text = RoleStyle(
      foreground: ColorSpec(rgb: 0xd0d0d0), background: ColorSpec(rgb: 0x101010))
    let look = look(RoleStyle(foreground: ColorSpec(rgb: 0xff0000)), at: .trueColor, text: text)
    #expect(look == Look(foreground: .rgb(0xff0000), background: .rgb(0x101010)))
    let plain = self.look(RoleStyle(), at: .trueColor, text: text)
    #expect(plain == Look(foreground: .rgb(0xd0d0d0), background: .rgb(0x101010)))
    let own = self.look(
      RoleStyle(background: ColorSpec(named: .terminalDefault)), at: .trueColor, text: text)
    #expect(own.background == .terminalDefault)
  }

  @Test("Without colours, a background of its own becomes reverse")
  func derivedMono() {
    let badge = RoleStyle(background: ColorSpec(rgb: 0xa00000), attributes: .bold)
    #expect(look(badge, at: .mono) == Look(attributes: [.bold, .reverse]))
    #expect(look(RoleStyle(attributes: .bold), at: .mono) == Look(attributes: .bold))
    let bare = RoleStyle(background: ColorSpec(rgb: 0xa00000), mono: [])
    #expect(look(bare, at: .mono) == .plain)
  }

  @Test("Two colours that fall together on the way down are told apart by attributes")
  func collapse() {
    let style = RoleStyle(
      foreground: ColorSpec(rgb: 0xff0000), background: ColorSpec(rgb: 0x900000), mono: .reverse)
    let look = look(style, at: .eight)
    #expect(look.foreground == .terminalDefault && look.background == .terminalDefault)
    #expect(look.attributes.contains(.reverse))
  }

  @Test("A resolved theme holds what the theme says")
  func resolved() {
    var theme = Theme(name: "test")
    for role in Role.allCases {
      theme[role] = RoleStyle(foreground: ColorSpec(palette: UInt8(100 + role.index)))
    }
    for depth in ColorDepth.allCases {
      let resolved = theme.resolved(for: depth)
      #expect(resolved.depth == depth && resolved.looks.count == Role.allCases.count)
      #expect(Role.allCases.allSatisfy { resolved[$0] == theme.look(for: $0, depth: depth) })
    }
  }
}

@Suite("Colours")
struct ThemeColorTests {
  @Test("Contrast is WCAG's")
  func contrast() {
    #expect(abs(Contrast.ratio(0x000000, 0xffffff) - 21) < 0.0001)
    #expect(Contrast.ratio(0x123456, 0x123456) == 1)
    // The textbook's grey: #767676 is the lightest that reads at 4.5 on white.
    #expect(abs(Contrast.ratio(0x767676, 0xffffff) - 4.54) < 0.005)
    #expect(abs(Contrast.ratio(0xff0000, 0xffffff) - 3.998) < 0.001)
    #expect(Contrast.ratio(0x0000ff, 0xffffff) == Contrast.ratio(0xffffff, 0x0000ff))
  }

  @Test("The palette is xterm's")
  func palette() {
    #expect(Palette.rgb(of: 16) == 0x000000)
    #expect(Palette.rgb(of: 196) == 0xff0000)
    #expect(Palette.rgb(of: 231) == 0xffffff)
    #expect(Palette.rgb(of: 110) == 0x87afd7)
    #expect(Palette.rgb(of: 232) == 0x080808)
    #expect(Palette.rgb(of: 255) == 0xeeeeee)
  }

  @Test("Every colour of the cube and of the greys is nearest to itself")
  func nearest() {
    for index in UInt8(16)...255 {
      #expect(
        Palette.rgb(of: Palette.nearest256(to: Palette.rgb(of: index))) == Palette.rgb(of: index))
    }
    for index in UInt8(0)...15 { #expect(Palette.nearest16(to: Palette.rgb(of: index)) == index) }
  }

  @Test("The sixteen names have the sixteen numbers")
  func names() {
    #expect(NamedColor.allCases.compactMap(\.index) == Array(0...15))
    #expect((UInt8(0)...15).allSatisfy { NamedColor(index: $0)?.index == $0 })
    #expect(NamedColor(index: 16) == nil)
  }
}

import LMKScreen
import Testing

@testable import lmktop

@Suite("A theme's file")
struct ThemeFileTests {
  private func read(
    _ text: String, parents: [String: Theme] = [:]
  ) throws -> ThemeFile {
    try ThemeFile(text, file: "dark.toml", name: "dark") { (name, _) throws(ThemeError) in
      guard let theme = parents[name] else {
        throw .unknown(name, names: parents.keys.sorted())
      }
      return theme
    }
  }

  private func findings(_ text: String) throws -> [String] {
    try read(text).findings.map(\.description)
  }

  @Test("Every key of a role is read")
  func roles() throws {
    let file = try read(
      """
      name = "Night"
      victim = { fg = "#e02f30", fg256 = 160, fg16 = "red", mono = ["bold", "reverse"] }

      [armed]
      bg = "#FF0000"
      bg256 = 196
      bg16 = "bright_red"
      attr = ["bold", "underline", "blink"]
      """)
    #expect(file.findings.isEmpty)
    #expect(file.theme.name == "Night")
    #expect(
      file.theme[.victim]
        == RoleStyle(
          foreground: ColorSpec(rgb: 0xe02f30, palette: 160, named: .red),
          mono: [.bold, .reverse]))
    #expect(
      file.theme[.armed]
        == RoleStyle(
          background: ColorSpec(rgb: 0xff0000, palette: 196, named: .brightRed),
          attributes: [.bold, .underline, .blink]))
    #expect(file.theme[.text] == RoleStyle())
  }

  @Test("What is not TOML is refused whole, with its line")
  func notTOML() throws {
    let error = #expect(throws: ThemeError.self) {
      try read("name = \"dark\"\ntext = {}\nvictim = { fg = }\n")
    }
    let words = try #require(error).description
    #expect(words.hasPrefix("dark.toml:3: not TOML: "), "\(words)")
    #expect(!words.contains("\n"))
  }

  @Test(
    "What is wrong is told with its line and the nearest right word",
    arguments: [
      ("\nvictm = {}", "dark.toml:2: there is no role 'victm'; did you mean 'victim'?"),
      ("a = 1\n\n[level_7]", "dark.toml:3: there is no role 'level_7'; did you mean 'level_1'?"),
      ("nam = 'x'", "dark.toml:1: there is no role 'nam'; did you mean 'name'?"),
      ("entirely_other = {}", "dark.toml:1: there is no role 'entirely_other'"),
      ("victim = 'red'", "dark.toml:1: 'victim' must be a table, such as { fg = \"#e02f30\" }"),
      (
        "# one\ntext.fq = '#000000'",
        "dark.toml:2: 'text' has no key 'fq'; did you mean 'fg'?"
      ),
      (
        "text = { fg = '#12345' }",
        "dark.toml:1: 'fg' of 'text' is '#12345', and must be \"#rrggbb\""
      ),
      (
        "text = { fg = '#+12345' }",
        "dark.toml:1: 'fg' of 'text' is '#+12345', and must be \"#rrggbb\""
      ),
      (
        "text = { bg = 'red' }",
        "dark.toml:1: 'bg' of 'text' is 'red', and must be \"#rrggbb\"; a colour's name stands in"
          + " 'bg16'"
      ),
      ("[text]\n\nfg = 7", "dark.toml:3: 'fg' of 'text' must be \"#rrggbb\", in quotes"),
      ("[text]\nfg256 = 256", "dark.toml:2: 'fg256' of 'text' must be a number from 0 to 255"),
      ("[text]\nfg256 = -1", "dark.toml:2: 'fg256' of 'text' must be a number from 0 to 255"),
      ("[text]\nbg256 = 1.5", "dark.toml:2: 'bg256' of 'text' must be a number from 0 to 255"),
      (
        "text = { fg16 = 'bright-red' }",
        "dark.toml:1: 'fg16' of 'text' is 'bright-red', which is no colour; did you mean"
          + " 'bright_red'?"
      ),
      (
        "text = { mono = ['bold', 'revers'] }",
        "dark.toml:1: 'mono' of 'text' holds 'revers', which is no attribute; did you mean"
          + " 'reverse'?"
      ),
      (
        "text = { attr = 'bold' }",
        "dark.toml:1: 'attr' of 'text' must be a list, such as [\"bold\", \"reverse\"]"
      ),
      ("name = 3", "dark.toml:1: 'name' must be text, in quotes"),
      ("inherits = 3", "dark.toml:1: 'inherits' must be a theme's name, in quotes"),
    ])
  func wrong(text: String, expected: String) throws {
    let found = try findings(text)
    #expect(found.contains(expected), "\(found)")
  }

  @Test("A colour's name that is like none lists them all")
  func allColors() throws {
    let finding = try #require(try findings("text = { fg16 = 'puce' }").first)
    #expect(
      finding.hasSuffix(
        "no colour; the colours are: "
          + NamedColor.allCases
          .map(\.rawValue).joined(separator: " ")))
  }

  @Test("What is right in a file with mistakes holds, and the mistakes come from top to bottom")
  func restHolds() throws {
    let file = try read(
      """
      zoo = 1
      victim = { fg = "#e02f30", fg256 = 999 }
      text = { fgg = 1, bg16 = "black" }
      apple = 2
      """)
    #expect(file.findings.map(\.line) == [1, 2, 3, 4])
    #expect(file.theme[.victim].foreground == ColorSpec(rgb: 0xe02f30))
    #expect(file.theme[.text].background == ColorSpec(named: .black))
  }

  @Test("A role that is given replaces the inherited one whole; the others are inherited")
  func inherits() throws {
    var parent = Theme(name: "parent")
    parent[.victim] = RoleStyle(foreground: ColorSpec(named: .red), attributes: .bold)
    parent[.armed] = RoleStyle(attributes: .reverse)
    let file = try read(
      "inherits = 'parent'\nvictim = { fg = '#ff0000' }", parents: ["parent": parent])
    #expect(file.theme.name == "dark")
    #expect(file.theme[.victim] == RoleStyle(foreground: ColorSpec(rgb: 0xff0000)))
    #expect(file.theme[.armed] == parent[.armed])
  }

  @Test("An unknown parent is a finding, and the rest loads")
  func unknownParent() throws {
    let file = try read(
      "# hm\ninherits = 'parnt'\nvictim = { fg16 = 'red' }",
      parents: ["parent": Theme(name: "parent")])
    #expect(
      file.findings.map(\.description)
        == ["dark.toml:2: there is no theme 'parnt'; did you mean 'parent'? (themes: parent)"])
    #expect(file.theme[.victim].foreground.named == .red)
  }
}

@Suite("Places in TOML")
struct ThemeLinesTests {
  @Test("Every key is found, whatever stands between")
  func lines() throws {
    let table = try TOMLTable(
      parsing:
        """
        # a = 1
        a = 1   # b = 2
        "quoted key" = "text # with = signs"
        text = \"\"\"
        c = 3
        \\\"\"\" d = 4
        \"\"\"
        raw = '''
        e = 5'''
        list = [ 1, # f = 6
          "]", [ 2 ],
          { g = 7 },
          { h = [8] },
        ]
        in = { x = { y = 1, z = 'a}b' }, w = 2 }
        dotted.one . two = 1

        [ table . "sub table" ]
        k = 2021-01-01T00:00:00Z
        [[array]]
        m = 1
        """)
    let expected: [([String], Int)] = [
      (["a"], 2), (["quoted key"], 3), (["text"], 4), (["raw"], 8), (["list"], 10),
      (["list", "[3]", "g"], 12), (["list", "[4]", "h"], 13), (["in"], 15), (["in", "x", "z"], 15),
      (["dotted", "one", "two"], 16), (["dotted"], 16), (["table"], 18),
      (["table", "sub table", "k"], 19), (["array", "[0]", "m"], 21),
      (["table", "sub table", "nowhere"], 18), (["nowhere"], 1),
    ]
    for (path, line) in expected { #expect(table.place(ofKey: path).line == line, "\(path)") }
    for absent in ["b", "c", "d", "e", "f"] { #expect(table.place(ofKey: [absent]).line == 1) }
  }

  @Test("It ends on every beginning of a file")
  func ends() {
    let text = Array(
      "a = [1, {b = \"x\\\"\", c = '''d'''}]\n[e.\"f]\n\"]\ng = \"\"\"h\\\n\"\"\"\n=,}]\r\n".utf8)
    for start in text.indices {
      for end in start..<text.count {
        _ = try? TOMLTable(parsing: String(decoding: text[start...end], as: UTF8.self))
      }
    }
  }
}

@Suite("The nearest word")
struct NearestWordTests {
  @Test("A slip is near, another word is not")
  func nearest() {
    let words = NearestWord(words: ["default", "dark", "light", "solarized", "mono"])
    #expect(words.to("drak") == nil || words.to("drak") == "dark")
    #expect(words.to("darkk") == "dark")
    #expect(words.to("solarised") == "solarized")
    #expect(words.to("Light") == "light")
    #expect(words.to("gruvbox") == nil)
    #expect(words.to("") == nil)
    #expect(words.to(String(repeating: "x", count: 100_000)) == nil)
  }
}

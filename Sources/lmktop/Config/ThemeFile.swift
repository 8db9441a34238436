import LMKScreen

/// A theme as it stands in a file:
///
///     name = "dark"
///     inherits = "default"       # optional: what this file leaves out
///     victim = { fg = "#e02f30", fg256 = 160, fg16 = "red", mono = ["bold", "reverse"] }
///
/// One key for each role, with `fg`, `bg` (24 bits), `fg256`, `bg256` (0…255), `fg16`, `bg16` (by
/// name), `attr` (with colours) and `mono` (without). A role that is given replaces the inherited
/// one whole.
struct ThemeFile {
  private(set) var theme: Theme
  /// What was wrong in it, and left out.
  private(set) var findings: [ThemeFinding] = []
  private let file: String
  private let root: TOMLTable

  /// `name` where the file says none; `parent` looks up what it inherits.
  ///
  /// Throws `.refused` if the text is not TOML, and what `parent` throws, but for an unknown name,
  /// which is a finding.
  init(
    _ text: String, file: String, name: String,
    parent: (String, _ line: Int) throws(ThemeError) -> Theme
  ) throws(ThemeError) {
    self.file = file
    do throws(TOMLDefect) {
      root = try TOMLTable(parsing: text)
    } catch {
      throw .refused(
        ThemeFinding(file: file, line: error.place.line, message: "not TOML: \(error.words)"))
    }
    theme = Theme(name: name)
    if let value = root["inherits"] {
      if let parentName = value.string {
        do throws(ThemeError) {
          theme = try parent(parentName, root.place(ofKey: ["inherits"]).line)
        } catch .unknown(let name, let names) {
          report(["inherits"], "\(ThemeError.unknown(name, names: names))")
        }
      } else {
        report(["inherits"], "'inherits' must be a theme's name, in quotes")
      }
    }
    theme.name = name
    for entry in root.entries where entry.key != "inherits" {
      let key = entry.key
      if key == "name" {
        readName(entry.value)
      } else if let role = Role(rawValue: key) {
        readRole(role, entry.value)
      } else {
        let words = NearestWord(words: Role.allCases.map(\.rawValue) + ["name", "inherits"])
        report([key], "there is no role '\(key)'\(words.question(about: key))")
      }
    }
    // Who mends a file goes from top to bottom.
    findings.sort { ($0.line, $0.message) < ($1.line, $1.message) }
  }

  private mutating func report(_ path: [String], _ message: String) {
    findings.append(ThemeFinding(file: file, line: root.place(ofKey: path).line, message: message))
  }

  private mutating func readName(_ value: TOMLValue) {
    guard let name = value.string, !name.isEmpty else {
      return report(["name"], "'name' must be text, in quotes")
    }
    theme.name = name
  }

  private mutating func readRole(_ role: Role, _ value: TOMLValue) {
    guard let table = value.table else {
      return report(
        [role.rawValue], "'\(role.rawValue)' must be a table, such as { fg = \"#e02f30\" }")
    }
    var style = RoleStyle()
    for entry in table.entries { read(entry.key, entry.value, of: role, into: &style) }
    theme[role] = style
  }

  private mutating func read(
    _ key: String, _ value: TOMLValue, of role: Role, into style: inout RoleStyle
  ) {
    let path = [role.rawValue, key]
    switch key {
    case "fg": style.foreground.rgb = rgb(value, path)
    case "bg": style.background.rgb = rgb(value, path)
    case "fg256": style.foreground.palette = palette(value, path)
    case "bg256": style.background.palette = palette(value, path)
    case "fg16": style.foreground.named = named(value, path)
    case "bg16": style.background.named = named(value, path)
    case "attr": style.attributes = attributes(value, path) ?? []
    case "mono": style.mono = attributes(value, path)
    default:
      let words = NearestWord(
        words: ["fg", "bg", "fg256", "bg256", "fg16", "bg16", "attr", "mono"])
      report(
        path, "'\(role.rawValue)' has no key '\(key)'\(words.question(about: key))")
    }
  }

  private mutating func rgb(_ value: TOMLValue, _ path: [String]) -> UInt32? {
    guard let text = value.string else {
      report(path, "\(words(path)) must be \"#rrggbb\", in quotes")
      return nil
    }
    let digits = text.dropFirst()
    guard text.first == "#", digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
      let rgb = UInt32(digits, radix: 16)
    else {
      let hint =
        NamedColor(rawValue: text) == nil ? "" : "; a colour's name stands in '\(path[1])16'"
      report(path, "\(words(path)) is '\(text)', and must be \"#rrggbb\"\(hint)")
      return nil
    }
    return rgb
  }

  private mutating func palette(_ value: TOMLValue, _ path: [String]) -> UInt8? {
    guard let number = value.int, let index = UInt8(exactly: number) else {
      report(path, "\(words(path)) must be a number from 0 to 255")
      return nil
    }
    return index
  }

  private mutating func named(_ value: TOMLValue, _ path: [String]) -> NamedColor? {
    let names = NamedColor.allCases.map(\.rawValue)
    guard let text = value.string else {
      report(
        path,
        "\(words(path)) must be a colour's name, in quotes: \(names.joined(separator: " "))")
      return nil
    }
    guard let color = NamedColor(rawValue: text) else {
      let question = NearestWord(words: names).question(about: text)
      report(
        path,
        "\(words(path)) is '\(text)', which is no colour"
          + (question.isEmpty ? "; the colours are: \(names.joined(separator: " "))" : question))
      return nil
    }
    return color
  }

  private mutating func attributes(
    _ value: TOMLValue, _ path: [String]
  ) -> Look.Attributes? {
    guard let array = value.array else {
      report(path, "\(words(path)) must be a list, such as [\"bold\", \"reverse\"]")
      return nil
    }
    var attributes: Look.Attributes = []
    for element in array {
      switch element.string {
      case "bold": attributes.insert(.bold)
      case "reverse": attributes.insert(.reverse)
      case "underline": attributes.insert(.underline)
      case "blink": attributes.insert(.blink)
      case let text:
        let names = ["bold", "reverse", "underline", "blink"]
        let question = NearestWord(words: names).question(about: text ?? "")
        report(
          path,
          "\(words(path)) holds \(text.map { "'\($0)'" } ?? "a value without quotes"), which is no"
            + " attribute"
            + (question.isEmpty ? "; they are: \(names.joined(separator: " "))" : question))
      }
    }
    return attributes
  }

  private func words(_ path: [String]) -> String { "'\(path[1])' of '\(path[0])'" }
}

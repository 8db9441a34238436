import Foundation
import LMKScreen
import Testing

@testable import lmktop

@Suite("The library of themes")
struct ThemeLibraryTests {
  /// A user's folder for the length of a test.
  private func withFolder(
    _ files: [String: String], _ body: (ThemeLibrary, String) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("lmktop-themes-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, text) in files {
      try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
    }
    try body(ThemeLibrary(userFolder: folder), folder)
  }

  @Test("The shipped ones come in their order, then the user's; other files are no themes")
  func names() throws {
    try withFolder([
      "zebra.toml": "", "dark.toml": "", "notes.txt": "", ".toml": "", ".hidden.toml": "",
      "apple.toml": "",
    ]) { library, _ in
      #expect(
        library.names
          == ["default", "dark", "light", "solarized", "mono", "colorblind", "apple", "zebra"])
    }
    #expect(ThemeLibrary(userFolder: "/nonexistent/themes").names.first == "default")
    #expect(ThemeLibrary(userFolder: nil).names.count == 6)
  }

  @Test("The next theme goes round")
  func next() {
    let library = ThemeLibrary(userFolder: nil)
    var seen = ["default"]
    for _ in 1..<library.names.count { seen.append(library.next(after: seen.last!)) }
    #expect(seen == library.names)
    #expect(library.next(after: seen.last!) == "default")
    #expect(library.next(after: "deleted meanwhile") == "default")
  }

  @Test("An unknown theme is told with the nearest and the list")
  func unknown() {
    let error = #expect(throws: ThemeError.self) {
      _ = try ThemeLibrary(userFolder: nil).theme(named: "solarised")
    }
    #expect(
      error?.description
        == "there is no theme 'solarised'; did you mean 'solarized'? (themes: default, dark,"
        + " light, solarized, mono, colorblind)")
    // Names are names of the list, never paths.
    #expect(throws: ThemeError.self) {
      _ = try ThemeLibrary(userFolder: "/tmp").theme(named: "../etc/passwd")
    }
  }

  @Test("A user's theme goes before a shipped one of its name, and may inherit that")
  func overrides() throws {
    try withFolder(["dark.toml": "inherits = 'dark'\nvictim = { fg = '#00ff00' }"]) { library, _ in
      let (theme, findings) = try library.theme(named: "dark")
      let shipped = try ThemeLibrary(userFolder: nil).theme(named: "dark").theme
      #expect(findings.isEmpty)
      #expect(theme[.victim].foreground.rgb == 0x00ff00)
      #expect(theme[.armed] == shipped[.armed])
    }
  }

  @Test("A circle is refused, with the line that closes it")
  func circle() throws {
    try withFolder([
      "a.toml": "inherits = 'b'", "b.toml": "\ninherits = 'c'", "c.toml": "\n\ninherits = 'a'",
      "self.toml": "inherits = 'self'",
    ]) { library, folder in
      let error = #expect(throws: ThemeError.self) { _ = try library.theme(named: "a") }
      #expect(
        error?.description == "\(folder)/c.toml:3: 'inherits' goes in a circle, back to 'a'")
      let own = #expect(throws: ThemeError.self) { _ = try library.theme(named: "self") }
      #expect(
        own?.description == "\(folder)/self.toml:1: 'inherits' goes in a circle, back to 'self'")
    }
  }

  @Test("What is wrong in an inherited file is told too, under that file's name")
  func inheritedFindings() throws {
    try withFolder(["a.toml": "inherits = 'b'\nx = 1", "b.toml": "\ny = 1"]) { library, folder in
      let findings = try library.theme(named: "a").findings.map(\.description)
      #expect(
        findings == [
          "\(folder)/a.toml:2: there is no role 'x'", "\(folder)/b.toml:2: there is no role 'y'",
        ])
    }
  }

  @Test("A folder in a theme's place, and a file of other bytes, are refused in one sentence")
  func unreadable() throws {
    try withFolder([:]) { library, folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/odd.toml", withIntermediateDirectories: false)
      try Data([0xff, 0xfe]).write(to: URL(fileURLWithPath: folder + "/bytes.toml"))
      let odd = #expect(throws: ThemeError.self) { _ = try library.theme(named: "odd") }
      #expect(odd?.description.hasPrefix("cannot read the theme \(folder)/odd.toml: ") == true)
      #expect(odd?.description.contains("\n") == false)
      let bytes = #expect(throws: ThemeError.self) { _ = try library.theme(named: "bytes") }
      #expect(bytes?.description == "\(folder)/bytes.toml:1: not TOML: not UTF-8")
    }
  }

  @Test("The user's folders are found as the base directory specification has it")
  func folders() {
    func themes(_ environment: [String: String]) -> String? {
      UserFolders(environment: environment).themes
    }
    #expect(themes(["XDG_CONFIG_HOME": "/c", "HOME": "/h"]) == "/c/lmktop/themes")
    #expect(themes(["XDG_CONFIG_HOME": "c", "HOME": "/h"]) == "/h/.config/lmktop/themes")
    #expect(themes(["HOME": "/h"]) == "/h/.config/lmktop/themes")
    #expect(themes([:]) == nil)
    #expect(
      UserFolders(environment: ["HOME": "/h"], user: 1000).journal
        == "/h/.local/state/lmktop/journal.jsonl")
    // Root's acts concern the machine, unless root says otherwise.
    #expect(
      UserFolders(environment: ["HOME": "/root"], user: 0).journal
        == "/var/log/lmktop/journal.jsonl")
    #expect(
      UserFolders(environment: ["XDG_STATE_HOME": "/s"], user: 0).journal
        == "/s/lmktop/journal.jsonl")
  }
}

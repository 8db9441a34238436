import Foundation
import LMKCore
import LMKScreen
import LMKTestSupport
import Testing

@testable import lmktop

@Suite("The screen's drop-in")
struct ScreenFileTests {
  private static func file(_ folder: URL) -> ScreenFile {
    ScreenFile(
      path: folder.appending(path: "config.d/90-screen.toml").path, obstacle: "", fileTerm: .lru,
      rank: .rss, pageSize: 4096)
  }

  private static func text(_ folder: URL) throws -> String {
    try String(
      contentsOf: folder.appending(path: "config.d/90-screen.toml"), encoding: .utf8)
  }

  @Test("What W wrote stays when setup writes, and the other way round; both are read again")
  func keeps() throws {
    try withTemporaryFolder { folder in
      let file = Self.file(folder)
      var screen = ScreenSettings(view: .tree, order: SortOrder(.rss, isInverted: true))
      screen.columns = [.pid, .rss, .name]
      screen.themeName = "my \"dark\"\\one"
      screen.usesVimKeys = true
      screen.holdSeconds = 0
      #expect(file.write(screen).hasPrefix("written to"))
      let thresholds = try Thresholds([
        Level(minfreePages: 1000, adj: 0), Level(minfreePages: 2000, adj: 500),
      ])
      #expect(file.write(thresholds).outcome == .written)
      screen.asksAlways = true
      #expect(file.write(screen).hasPrefix("written to"))
      #expect(file.write(thresholds).outcome == .written)

      let text = try Self.text(folder)
      let settings = try SettingsFile(text, file: "f").settings
      #expect(settings.thresholds?.text == "1000p:0,2000p:500")
      #expect(settings.fileTerm == .lru)
      let read = ScreenSettings(
        settings, themeName: settings.theme?.text ?? "", usesMouse: settings.mouse ?? false)
      #expect(read == screen)
      // The notes above a key are replaced with it, and do not pile up.
      #expect(text.split(separator: "\n").count { $0.contains("adj >= 500 may die") } == 1)
      #expect(text.split(separator: "\n").count { $0.hasPrefix("# Written") } == 1)
    }
  }

  @Test("What an operator wrote there stays: comments, other keys, rules; a preset gives way")
  func operators() throws {
    let before = """
      # mine
      preset = "classic"   # for now
      # about the interval
      interval = 2

      # about the theme
      theme = "dark"
      hook_after = [
        "/usr/bin/logger", # a comment
        "x",
      ]

      # about the rule
      [[rule]]
      action = "protect"
      name = "a"
      """
    let thresholds = try Thresholds([Level(minfreePages: 1000, adj: 0)])
    let text = DropInText(before).setting(ScreenFile.entries(of: thresholds, .driver, .rss, 4096))
    #expect(
      text == """
        # mine
        # about the interval
        interval = 2

        # about the theme
        theme = "dark"
        hook_after = [
          "/usr/bin/logger", # a comment
          "x",
        ]
        #: pages of 4096 bytes:
        #:   row 1: below 3 MiB, adj >= 0 may die
        thresholds = "1000p:0"
        file_term = "driver"

        # about the rule
        [[rule]]
        action = "protect"
        name = "a"

        """)
    let settings = try SettingsFile(text, file: "f").settings
    #expect(settings.rules.count == 1 && settings.hookAfter?.count == 2)
    let again = DropInText(text).setting([
      DropInText.Entry(key: "theme", value: "\"light\""),
      DropInText.Entry(key: "interval", value: nil),
    ])
    let later = try SettingsFile(again, file: "f").settings
    #expect(later.theme?.text == "light" && later.interval == nil && later.rules.count == 1)
    #expect(again.contains("# about the theme\ntheme = \"light\"\nhook_after"))
  }

  @Test("A file that is no TOML, or that cannot be read, is not written over")
  func broken() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "config.d/90-screen.toml")
      try FileManager.default.createDirectory(
        at: folder.appending(path: "config.d"), withIntermediateDirectories: true)
      try "theme = \"dark\n".write(to: path, atomically: true, encoding: .utf8)
      #expect(Self.file(folder).write(ScreenSettings()).contains(":1 is not TOML"))
      #expect(try Self.text(folder) == "theme = \"dark\n")
      try FileManager.default.removeItem(at: path)
      try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
      #expect(Self.file(folder).write(ScreenSettings()).contains("cannot be read"))
    }
    let nowhere = ScreenFile(path: nil, obstacle: "no home", fileTerm: .lru, rank: .rss, pageSize: 4096)
    #expect(nowhere.write(ScreenSettings()) == "not written: no home")
  }

  @Test(
    "A wrong value is told with its line and what would be right",
    arguments: [
      ("columns = [\"pid\", \"nam\"]", "'columns': there is no column 'nam'; did you mean 'name'?"),
      ("columns = [\"pid\"]", "'columns': 'name' is missing"),
      ("columns = [\"pid\", \"name\", \"pid\"]", "a column stands there twice"),
      ("columns = [\"pid\", \"name\", \"cpu\"]", "'cpu' comes with a view or a sort"),
      ("columns = 3", "'columns' must be an array"), ("columns = [3]", "no column of that kind"),
      ("view = \"forest\"", "'view' must be one of \"kill_order\", \"tree\""),
      ("sort = \"why\"", "'sort' must be the name of a column"), ("sort = 1", "'sort' must be"),
      ("hold = 61", "'hold' must be whole seconds from 0 to 60"), ("hold = 1.5", "'hold' must"),
      ("always_ask = 1", "must be true or false"), ("vim_keys = \"yes\"", "must be true or false"),
      ("vim_key = true", "there is no setting 'vim_key'; did you mean 'vim_keys'?"),
    ])
  func wrong(text: String, words: String) throws {
    do throws(Failure) {
      _ = try SettingsFile("# first\n" + text, file: "c.toml")
      Issue.record("taken")
    } catch {
      #expect(error.sentence.contains("c.toml:2: "), "\(error.sentence)")
      #expect(error.sentence.contains(words), "\(error.sentence)")
    }
  }

  @Test("Expressions of a filter are PCRE's, with limits, and say what is wrong with them")
  func expressions() throws {
    guard case .matcher(let matches) = PatternCompiler.pcre.compile("^cc1(plus)?$") else {
      Issue.record("refused")
      return
    }
    #expect(matches(ProcessName("cc1plus")) && matches(ProcessName("cc1")))
    #expect(!matches(ProcessName("xcc1")))
    guard case .refused(let reason) = PatternCompiler.pcre.compile("(") else {
      Issue.record("taken")
      return
    }
    #expect(reason.contains("parenthesis"))
    // It backtracks without end; the limit says no.
    guard case .matcher(let slow) = PatternCompiler.pcre.compile("^(a|a?)+$") else { return }
    #expect(!slow(ProcessName("aaaaaaaaaaaaaaab")))
  }
}

import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("Setup, and letters that move")
struct SetupBehaviour {
  static func opened() -> TestScreen {
    var screen = TestScreen(.busyServer())
    screen.environment.themeNames = ["default", "dark", "light"]
    screen.draw()
    screen.press(.character("S"))
    return screen
  }

  /// Puts the cursor of setup there.
  static func go(_ screen: inout TestScreen, to item: SetupDialog.Item) {
    screen.press(.home)
    for _ in 0..<40 {
      if case .setup(let dialog) = screen.view.open?.dialog, dialog.item == item { return }
      screen.press(.down)
    }
    Issue.record("there is no such item")
  }

  @Test("Columns are taken away, put back and moved; Enter keeps and writes what holds")
  func columns() {
    var screen = Self.opened()
    Self.go(&screen, to: .column(.user))
    screen.press(.character(" "))
    #expect(!screen.view.settings.columns.contains(.user))
    screen.press(.character(" "))
    #expect(screen.view.settings.columns == ListColumn.usual, "back where it stood")
    screen.press(.character(" "))
    Self.go(&screen, to: .column(.pid))
    screen.press(.character(" "))
    #expect(screen.text.contains("PID stays"))
    screen.press(.left, .left)
    let requests = screen.press(.enter)
    #expect(
      screen.view.settings.columns
        == [.rank, .adj, .frees, .growth, .pid, .rss, .swap, .unit, .state, .name, .why])
    #expect(requests == [.saveSettings(screen.view.settings)])
    let heading = screen.draw().textRows.first { $0.contains("FREES") } ?? ""
    #expect(!heading.contains("USER"))
    #expect(column("PID", heading) < column("RSS", heading))
  }

  private func column(_ word: String, _ line: String) -> Int {
    let letters = Array(line)
    return letters.indices.first { letters[$0...].starts(with: word) } ?? .max
  }

  @Test("A theme is shown at once, and Esc takes everything back")
  func theme() {
    var screen = Self.opened()
    let before = screen.view.settings
    Self.go(&screen, to: .theme)
    #expect(screen.press(.right) == [.useTheme("dark")])
    #expect(screen.press(.right) == [.useTheme("light")])
    Self.go(&screen, to: .mouse)
    #expect(screen.press(.character(" ")) == [.setMouse(false)])
    Self.go(&screen, to: .hold)
    screen.press(.right, .right)
    #expect(screen.view.settings.holdSeconds == 5)
    #expect(screen.press(.escape) == [.useTheme("default"), .setMouse(true)])
    #expect(screen.view.settings == before)
  }

  @Test("Panic in setup takes it back, and does what panic does")
  func panic() {
    var screen = Self.opened()
    Self.go(&screen, to: .theme)
    screen.press(.right)
    #expect(screen.press(.character("X")) == [.command(.disarm(.panic)), .useTheme("default")])
    #expect(screen.text.contains("FROZEN"))
  }

  @Test("The order holds as long as setup says, and not at all with 0")
  func hold() {
    var screen = TestScreen(.busyServer())
    screen.view.settings.holdSeconds = 20
    screen.press(.down)
    screen.pass(.seconds(15))
    #expect(screen.text.contains("order held"))
    screen.view.settings.holdSeconds = 0
    screen.pass(.seconds(6))
    screen.press(.down)
    #expect(!screen.text.contains("order held"))
    // A dialog holds it all the same.
    screen.press(.enter)
    #expect(screen.view.held != nil)
  }

  @Test("With every signal asking, SIGTERM to an own process asks y")
  func asks() {
    var screen = TestScreen(.busyServer())
    screen.view.settings.asksAlways = true
    screen.press(.function(9))
    screen.snapshot.binding = .bound(MarksBehaviour.chrome)
    #expect(screen.press(.enter) == [])
    #expect(screen.text.contains("every signal asks"))
    #expect(
      screen.press(.character("y")) == [.command(.signal(MarksBehaviour.chrome, .terminate))])
  }

  @Test("With letters that move, k is an arrow and no kill, and the help names what is where")
  func vim() {
    var screen = TestScreen(.busyServer())
    screen.view.settings.usesVimKeys = true
    #expect(screen.press(.character("j"), .character("j"), .character("k")) == [])
    #expect(screen.cursorPid == 4790)
    screen.press(.character("G"))
    #expect(screen.cursorPid == screen.pids.last)
    screen.press(.character("g"), .character("L"))
    #expect(screen.text.contains("Event log"))
    screen.height = 60
    screen.press(.character("L"), .character("h"), .character("?"))
    #expect(screen.text.contains("F1 ?"))
    #expect(screen.text.contains("Up k Down j"))
    screen.press(.escape)
    #expect(screen.press(.function(9)) == [.command(.bind(MarksBehaviour.chrome))])
  }

  @Test("In either style no key stands twice in one context, and every act has a key")
  func styles() {
    for style in [KeyStyle.plain, .vim] {
      let table = KeyBinding.table(style)
      for context in [
        KeyBinding.Context.everywhere, .pane(.candidates), .pane(.thresholds),
      ] {
        let keys = table.filter { $0.context == context }.flatMap(\.keys)
        #expect(keys.count == Set(keys).count)
      }
      for binding in table where binding.label != "digits" { #expect(!binding.keys.isEmpty) }
      // What the bar offers is a key of it.
      for binding in table {
        guard let bar = binding.bar, bar.key.hasPrefix("F") || bar.key.count == 1 else { continue }
        #expect(binding.keys.contains { $0.name == bar.key })
      }
    }
  }
}

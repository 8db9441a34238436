import LMKCore
import LMKScreen
import LMKTestSupport
import Testing

@Suite("Golden frames of the list")
struct ListGoldens {
  static let sizes = [(80, 24), (120, 40), (200, 50), (40, 10)]

  @Test("Every view, at sizes from small to wide", arguments: ListView.allCases.dropFirst())
  func views(view: ListView) {
    for (width, height) in Self.sizes {
      var settings = ScreenSettings()
      settings.view = view
      var screen = TestScreen(.busyServer())
      screen.view = ViewState(settings)
      (screen.width, screen.height) = (width, height)
      screen.answerDemand()
      if view == .adj || view == .unit { screen.press(.down, .right) }
      screen.pass(.seconds(10))
      GoldenFrames.check("view-\(view.rawValue)-\(width)x\(height)", &screen)
    }
  }

  @Test("Sorted by CPU, with what it costs", arguments: [(80, 24), (200, 50)])
  func sorted(width: Int, height: Int) {
    var screen = TestScreen(.busyServer())
    (screen.width, screen.height) = (width, height)
    screen.press(.character("P"))
    screen.answerDemand()
    screen.pass(.seconds(10))
    GoldenFrames.check("sort-cpu-\(width)x\(height)", &screen)
  }

  @Test("A filter, tags that it hides, one that is followed, and a frozen list")
  func marks() {
    var screen = TestScreen(.busyServer())
    screen.press(.character(" "), .character(" "), .character("F"), .character("z"))
    screen.press(.function(4))
    screen.type("node")
    GoldenFrames.check("filter-typing-80x24", &screen)
    for _ in 0..<4 { screen.press(.backspace) }
    screen.type("adj>500 rss<700M")
    screen.press(.enter)
    screen.pass(.seconds(10))
    GoldenFrames.check("marks-80x24", &screen)
  }

  @Test("Setup, with the columns, the theme and its samples", arguments: [(80, 24), (40, 10)])
  func setup(width: Int, height: Int) {
    var screen = TestScreen(.busyServer())
    (screen.width, screen.height) = (width, height)
    screen.environment.themeNames = ["default", "dark", "light"]
    screen.press(.function(2), .down, .character(" "), .down, .right)
    GoldenFrames.check("setup-\(width)x\(height)", &screen)
  }

  @Test("The choice of a user, and the kill dialog of one that is tagged")
  func dialogs() {
    var screen = TestScreen(.busyServer())
    screen.press(.character("u"), .down)
    GoldenFrames.check("users-80x24", &screen)
    screen.press(.escape, .character(" "), .character(" "), .function(4))
    screen.type("5102")
    screen.press(.enter, .function(9))
    screen.snapshot.binding = .bound(ProcessKey(pid: 4711, startTime: 47_110))
    GoldenFrames.check("kill-tagged-80x24", &screen)
  }
}

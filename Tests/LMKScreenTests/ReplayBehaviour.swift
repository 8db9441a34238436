import LMKCore
import LMKScreen
import LMKTestSupport
import Testing

/// The screen of a replay: its bar, its keys, and that nothing in it acts.
@Suite("A replay's screen")
struct ReplayBehaviour {
  private static let start = SnapshotBuilder.start

  private static func screen(_ change: (inout Playback) -> Void = { _ in }) -> TestScreen {
    var builder = SnapshotBuilder.busyDesktop()
    builder.snapshot.arming = .armed(since: start.advanced(by: .seconds(-480)))
    var screen = TestScreen(builder)
    var playback = Playback()
    change(&playback)
    screen.snapshot.playback = playback
    screen.view.replay = ReplayOutline(
      first: start.advanced(by: .seconds(-600)), last: start.advanced(by: .seconds(600)),
      marks: [
        mark(-400, .level(2), "row 3 active"), mark(-300, .level(1), "row 2 active"),
        mark(-290, .kill, "SIGTERM to 10 cc1plus"), mark(-200, .level(nil), "below all rows"),
        mark(300, .level(0), "row 1 active"), mark(310, .gap, "7 events are missing"),
        mark(320, .kernelKill, "the kernel's own kill"), mark(400, .level(nil), "below all rows"),
      ],
      wallClockOffset: screen.environment.wallClockOffset, secondsFromUTC: 0)
    screen.draw()
    return screen
  }

  private static func mark(
    _ seconds: Int, _ kind: ReplayOutline.Mark.Kind, _ words: String
  ) -> ReplayOutline.Mark {
    ReplayOutline.Mark(at: start.advanced(by: .seconds(seconds)), kind, words: words)
  }

  @Test("It looks like no screen of the present", arguments: [(80, 24), (120, 40), (40, 10)])
  func frames(width: Int, height: Int) {
    var screen = Self.screen()
    (screen.width, screen.height) = (width, height)
    GoldenFrames.check("replay-\(width)x\(height)", &screen)
    #expect(!screen.text.contains("!! ARMED !!"))
    #expect(!screen.text.contains("A disarms"))
  }

  @Test("Paused in plain ASCII, at half speed, with a difference")
  func paused() {
    var screen = Self.screen {
      $0.isPaused = true
      $0.speed = 0.5
      $0.divergences = 2
    }
    screen.environment.isASCII = true
    GoldenFrames.check("replay-paused-80x24", &screen)
    #expect(screen.text.contains("PAUSED 1/2x"))
    #expect(screen.text.contains("DIFFERS from what was recorded"))
  }

  @Test("Keys play, step and change the speed")
  func keys() {
    var screen = Self.screen()
    #expect(screen.press(.character(" ")) == [.playback(.pauseOrGoOn)])
    #expect(screen.press(.character(".")) == [.playback(.step)])
    #expect(screen.press(.character(">")) == [.playback(.faster)])
    #expect(screen.press(.character("<")) == [.playback(.slower)])
    let here = screen.snapshot.at
    #expect(screen.press(.right) == [.playback(.goTo(here.advanced(by: .seconds(10))))])
  }

  @Test("Jumps go to the next change of the row and to the next kill, and say what is there")
  func jumps() {
    var screen = Self.screen()
    let kill = Self.start.advanced(by: .seconds(-290))
    let level = Self.start.advanced(by: .seconds(300))
    #expect(screen.press(.character("{")) == [.playback(.pauseAt(kill))])
    #expect(screen.text.contains("SIGTERM to 10 cc1plus"))
    #expect(screen.press(.character("]")) == [.playback(.pauseAt(level))])
    #expect(screen.text.contains("row 1 active"))
    screen.snapshot.at = Self.start.advanced(by: .seconds(500))
    #expect(screen.press(.character("}")) == [])
    #expect(screen.text.contains("no kill from here on"))
  }

  @Test(
    "Nothing acts: neither kill nor arm, edit, pin or delay",
    arguments: ["k", "A", "X", "e", "p", "d", "W"] as [Character])
  func nothingActs(letter: Character) {
    var screen = Self.screen()
    #expect(screen.press(.character(letter)) == [])
    #expect(screen.text.contains("this is a recording: nothing is signalled or changed"))
  }

  @Test("A time that is typed is gone to, and one that is none is said")
  func goTo() {
    var screen = Self.screen()
    // 00:49:07 is now; the recording begins ten minutes before.
    screen.press(.character("g"))
    #expect(screen.text.contains("Go to"))
    screen.type("00:50")
    #expect(
      screen.press(.enter) == [.playback(.pauseAt(Self.start.advanced(by: .seconds(53))))])
    screen.press(.character("g"))
    screen.type("+60")
    #expect(
      screen.press(.enter) == [.playback(.pauseAt(Self.start.advanced(by: .seconds(-540))))])
    screen.press(.character("g"))
    screen.type("99:99")
    #expect(screen.press(.enter) == [])
    #expect(screen.text.contains("'99:99' is no time"))
    screen.press(.character("g"))
    screen.press(.escape)
    #expect(!screen.text.contains("Go to"))
  }
}

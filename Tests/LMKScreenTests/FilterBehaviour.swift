import LMKCore
import LMKTestSupport
import Synchronization
import Testing

@testable import LMKScreen

@Suite("The filter of the list")
struct FilterBehaviour {
  /// A stand-in for the expressions: finds a plain text, counts its looks, refuses `(`.
  final class Expressions: Sendable {
    let looks = Mutex(0)

    var compiler: PatternCompiler {
      PatternCompiler { [self] text in
        guard !text.contains("(") else { return .refused("missing )") }
        return .matcher { name in
          self.looks.withLock { $0 += 1 }
          return name.text.contains(text)
        }
      }
    }
  }

  static func filtered(_ text: String, _ builder: SnapshotBuilder = .busyServer()) -> TestScreen {
    var screen = TestScreen(builder)
    screen.environment.patterns = Expressions().compiler
    screen.draw()
    screen.press(.function(4))
    screen.type(text)
    screen.press(.enter)
    return screen
  }

  @Test(
    "Terms, alone and together",
    arguments: [
      ("chrome", [4711, 4790]), ("CHROME", [4711, 4790]), ("!chrome adj=900", [5102]),
      ("adj>500", [4711, 4790, 5102, 3321, 2210, 2305]), ("adj>=900 rss<700M", [4790, 5102]),
      ("rss>1G", [3321, 3100]), ("rss>1024 adj>0", [3321]), ("user=build", [2210, 2305]),
      ("user=110", [3100]), ("!user=luca !user=root", [2210, 2305, 3100]),
      ("unit=MYSQL", [3100]), ("!unit=scope unit=service adj>=0", [2210, 2305, 3100]),
      ("state=d", [2210]), ("47", [4711, 4790]), ("pid=871", [871]), ("/cc1/", [2210, 2305]),
      ("!/cc1/ adj=529", []), ("/cc1/ state=D", [2210]), ("rank<=2", [4711, 4790]),
      ("swap>0", [4790]), ("frees>=790M", [4711, 3321, 3100]), ("name=ssh", [871]),
      ("adj!=0 adj<0 !never", [871, 700]),
    ])
  func terms(text: String, pids: [Int]) {
    var screen = Self.filtered(text)
    #expect(screen.pids.map { Int($0) } == pids)
    #expect(screen.view.list.isTypingFilter == false)
    #expect(screen.text.contains("filter: \(text.prefix(12))"))
  }

  @Test(
    "What is no filter is said, and stays to be mended; what is right of it holds already",
    arguments: [
      ("adj>", "what?"), ("adj>x", "no whole number"), ("rss>much", "is no size"),
      ("colour=red", "there is no 'colour'"), ("user=nobody-here", "there is no user"),
      ("/(/", "missing )"), ("user>5", "goes with a number"), ("state=DD", "one letter"),
    ])
  func defects(text: String, words: String) {
    var screen = TestScreen(.busyServer())
    screen.width = 160
    screen.environment.patterns = Expressions().compiler
    screen.draw()
    screen.press(.character("\\"))
    screen.type("chrome " + text)
    #expect(screen.text.contains(words))
    #expect(screen.pids == [4711, 4790])
    screen.press(.enter)
    #expect(screen.view.list.isTypingFilter)
    screen.press(.escape)
    #expect(screen.view.list.filter.text == "" && screen.pids.count > 10)
  }

  @Test("While it is typed letters are letters, and a paste is one line, filtered")
  func typing() {
    var screen = TestScreen(.busyServer())
    screen.press(.function(4))
    #expect(screen.type("kXqA") == [])
    #expect(screen.view.list.filter.text == "kXqA")
    screen.press(.control("u"), .paste("sshd\u{1b}[2J\nk"))
    #expect(screen.view.list.filter.text == "sshd\u{FFFD}[2J")
    screen.press(.escape)
    // Outside a text a paste does nothing at all.
    let before = screen.draw()
    #expect(screen.press(.paste("kkk\u{1b}qX")) == [])
    #expect(screen.draw().text == before.text)
  }

  @Test("A name is looked at once, whatever snapshots come; a new name is another question")
  func remembered() {
    let expressions = Expressions()
    var screen = TestScreen(.busyServer())
    screen.environment.patterns = expressions.compiler
    screen.draw()
    screen.press(.function(4))
    screen.press(.paste("/chrome/"))
    screen.draw()
    let names =
      Set(SnapshotBuilder.busyServer().candidates.map(\.candidate.name)).count
      + SnapshotBuilder.busyServer().exempt.count - 2
    let first = expressions.looks.withLock { $0 }
    #expect(first == names)
    for _ in 0..<5 {
      screen.pass(.seconds(1))
      screen.draw()
    }
    #expect(expressions.looks.withLock { $0 } == first)
    var builder = SnapshotBuilder.busyServer()
    builder.candidates[2].candidate.name = ProcessName("my-chrome")
    screen.snapshot = builder.build()
    #expect(screen.pids == [4711, 4790, 5102])
    #expect(expressions.looks.withLock { $0 } == first + 1)
  }

  @Test("The line of the kill order stands only where something above it is shown")
  func cut() {
    var screen = Self.filtered("sshd")
    #expect(!screen.text.contains("when armed"))
    screen = Self.filtered("adj>=0")
    #expect(screen.text.contains("when armed"))
    screen = Self.filtered("nobody-at-all")
    #expect(screen.text.contains("nobody matches the filter"))
    #expect(screen.press(.function(9)) == [])
  }

  @Test("u shows one user's processes, and everybody's again")
  func users() {
    var screen = TestScreen(.busyServer())
    screen.press(.character("u"))
    #expect(screen.text.contains("everybody"))
    // mysql has the second most memory.
    screen.press(.down, .down, .enter)
    #expect(screen.pids == [3100])
    #expect(screen.text.contains("user mysql"))
    screen.press(.character("u"), .home, .enter)
    #expect(screen.pids.count > 10)
  }
}

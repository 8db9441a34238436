import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("Command lines on the screen")
struct CommandLineBehaviour {
  private static let now = SnapshotBuilder.start
  private static let chrome = ShownProcess(
    key: ProcessKey(pid: 4711, startTime: 47_110), name: ProcessName("chrome"))

  private static func candidate(_ name: String) -> Candidate {
    Candidate(ProcessReading(key: chrome.key, name: ProcessName(name)))
  }

  /// Whom a frame that shows this process at that time asks for.
  private func asked(
    _ cache: inout CommandLineCache, _ name: String = "chrome", after time: Duration
  ) -> [ProcessKey] {
    var keys: [ProcessKey] = []
    let shown = ShownProcess(key: Self.chrome.key, name: ProcessName(name))
    cache.noteShown([shown], at: Self.now.advanced(by: time)) {
      keys.append($0)
      return true
    }
    return keys
  }

  @Test("Who is shown is asked for once, and again after half a minute")
  func asking() {
    var cache = CommandLineCache()
    #expect(asked(&cache, after: .zero) == [Self.chrome.key])
    #expect(asked(&cache, after: .milliseconds(50)).isEmpty)
    cache.note(Self.chrome.key, .line("chrome --type", ProcessName("chrome")), at: Self.now)
    #expect(cache.line(of: Self.candidate("chrome")) == "chrome --type")
    #expect(asked(&cache, after: .seconds(29)).isEmpty)
    #expect(asked(&cache, after: .seconds(30)) == [Self.chrome.key])
  }

  @Test("What could not be asked for is asked for with the next frame")
  func refused() {
    var cache = CommandLineCache()
    cache.noteShown([Self.chrome], at: Self.now) { _ in false }
    #expect(asked(&cache, after: .zero) == [Self.chrome.key])
    cache.note(Self.chrome.key, .unread, at: Self.now)
    #expect(asked(&cache, after: .zero) == [Self.chrome.key])
  }

  @Test("Another program under the same pid drops the line, and is asked for")
  func exec() {
    var cache = CommandLineCache()
    cache.note(Self.chrome.key, .line("chrome --type", ProcessName("chrome")), at: Self.now)
    #expect(cache.line(of: Self.candidate("bash")) == nil)
    // Not in the same moment: the snapshot may be behind what was read.
    #expect(asked(&cache, "bash", after: .milliseconds(500)).isEmpty)
    #expect(asked(&cache, "bash", after: .seconds(1)) == [Self.chrome.key])
  }

  @Test("One that hangs keeps its name, is marked, and is left alone for ten seconds")
  func hanging() {
    var cache = CommandLineCache()
    cache.note(Self.chrome.key, .hanging, at: Self.now)
    #expect(cache.isHanging(Self.chrome.key))
    #expect(cache.line(of: Self.candidate("chrome")) == nil)
    #expect(asked(&cache, after: .seconds(9)).isEmpty)
    #expect(asked(&cache, after: .seconds(10)) == [Self.chrome.key])
    cache.note(Self.chrome.key, .line("late", ProcessName("chrome")), at: Self.now)
    #expect(!cache.isHanging(Self.chrome.key))
  }

  @Test("The cache is bounded: the least recently shown go")
  func bounded() {
    var cache = CommandLineCache()
    for pid in Int32(1)...5000 {
      let key = ProcessKey(pid: pid, startTime: 1)
      cache.noteShown([ShownProcess(key: key, name: ProcessName("x"))], at: Self.now) { _ in true }
      #expect(cache.count <= CommandLineCache.capacity)
    }
    #expect(cache.count > CommandLineCache.capacity / 2)
    var keys: [ProcessKey] = []
    for pid in [Int32(1), 5000] {
      let process = ShownProcess(
        key: ProcessKey(pid: pid, startTime: 1), name: ProcessName("x"))
      cache.noteShown([process], at: Self.now) {
        keys.append($0)
        return true
      }
    }
    #expect(keys.map(\.pid) == [1])
  }

  @Test("A frame tells whom it showed; kernel threads are not asked for")
  func shown() {
    var screen = TestScreen(.busyDesktop())
    screen.press(.character("K"), .end)
    let pids = screen.view.shownProcesses.map(\.key.pid)
    #expect(pids.contains(6000))
    #expect(!pids.contains(2))
    #expect(screen.text.contains("kthreadd"))
  }

  @Test(
    "NAME is the command line where there is room, without the folder of its program",
    arguments: [
      ("/usr/lib/chrome --type=renderer", "chrome --type=renderer"),
      ("chrome --type=renderer", "chrome --type=renderer"), ("-chrome", "-chrome"),
      ("chrome: worker", "chrome: worker"), ("../out/chrome --gpu", "chrome --gpu"),
      ("text/html handler", "chrome: text/html handler"),
      ("/usr/bin/python3 /opt/chrome", "chrome: python3 /opt/chrome"), ("", "chrome"),
    ])
  func names(line: String, shown: String) {
    var screen = TestScreen(.busyDesktop())
    screen.environment.commandLines.note(
      Self.chrome.key, .line(line, ProcessName("chrome")), at: screen.now)
    let scene = Scene(screen.snapshot, screen.environment, at: screen.now)
    #expect(scene.name(Self.candidate("chrome"), columns: 40) == shown)
    // A name fits whole there, and a line would not.
    #expect(scene.name(Self.candidate("chrome"), columns: 15) == "chrome")
    // Another program by now.
    #expect(scene.name(Self.candidate("bash"), columns: 40) == "bash")
  }

  @Test("Hostile bytes of a command line reach no cell")
  func hostile() {
    var screen = TestScreen(.busyDesktop())
    (screen.width, screen.height) = (120, 40)
    screen.environment.commandLines.note(
      Self.chrome.key,
      .line("chrome \u{1b}]0;owned\u{7} \u{202e}live\n\r\t\u{0}end", ProcessName("chrome")),
      at: screen.now)
    screen.press(.home, .enter)
    let frame = screen.draw()
    #expect(frame.defects.isEmpty)
    #expect(screen.text.contains("command: chrome"))
    for scalar in frame.textRows.joined().unicodeScalars {
      #expect(scalar.value >= 0x20 && scalar.value != 0x7F && scalar.value != 0x202E)
    }
  }

  @Test("The details show a long line in full, broken where a word is longer than the box")
  func details() {
    var screen = TestScreen(.busyDesktop())
    (screen.width, screen.height) = (80, 40)
    let word = String(repeating: "0123456789", count: 30)
    screen.environment.commandLines.note(
      Self.chrome.key, .line("chrome --key=\(word) --end", ProcessName("chrome")), at: screen.now)
    screen.press(.home, .enter)
    let text = screen.text
    #expect(text.contains("--end"))
    #expect(text.filter { $0 == "7" }.count >= 30)
  }

  @Test("The details say that reading hangs")
  func hangingDetails() {
    var screen = TestScreen(.busyDesktop())
    screen.environment.commandLines.note(Self.chrome.key, .hanging, at: screen.now)
    screen.press(.home, .enter)
    #expect(screen.text.contains("reading it hangs"))
  }
}

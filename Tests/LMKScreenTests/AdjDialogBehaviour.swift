import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("The adj dialog, and read-only")
struct AdjDialogBehaviour {
  static let chrome = ProcessKey(pid: 4711, startTime: 47_110)

  static func opened(
    by key: Key = .function(7), _ builder: SnapshotBuilder = .busyDesktop()
  ) -> TestScreen {
    var screen = TestScreen(builder)
    #expect(screen.press(key) == [.command(.bind(chrome))])
    screen.snapshot.binding = .bound(chrome)
    screen.draw()
    return screen
  }

  @Test("F7 and [ begin one step lower, F8 and ] one higher; nothing is written by them")
  func opens() {
    for (key, value) in [
      (Key.function(7), "890"), (.character("["), "890"), (.function(8), "910"),
      (.character("]"), "910"),
    ] {
      var screen = Self.opened(by: key)
      #expect(screen.text.contains("900 →  \(value) "))
    }
  }

  @Test("It shows the new place, the reach and who would be first, before Enter writes")
  func shows() {
    var screen = Self.opened()
    screen.type("100")
    var text = screen.text
    for words in [
      "1 of 8 → 6 of 8", "may die now → safe until row 1", "4790 chrome would be next to die",
      "CAP_SYS_RESOURCE", "echo 100 > /proc/4711/oom_score_adj",
    ] {
      #expect(text.contains(words), "\(words)\n\(text)")
    }
    #expect(screen.press(.enter) == [.command(.setAdj(Self.chrome, 100))])
    screen.snapshot.entries.append(
      JournalEntry(
        sequence: 99, at: screen.now,
        kind: .adjRefused(
          screen.snapshot.rows[0].candidate, to: 100, .refused(.accessDenied))))
    text = screen.text
    #expect(text.contains("EACCES: permission denied"))
    #expect(text.contains("lowering needs CAP_SYS_RESOURCE"))
    #expect(screen.press(.enter) == [.command(.release)])
    #expect(!screen.text.contains("oom_score_adj of"))
  }

  @Test("Arrows, pages and digits change it within −1000…1000; what is no adj cannot be written")
  func changes() {
    var screen = Self.opened()
    screen.press(.up, .up, .right, .pageUp)
    #expect(screen.text.contains("→  1000 "))
    screen.press(.left)
    #expect(screen.text.contains("→  999 "))
    screen.type("-2000")
    #expect(screen.text.contains("not a whole number from -1000 to 1000"))
    #expect(screen.press(.enter) == [])
    screen.press(.backspace)
    #expect(screen.text.contains("→  -200 "))
    screen.press(.escape)
    #expect(!screen.text.contains("oom_score_adj of"))
  }

  @Test("−1000, a protected process that is raised, and a deadly value while armed ask for y")
  func asks() {
    var screen = Self.opened()
    screen.type("-1000")
    #expect(screen.press(.enter) == [])
    #expect(screen.text.contains("nothing kills it for memory any more"))
    #expect(screen.press(.character("n"), .enter) == [])
    #expect(screen.press(.character("y")) == [.command(.setAdj(Self.chrome, .never))])

    var armed = SnapshotBuilder.busyDesktop()
    armed.snapshot.arming = .armed(since: SnapshotBuilder.start)
    screen = Self.opened(by: .function(8), armed)
    #expect(screen.press(.enter) == [])
    #expect(screen.text.contains("it may die at once with this"))
    #expect(screen.press(.character("y")) == [.command(.setAdj(Self.chrome, 910))])
  }

  @Test("Nothing is written before it is bound, or after it is gone")
  func unbound() {
    var screen = TestScreen(.busyDesktop())
    screen.press(.function(8))
    for binding in [Binding.none, .opening(Self.chrome), .failed(Self.chrome, .gone)] {
      screen.snapshot.binding = binding
      #expect(screen.press(.enter) == [])
    }
    #expect(screen.text.contains("4711 is gone: nothing written"))
    #expect(screen.press(.escape) == [.command(.release)])
  }

  @Test("The kernel's threads, init and lmktop itself keep theirs")
  func exempt() {
    var screen = TestScreen(.busyDesktop())
    screen.type("6000")
    screen.press(.enter)
    #expect(screen.press(.function(8)) == [])
    #expect(screen.text.contains("no adj is written (lmktop itself)"))
  }

  @Test("The dialog at 80×24")
  func golden() {
    var screen = Self.opened()
    screen.type("100")
    GoldenFrames.check("adj-80x24", &screen)
  }

  // MARK: Read-only

  @Test("Read-only, dangerous keys are dead and gone from the help and the key bar")
  func readOnly() {
    var screen = TestScreen(.busyDesktop())
    screen.snapshot.isReadOnly = true
    let dangerous: [Key] = [
      .function(9), .character("k"), .function(7), .character("["), .function(8), .character("]"),
      .character("p"), .character("A"),
    ]
    for key in dangerous {
      #expect(screen.press(key) == [], "\(key)")
      #expect(screen.text.contains("read-only: nothing is killed or written from here"))
    }
    screen.press(.character("e"))
    #expect(screen.press(.character("W")) == [])
    screen.press(.escape, .escape)
    screen.pass(.seconds(10))
    let text = screen.text
    #expect(text.contains("SAFE: disarmed  read-only"))
    for word in ["F9Kill", "A arm", "F7Adj"] { #expect(!text.contains(word), "\(word)") }
    let scene = Scene(screen.snapshot, ViewEnvironment(), at: screen.now)
    let help = HelpView(scene: scene).lines(width: 80)
      .map { $0.pieces.map(\.text).joined() }.joined(separator: "\n")
    for words in ["signal the process", "arm (asks", "oom_score_adj", "A kill by hand", "F9"] {
      #expect(!help.contains(words), "\(words)")
    }
  }
}

@Suite("The details of a process")
struct DetailsBehaviour {
  @Test("They say what its memory consists of, and s asks for its PSS")
  func parts() {
    var builder = SnapshotBuilder.busyDesktop()
    builder.snapshot.boot = SnapshotBuilder.start.advanced(by: .seconds(-3 * 3600))
    var screen = TestScreen(builder)
    screen.press(.enter)
    let key = screen.view.detailedProcess
    #expect(key == ProcessKey(pid: 4711, startTime: 47_110))
    guard let key else { return }
    var asked: [MemoryQuestion] = []
    func ask(_ question: MemoryQuestion) -> Bool {
      asked.append(question)
      return true
    }
    screen.environment.memoryParts.noteDetailed(key, at: screen.now) { ask($0) }
    screen.environment.memoryParts.noteDetailed(key, at: screen.now) { ask($0) }
    #expect(asked == [MemoryQuestion(key, .parts)])
    var parts = MemoryParts()
    (parts.anonymous, parts.file, parts.shared, parts.swap) = (700 << 10, 90 << 10, 22 << 10, 4096)
    screen.environment.memoryParts.note(asked[0], .parts(parts), at: screen.now)
    #expect(screen.text.contains("anonymous 700M, file 90M, shared 22M, swap 4.0M"))
    #expect(screen.text.contains("age 3 h"))

    #expect(screen.press(.character("s")) == [.readProportional(key)])
    screen.environment.memoryParts.askProportional(key) { ask($0) }
    #expect(screen.text.contains("PSS: being read"))
    var share = ProportionalParts()
    (share.pss, share.unshared) = (720 << 10, 690 << 10)
    screen.environment.memoryParts.note(asked[1], .proportional(share), at: screen.now)
    #expect(screen.text.contains("PSS 720M, nobody else maps 690M"))
    screen.environment.memoryParts.note(asked[1], .hanging, at: screen.now)
    #expect(screen.text.contains("PSS: the read hangs (its memory is locked)"))
  }

  @Test("An answer about another process is not shown")
  func other() {
    var cache = MemoryPartsCache()
    let one = ProcessKey(pid: 1, startTime: 1)
    let two = ProcessKey(pid: 2, startTime: 2)
    let now = SnapshotBuilder.start
    cache.noteDetailed(one, at: now) { _ in true }
    cache.noteDetailed(two, at: now) { _ in true }
    cache.note(MemoryQuestion(one, .parts), .parts(MemoryParts()), at: now)
    #expect(cache.parts(of: one).value == nil)
    #expect(cache.parts(of: two).value == nil)
    cache.note(MemoryQuestion(two, .parts), .parts(MemoryParts()), at: now)
    #expect(cache.parts(of: two).value == MemoryParts())
  }

  @Test("What would change where it stands is said")
  func changes() {
    var screen = TestScreen(.busyDesktop())
    (screen.width, screen.height) = (120, 40)
    screen.press(.enter)
    let text = screen.text
    for words in [
      "to change: an adj of 528 or less puts it out of reach now",
      "or: 1.40G more headroom puts it out of reach of every row",
      "or: 4790 chrome comes before it by growing 172M", "or: a pin (p) spares it",
      "its death would free 790M: row 3 stays",
    ] {
      #expect(text.contains(words), "\(words)\n\(text)")
    }
  }
}

import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("The kill dialog")
struct KillDialogBehaviour {
  static let chrome = ProcessKey(pid: 4711, startTime: 47_110)

  static func opened(_ builder: SnapshotBuilder = .busyDesktop()) -> TestScreen {
    var screen = TestScreen(builder)
    let requests = screen.press(.function(9))
    #expect(requests == [.command(.bind(chrome))])
    return screen
  }

  @Test("Enter sends SIGTERM once the process is bound, and not before")
  func enterSends() {
    var screen = Self.opened()
    #expect(screen.press(.enter) == [])
    screen.snapshot.binding = .opening(Self.chrome)
    #expect(screen.press(.enter) == [])
    screen.snapshot.binding = .bound(ProcessKey(pid: 4711, startTime: 9))
    #expect(screen.press(.enter) == [], "bound to another process with the same pid")
    screen.snapshot.binding = .bound(Self.chrome)
    #expect(screen.press(.enter) == [.command(.signal(Self.chrome, .terminate))])
    #expect(screen.press(.enter) == [.command(.release)], "Enter again closes, and sends nothing")
    #expect(!screen.text.contains("Signal 4711"))
  }

  @Test("The target does not move when the rows do")
  func targetStays() {
    var screen = Self.opened()
    var builder = SnapshotBuilder.busyDesktop()
    builder.add(9999, "hog", adj: 1000, frees: 5_000)
    screen.snapshot = builder.build()
    screen.pass(.seconds(10))
    screen.snapshot.binding = .bound(Self.chrome)
    screen.draw()
    #expect(screen.text.contains("Signal 4711 chrome"))
    #expect(screen.press(.enter) == [.command(.signal(Self.chrome, .terminate))])
  }

  @Test("Keys within 150 ms of the opening are dropped, and the opening key confirms nothing")
  func typeAhead() {
    var screen = TestScreen(.busyDesktop())
    screen.snapshot.binding = .bound(Self.chrome)
    let now = screen.now
    #expect(
      screen.view.press(.function(9), on: screen.snapshot, at: now)
        == [.command(.bind(Self.chrome))])
    for milliseconds in [0, 1, 149] {
      let then = now.advanced(by: .milliseconds(milliseconds))
      #expect(screen.view.press(.enter, on: screen.snapshot, at: then) == [])
    }
    for key in [Key.function(9), .character("k")] {
      #expect(
        screen.view.press(key, on: screen.snapshot, at: now.advanced(by: .seconds(1))) == [])
    }
    #expect(
      screen.view.press(
        .enter, on: screen.snapshot, at: now.advanced(by: .milliseconds(150)))
        == [.command(.signal(Self.chrome, .terminate))])
  }

  @Test("SIGKILL asks y; Enter never sends it")
  func sigkillAsks() {
    var screen = Self.opened()
    screen.snapshot.binding = .bound(Self.chrome)
    #expect(screen.press(.character("y")) == [], "y before the question says nothing")
    #expect(screen.press(.down, .enter, .enter, .enter) == [])
    #expect(screen.text.contains("y sends SIGKILL to 4711"))
    #expect(screen.press(.character("y")) == [.command(.signal(Self.chrome, .kill))])
  }

  @Test("lmktop's own terminal asks y, with a plain warning")
  func ancestorAsks() {
    var builder = SnapshotBuilder()
    builder.add(10, "bash", adj: 5, frees: 10, standing: .exempt(.ancestor))
    var screen = TestScreen(builder)
    let key = ProcessKey(pid: 10, startTime: 100)
    #expect(screen.press(.function(9)) == [.command(.bind(key))])
    screen.snapshot.binding = .bound(key)
    screen.draw()
    #expect(screen.text.contains("it ends lmktop's own terminal"))
    #expect(screen.press(.enter) == [])
    #expect(screen.text.contains("lmktop ends with it"))
    #expect(screen.press(.character("y")) == [.command(.signal(key, .terminate))])
  }

  @Test("A container's init asks y, and says that its container dies with it")
  func containerInitAsks() {
    var screen = Self.opened()
    screen.snapshot.binding = .bound(Self.chrome)
    let row = screen.snapshot.rows.firstIndex { $0.candidate.key == Self.chrome }!
    screen.snapshot.rows[row].candidate.isContainerInit = true
    screen.draw()
    #expect(screen.text.contains("all of its container dies with it"))
    #expect(screen.press(.enter) == [])
    #expect(screen.press(.character("y")) == [.command(.signal(Self.chrome, .terminate))])
  }

  @Test("Another signal after the question asks anew")
  func choosingResets() {
    var screen = Self.opened()
    screen.snapshot.binding = .bound(Self.chrome)
    screen.press(.down, .enter, .up)
    #expect(screen.press(.character("y")) == [])
    #expect(screen.press(.enter) == [.command(.signal(Self.chrome, .terminate))])
  }

  @Test("A process of root, or with a negative adj, asks y for any signal")
  func protectedAsk() {
    var builder = SnapshotBuilder()
    builder.add(10, "rooted", adj: 5, frees: 10, uid: 0)
    var screen = TestScreen(builder)
    let rooted = ProcessKey(pid: 10, startTime: 100)
    screen.press(.character("k"))
    screen.snapshot.binding = .bound(rooted)
    #expect(screen.press(.enter) == [])
    #expect(screen.text.contains("owned by root"))
    #expect(screen.press(.character("y")) == [.command(.signal(rooted, .terminate))])

    builder = SnapshotBuilder()
    builder.add(11, "shielded", adj: -5, effective: 100, frees: 10)
    screen = TestScreen(builder)
    screen.press(.character("k"))
    screen.snapshot.binding = .bound(ProcessKey(pid: 11, startTime: 110))
    #expect(screen.press(.enter) == [])
    #expect(screen.text.contains("negative"))
  }

  @Test("Esc closes, lets the process go, and never quits")
  func escape() {
    var screen = Self.opened()
    #expect(screen.press(.escape) == [.command(.release)])
    #expect(screen.press(.escape, .escape) == [])
  }

  @Test("A process that is gone gets nothing, and the screen says so")
  func gone() {
    var screen = Self.opened()
    screen.snapshot.binding = .failed(Self.chrome, .gone)
    #expect(screen.text.contains("4711 is gone: nothing sent"))
    #expect(screen.press(.enter) == [])
    screen = Self.opened()
    screen.snapshot.binding = .failed(Self.chrome, .reused)
    #expect(screen.text.contains("4711 belongs to another process now: nothing sent"))
  }

  @Test("The result is shown: a refusal in words, a death with what came back")
  func result() throws {
    var screen = Self.opened()
    screen.snapshot.binding = .bound(Self.chrome)
    screen.press(.enter)
    #expect(screen.text.contains("no answer yet"))
    screen.snapshot.binding = .failed(Self.chrome, .refused(.notPermitted))
    #expect(screen.text.contains("EPERM: operation not permitted"))
    screen.snapshot.binding = .sent(Self.chrome, .terminate)
    #expect(screen.text.contains("SIGTERM sent to 4711"))
    #expect(screen.text.contains("kill -TERM 4711"))
    let victim = try #require(screen.snapshot.rows.first { $0.candidate.key == Self.chrome })
    screen.snapshot.entries.append(
      JournalEntry(
        sequence: 99, at: screen.now,
        kind: .died(
          KillRecord(
            victim: victim.candidate, signal: .terminate, cause: .byHand,
            terms: screen.snapshot.terms),
          DeathOutcome(took: .milliseconds(42), freedPages: 25_600, isRelief: true))))
    #expect(screen.text.contains("DIED 4711 chrome freed 100M in 42 ms"))
  }

  @Test("What must not be signalled opens no dialog", arguments: [6000, 1, 2])
  func refusedTargets(pid: Int) {
    var screen = TestScreen(.busyDesktop())
    screen.press(.character("K"))
    screen.press(.character("/"))
    screen.type("\(pid)")
    screen.press(.enter)
    #expect(screen.view.drawn.cursor?.pid == Int32(pid))
    #expect(screen.press(.character("k")) == [])
    #expect(screen.view.open == nil)
  }

  @Test("A paste does nothing, whatever it holds")
  func paste() {
    var screen = Self.opened()
    screen.snapshot.binding = .bound(Self.chrome)
    #expect(screen.press(.paste("\n\ny\n")) == [])
    screen.press(.down, .enter)
    #expect(screen.press(.paste("y")) == [])
    screen.press(.escape)
    #expect(screen.press(.paste("qkAe\u{1b}")) == [])
    #expect(screen.view.open == nil && screen.view.pane == .candidates)
  }
}

import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("Tags, follow and freeze")
struct MarksBehaviour {
  static let chrome = ProcessKey(pid: 4711, startTime: 47_110)
  static let child = ProcessKey(pid: 4790, startTime: 47_900)

  @Test("Space tags and goes on, c takes those along that descend from it, U lets all go")
  func tags() {
    var screen = TestScreen(.busyServer())
    screen.press(.character(" "))
    #expect(screen.view.list.tags == [Self.chrome] && screen.cursorPid == 4790)
    #expect(screen.draw().textRows.contains { $0.hasPrefix(" *") && $0.contains("4711") })
    screen.press(.up, .character(" "))
    #expect(screen.view.list.tags == [])
    screen.press(.up, .character("c"))
    #expect(screen.view.list.tags == [Self.chrome, Self.child])
    #expect(screen.text.contains("with 1 descendant"))
    screen.press(.character("U"))
    #expect(screen.view.list.tags == [])
  }

  @Test("Tags that a filter hides are counted in the status and in the dialog")
  func hidden() {
    var screen = TestScreen(.busyServer())
    screen.press(.character("c"), .function(4))
    screen.type("node")
    screen.press(.enter, .character(" "))
    #expect(screen.text.contains("tagged 3 (2 hidden)"))
    #expect(screen.press(.function(9)) == [.command(.bind(Self.chrome))])
    #expect(screen.text.contains("1 of 3 tagged, 2 hidden on the list"))
    screen.snapshot.binding = .bound(Self.chrome)
    // Of several each asks.
    #expect(screen.press(.enter) == [])
    #expect(screen.press(.character("y")) == [.command(.signal(Self.chrome, .terminate))])
    screen.snapshot.binding = .sent(Self.chrome, .terminate)
    // The next one has a dialog of its own.
    #expect(screen.press(.enter) == [.command(.release), .command(.bind(Self.child))])
    #expect(screen.text.contains("Signal 4790") && screen.text.contains("2 of 3 tagged"))
    #expect(screen.view.list.tags.count == 2)
    // x goes on without a signal, Esc lets the rest be.
    #expect(
      screen.press(.character("x"))
        == [.command(.release), .command(.bind(ProcessKey(pid: 5102, startTime: 51_020)))])
    #expect(screen.press(.escape) == [.command(.release)])
    #expect(!screen.text.contains("Signal 5102"))
  }

  @Test("Whoever has ended is not tagged any more; what may not be signalled gets no dialog")
  func ended() {
    var screen = TestScreen(.busyServer())
    screen.press(.character("c"))
    var builder = SnapshotBuilder.busyServer()
    builder.candidates.removeAll { $0.candidate.key == Self.chrome }
    screen.snapshot = builder.build()
    screen.draw()
    #expect(screen.view.list.tags == [Self.child])
    screen.press(.character("U"))
    screen.view.list.tags = [ProcessKey(pid: 6000, startTime: 60_000)]
    #expect(screen.press(.function(9)) == [])
    #expect(screen.text.contains("none of the tagged may be signalled"))
  }

  @Test("A group's heading tags all that are in it")
  func group() {
    var screen = TestScreen(.busyServer())
    screen.press(.character("v"), .character("v"), .character("v"), .character(" "))
    #expect(Set(screen.view.list.tags.map(\.pid)) == [4711, 4790, 5102, 3321])
    #expect(screen.text.contains("tagged 4 (4 hidden)"))
    screen.press(.character(" "))
    #expect(screen.view.list.tags == [])
  }

  @Test("Who is followed is followed through orders and views, until it is gone or an arrow comes")
  func follow() {
    var screen = TestScreen(.busyServer())
    screen.press(.down, .down, .character("F"))
    #expect(screen.text.contains("follow 5102"))
    for key in ["M", "t", "v", "N", "v", "I"] {
      screen.press(.character(Character(key)))
      screen.answerDemand()
      #expect(screen.cursorPid == 5102)
    }
    screen.press(.down)
    #expect(screen.view.list.followed == nil)
    screen.press(.character("o"), .character("v"), .character("v"), .home, .character("F"))
    #expect(screen.view.list.view == .cgroup || screen.view.list.followed != nil)
  }

  @Test("One that was followed and has ended is said to have")
  func followedEnds() {
    var screen = TestScreen(.busyServer())
    screen.press(.down, .down, .character("F"))
    var builder = SnapshotBuilder.busyServer()
    builder.candidates.removeAll { $0.candidate.key.pid == 5102 }
    screen.snapshot = builder.build()
    #expect(screen.text.contains("5102 node, which was followed, is gone"))
    #expect(screen.view.list.followed == nil)
    screen.press(.character("F"), .function(4))
    screen.type("mysqld")
    #expect(screen.view.list.followed == nil)
  }

  @Test("A frozen list keeps its rows through snapshots, and says so until it is let go")
  func freeze() {
    var screen = TestScreen(.busyServer())
    let pids = screen.pids
    screen.press(.character("z"))
    screen.pass(.seconds(60))
    screen.snapshot = CursorBehaviour.grown(5102)
    #expect(screen.pids == pids)
    #expect(screen.text.contains("FROZEN"))
    // An arrow does not thaw it, another order freezes it anew.
    screen.press(.down, .character("N"))
    screen.pass(.seconds(60))
    #expect(screen.pids == pids.sorted() && screen.text.contains("FROZEN"))
    screen.press(.character("o"), .character("Z"))
    #expect(!screen.text.contains("FROZEN"))
    #expect(screen.pids.first == 5102)
  }
}

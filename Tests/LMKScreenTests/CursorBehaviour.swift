import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("The cursor and the order of the list")
struct CursorBehaviour {
  static func row(_ screen: inout TestScreen, of text: String) -> Int? {
    screen.draw().textRows.firstIndex { $0.contains(text) }
  }

  static func pointed(_ screen: inout TestScreen) -> String? {
    screen.draw().textRows.first { $0.hasPrefix("▶") }
  }

  /// The busy machine with `pid` grown beyond all others of its adj.
  static func grown(_ pid: Int32) -> Snapshot {
    var builder = SnapshotBuilder.busyDesktop()
    for index in builder.candidates.indices
    where builder.candidates[index].candidate.key.pid == pid {
      builder.candidates[index].candidate.rssPages = 9_000 * SnapshotBuilder.pagesPerMiB
    }
    return builder.build()
  }

  @Test("The order holds for three seconds after an arrow, says so, and then goes on")
  func holds() throws {
    var screen = TestScreen(.busyDesktop())
    screen.press(.down)
    screen.snapshot = Self.grown(5102)
    #expect(screen.text.contains("order held 3 s"))
    let first = try #require(Self.row(&screen, of: "4711 luca"))
    let grown = try #require(Self.row(&screen, of: "5102 luca"))
    #expect(first < grown)
    screen.pass(.seconds(3))
    #expect(!screen.text.contains("order held"))
    let after = try #require(Self.row(&screen, of: "5102 luca"))
    #expect(after == first)
  }

  @Test("The cursor follows its process while the rows re-sort")
  func follows() throws {
    var screen = TestScreen(.busyDesktop())
    screen.press(.down, .down)
    #expect(try #require(Self.pointed(&screen)).contains("5102"))
    screen.pass(.seconds(4))
    screen.snapshot = Self.grown(5102)
    #expect(try #require(Self.pointed(&screen)).contains("5102"))
    #expect(
      screen.press(.function(9)) == [.command(.bind(ProcessKey(pid: 5102, startTime: 51_020)))])
  }

  @Test("Untouched, the cursor stays with the first row, and k means who was seen there")
  func top() throws {
    var screen = TestScreen(.busyDesktop())
    screen.snapshot = Self.grown(5102)
    // Not drawn yet: the operator still sees 4711 on top.
    #expect(
      screen.view.press(.function(9), on: screen.snapshot, at: screen.now)
        == [.command(.bind(ProcessKey(pid: 4711, startTime: 47_110)))])
    screen.pass(.seconds(1))
    screen.press(.escape)
    screen.pass(.seconds(4))
    #expect(try #require(Self.pointed(&screen)).contains("5102"))
  }

  @Test("A process that ends while the order is held keeps its row; then its neighbour is taken")
  func gone() throws {
    var screen = TestScreen(.busyDesktop())
    screen.press(.down)
    var builder = SnapshotBuilder.busyDesktop()
    builder.candidates.removeAll { $0.candidate.key.pid == 4790 }
    screen.snapshot = builder.build()
    #expect(try #require(Self.pointed(&screen)).contains("4790 is gone"))
    #expect(screen.press(.character("k")) == [])
    #expect(screen.text.contains("4790 is gone: nothing sent"))
    screen.pass(.seconds(9))
    #expect(try #require(Self.pointed(&screen)).contains("5102"))
  }

  @Test("The line stands under the last that may die")
  func cutLine() throws {
    var screen = TestScreen(.busyDesktop())
    let cut = try #require(Self.row(&screen, of: "row 3 of 6: when armed"))
    let rows = screen.draw().textRows
    #expect(rows[cut - 1].contains("may die (row 3)"))
    #expect(rows[cut + 1].contains("safe until row 2"))
    screen.snapshot.evaluation.active = nil
    #expect(Self.row(&screen, of: "when armed") == nil)
  }

  @Test("Exempt processes come last, kernel threads only when asked for")
  func exempt() {
    var screen = TestScreen(.busyDesktop())
    screen.height = 40
    #expect(screen.text.contains("lmktop itself"))
    #expect(!screen.text.contains("kswapd0"))
    screen.press(.character("K"))
    #expect(screen.text.contains("kswapd0"))
  }

  @Test("A click takes the process that was drawn there, and the wheel moves the cursor")
  func mouse() throws {
    var screen = TestScreen(.busyDesktop())
    let java = try #require(Self.row(&screen, of: "3321"))
    screen.snapshot = Self.grown(5102)
    _ = screen.view.press(
      .mouse(Key.Mouse(.click, column: 10, row: java)), on: screen.snapshot, at: screen.now)
    #expect(try #require(Self.pointed(&screen)).contains("3321"))
    screen.press(.mouse(Key.Mouse(.wheelDown, column: 0, row: 0)))
    #expect(try #require(Self.pointed(&screen)).contains("2305") == false)
    screen.press(.mouse(Key.Mouse(.click, column: 10, row: 23)))
    screen.press(.mouse(Key.Mouse(.click, column: 500, row: 500)))
  }

  @Test("A long list scrolls with the cursor, which is always on the screen")
  func scrolls() throws {
    var builder = SnapshotBuilder()
    for pid in 1...300 { builder.add(Int32(1000 + pid), "p\(pid)", adj: pid % 50, frees: pid) }
    var screen = TestScreen(builder)
    screen.press(.end)
    #expect(Self.pointed(&screen) != nil)
    for _ in 0..<60 {
      screen.press(.pageUp)
      #expect(Self.pointed(&screen) != nil)
    }
    #expect(try #require(Self.pointed(&screen)).contains("  1    49"))
    for _ in 0..<30 {
      screen.press(.down)
      #expect(Self.pointed(&screen) != nil)
    }
    screen.press(.home)
    #expect(screen.view.scroll == 0)
  }

  @Test("Search goes to a name or a pid, in letters of either case, and says what it misses")
  func search() throws {
    var screen = TestScreen(.busyDesktop())
    screen.press(.character("/"))
    screen.type("mysq")
    #expect(try #require(Self.pointed(&screen)).contains("mysqld"))
    screen.type("z")
    #expect(screen.text.contains("not found"))
    screen.press(.escape, .character("3"), .character("3"))
    #expect(try #require(Self.pointed(&screen)).contains("3321"))
    screen.press(.escape, .function(3))
    screen.type("xorg")
    #expect(try #require(Self.pointed(&screen)).contains("Xorg"))
    screen.press(.escape, .character("/"), .paste("chrome\u{1b}[2J\nq"))
    #expect(try #require(Self.pointed(&screen)).contains("chrome") == false)
    screen.press(.escape, .character("/"))
    screen.type("chrome")
    screen.press(.enter)
    let one = try #require(Self.pointed(&screen))
    screen.press(.character("n"))
    #expect(try #require(Self.pointed(&screen)) != one)
  }
}

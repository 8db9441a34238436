import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("Views, orders and folds of the list")
struct ListBehaviour {
  @Test("A line costs 16 bytes, and gives back what it was made of")
  func lines() {
    #expect(MemoryLayout<ListLine>.stride == 16)
    let key = ProcessKey(pid: 4711, startTime: 1 << 40)
    for item in [ListLine.Item.row(8000), .gone(key), .group(3)] {
      let line = ListLine(item: item, depth: 7, fold: .closed)
      #expect(line.item == item && line.depth == 7 && line.fold == .closed)
    }
  }

  @Test(
    "The cursor's process stays the target while rows re-sort, in every view",
    arguments: ListView.allCases)
  func drift(view: ListView) throws {
    var settings = ScreenSettings()
    settings.view = view
    settings.order = SortOrder(.rss)
    var screen = TestScreen(.busyServer())
    screen.view = ViewState(settings)
    screen.answerDemand()
    if view.isGrouped { screen.press(.character("*")) }
    // By its pid, and then some time for the order to be let go.
    screen.press(.character("3"), .character("3"), .enter)
    screen.pass(.seconds(10))
    screen.answerDemand()
    #expect(screen.cursorPid == 3321)
    for pid in [Int32(4790), 871, 5102, 3100] {
      screen.snapshot = CursorBehaviour.grown(pid)
      screen.answerDemand()
      screen.pass(.seconds(1))
      screen.draw()
      #expect(screen.cursorPid == 3321)
    }
    let key = ProcessKey(pid: 3321, startTime: 33_210)
    #expect(screen.press(.function(9)) == [.command(.bind(key))])
  }

  @Test("One order after the other: each sorts by its column, and I turns it over")
  func orders() {
    var screen = TestScreen(.busyServer())
    let plain = screen.pids
    screen.press(.character("N"))
    #expect(screen.pids == plain.sorted())
    screen.press(.character("I"))
    #expect(screen.pids == plain.sorted(by: >))
    screen.press(.character("M"))
    #expect(screen.pids.prefix(3) == [3100, 3321, 4711])
    #expect(screen.text.contains("RSS▾"))
    screen.press(.character("o"))
    #expect(screen.pids == plain)
    #expect(!screen.text.contains("sorted by resident"))
    screen.press(.function(6))
    #expect(screen.view.list.order == SortOrder(.adj))
    screen.press(.character("<"), .character("<"))
    #expect(screen.view.list.order == SortOrder(.name))
    #expect(screen.pids.first == 2890, "backup")
    // Without case: behind lmktop and udevd.
    #expect(screen.pids.last == 1980, "Xorg")
  }

  @Test("CPU and time are asked for while the list is sorted by them, and not a moment longer")
  func demand() {
    var screen = TestScreen(.busyServer())
    #expect(screen.view.demand == [])
    screen.press(.character("P"))
    #expect(screen.view.demand == .times)
    #expect(screen.text.contains("a stat of every process"))
    screen.answerDemand()
    // 2305 % 37 = 11, 3100 % 37 = 29, 4711 % 37 = 12, 1980 % 37 = 19, …
    let shares = screen.pids.map { $0 == 871 ? -1 : $0 % 37 }
    #expect(shares == shares.sorted(by: >))
    screen.press(.character("T"))
    #expect(screen.view.demand == .times)
    screen.press(.character("M"))
    #expect(screen.view.demand == [])
    screen.press(.character("V"))
    #expect(screen.view.list.view == .redBlack && screen.view.demand == .shape)
    screen.press(.character("v"))
    #expect(screen.view.demand == [])
  }

  @Test("The tree puts children under their parents, sums them, and folds")
  func tree() throws {
    var screen = TestScreen(.busyServer())
    screen.press(.character("t"))
    let pids = screen.pids
    let parent = try #require(pids.firstIndex(of: 4711))
    #expect(pids[parent + 1] == 4790)
    let listing = screen.view.listing(screen.snapshot)
    #expect(listing.lines[parent].fold == .open && listing.lines[parent + 1].depth == 1)
    let row = try #require(screen.snapshot.rows.firstIndex { $0.candidate.key.pid == 4711 })
    #expect(listing.sums[row] == (812 + 640) * SnapshotBuilder.pagesPerMiB)
    // The cursor on the child: fold goes to the parent, once more folds it.
    screen.press(.character("4"), .character("7"), .character("9"), .enter)
    screen.press(.character("-"))
    #expect(screen.cursorPid == 4711)
    screen.press(.character("-"))
    #expect(!screen.pids.contains(4790))
    #expect(screen.text.contains("▸ chrome"))
    // Found all the same, and opened.
    screen.press(.escape, .character("/"))
    screen.type("4790")
    #expect(screen.cursorPid == 4790)
    screen.press(.escape, .character("*"))
    #expect(!screen.pids.contains(4790))
    screen.press(.character("*"))
    #expect(screen.pids.contains(4790))
  }

  @Test("Parents that go in a circle, or took a pid later, hang nobody")
  func circles() {
    var builder = SnapshotBuilder()
    builder.add(10, "a", adj: 0, frees: 3, parent: 20)
    builder.add(20, "b", adj: 0, frees: 2, parent: 10)
    builder.add(30, "c", adj: 0, frees: 1, parent: 30)
    var screen = TestScreen(builder)
    screen.press(.character("t"))
    // 20 began after 10 and cannot be its parent.
    #expect(screen.pids == [10, 20, 30])
    #expect(screen.view.listing(screen.snapshot).lines.map(\.depth) == [0, 1, 0])
  }

  @Test("Groups tell totals of all that are in them, and those of the next to die come first")
  func groups() throws {
    var screen = TestScreen(.busyServer())
    screen.press(.character("v"), .character("v"))
    #expect(screen.view.list.view == .adj)
    let first = try #require(screen.view.listing(screen.snapshot).groups.first)
    #expect(first.name == "adj 900" && first.count == 3 && first.eligible == 3)
    #expect(first.frees == 1710 * SnapshotBuilder.pagesPerMiB)
    screen.press(.character("v"))
    let units = screen.view.listing(screen.snapshot).groups
    #expect(units.first?.name == "app-chrome.scope" && units.first?.count == 4)
    #expect(units.contains { $0.name == "mysql.service" })
    // Closed: no process stands on the list, and a group is no target.
    #expect(screen.pids == [])
    #expect(screen.press(.function(9)) == [])
    #expect(screen.text.contains("a group is no target"))
    screen.press(.right)
    #expect(screen.pids == [4711, 4790, 5102, 3321])
    screen.press(.character("v"))
    #expect(
      screen.view.listing(screen.snapshot).groups.first?.name.hasPrefix("/user.slice") == true)
    screen.press(.character("M"))
    #expect(
      screen.view.listing(screen.snapshot).groups.map(\.rss)
        == screen.view.listing(screen.snapshot).groups.map(\.rss).sorted(by: >))
  }

  @Test("Enter on a group's heading opens and closes it; on a process it opens the details")
  func enterOnHeading() {
    var screen = TestScreen(.busyServer())
    screen.press(.character("v"), .character("v"), .home)
    #expect(screen.view.drawn.group != nil && screen.cursorPid == nil)
    let closed = screen.pids.count
    screen.press(.enter)
    #expect(screen.pids.count > closed && screen.view.open == nil)
    screen.press(.enter)
    #expect(screen.pids.count == closed)
    screen.press(.enter, .down, .enter)
    #expect(screen.view.open != nil)
  }

  @Test("A held order keeps a group's heading and a fold as they were")
  func heldGroups() {
    var screen = TestScreen(.busyServer())
    screen.press(.character("v"), .character("v"), .right, .down)
    #expect(screen.cursorPid == 4711)
    var builder = SnapshotBuilder.busyServer()
    builder.candidates.removeAll { [4711, 3321].contains($0.candidate.key.pid) }
    screen.snapshot = builder.build()
    #expect(screen.text.contains("4711 is gone"))
    // The only one at 600.
    #expect(screen.text.contains("adj 600"))
    screen.pass(.seconds(9))
    #expect(!screen.text.contains("adj 600"))
    #expect(screen.cursorPid == 4790)
  }

  @Test("A click on a heading sorts, another one turns the order over")
  func headings() throws {
    var screen = TestScreen(.busyServer())
    let row = try #require(screen.draw().textRows.firstIndex { $0.contains("FREES") })
    let column = try #require(
      Array(screen.draw().textRows[row]).indices.first {
        Array(screen.draw().textRows[row])[$0...].starts(with: "RSS")
      })
    let click = Key.mouse(Key.Mouse(.click, column: column, row: row))
    screen.press(click)
    #expect(screen.view.list.order == SortOrder(.rss))
    screen.press(click)
    #expect(screen.view.list.order == SortOrder(.rss, isInverted: true))
  }

  @Test(
    "One key and one frame are enough among 8,000, whatever the view", arguments: ListView.allCases)
  func thousands(view: ListView) {
    var builder = SnapshotBuilder()
    for number in 0..<8000 {
      builder.add(
        Int32(1000 + number), "p\(number % 500)", adj: number % 1000, frees: 1 + number % 300,
        uid: UInt32(1000 + number % 7), parent: Int32(1000 + number / 3))
    }
    var settings = ScreenSettings()
    settings.view = view
    var screen = TestScreen(builder)
    screen.view = ViewState(settings)
    (screen.width, screen.height) = (200, 50)
    screen.draw()
    if view.isGrouped { screen.press(.character("*")) }
    func press(_ key: Key) -> [ScreenRequest] {
      let requests = screen.view.press(key, on: screen.snapshot, at: screen.now)
      screen.draw()
      return requests
    }
    // The heading of a group is no process.
    if view.isGrouped { _ = press(.down) }
    let first = screen.cursorPid
    _ = press(.down)
    #expect(screen.cursorPid != first && screen.cursorPid != nil)
    #expect(screen.draw().textRows.contains { $0.contains("▶") && $0.contains("p") })
    _ = press(.end)
    let pids = screen.pids
    #expect(pids.count == 8000 && screen.cursorPid == pids.last)
    _ = press(.function(4))
    for letter in "p49 adj>500" { _ = press(.character(letter)) }
    // p49, p490 … p499 at adj above 500.
    #expect(
      Set(screen.pids)
        == Set(
          (0..<8000).filter {
            let name = "\($0 % 500)"
            return (name == "49" || name.count == 3 && name.hasPrefix("49")) && $0 % 1000 > 500
          }.map { Int32(1000 + $0) }))
  }

  @Test("Letters without case, eight at once, are what they are one by one")
  func letters() {
    for byte in UInt8.min...UInt8.max {
      let word = UInt64(byte) &* 0x0101_0101_0101_0101
      #expect(ASCIICase.lowered(word) == UInt64(ASCIICase.lowered(byte)) &* 0x0101_0101_0101_0101)
    }
    let mixed: UInt64 = 0x41_FF_5A_40_5B_C1_00_61
    #expect(ASCIICase.lowered(mixed) == 0x61_FF_7A_40_5B_C1_00_61)
  }
}

import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("Arming on the screen")
struct ArmingBehaviour {
  static func armed() -> TestScreen {
    var builder = SnapshotBuilder.busyDesktop()
    builder.snapshot.arming = .armed(since: SnapshotBuilder.start)
    return TestScreen(builder)
  }

  @Test("ARM typed in capitals, then Enter, arms; nothing less does")
  func typed() {
    var screen = TestScreen(.busyDesktop())
    #expect(screen.press(.character("A"), .enter, .character("y"), .enter) == [])
    #expect(screen.type("arm") == [])
    #expect(screen.press(.enter) == [])
    #expect(screen.text.contains("that was not ARM"))
    screen.type("ARMY")
    #expect(screen.press(.enter) == [])
    screen.type("ARN")
    screen.press(.backspace)
    screen.type("M")
    #expect(screen.press(.enter) == [.command(.arm)])
    #expect(screen.view.open == nil)
  }

  @Test("The word cannot be pasted, nor typed before the dialog could be read")
  func noPaste() {
    var screen = TestScreen(.busyDesktop())
    for key in [Key.character("A"), .character("A"), .character("R"), .character("M"), .enter] {
      #expect(screen.view.press(key, on: screen.snapshot, at: screen.now) == [])
    }
    screen.pass(.seconds(1))
    #expect(screen.press(.paste("ARM"), .enter) == [])
  }

  @Test("The dialog lists who would die at once, in order, and by what steps")
  func listed() {
    var screen = TestScreen(.busyDesktop())
    screen.press(.character("A"))
    let text = screen.text
    #expect(text.contains("Row 3 is crossed: 5 processes may die"))
    #expect(text.contains("SIGTERM 3 s → SIGKILL"))
    let rows = screen.draw().textRows
    let found = ["4711 chrome", "4790 chrome", "5102 node", "3321 java", "2305 cc1plus"]
      .compactMap { words in rows.firstIndex { $0.contains("\(words)  adj") } }
    #expect(found.count == 5)
    #expect(found == found.sorted())
  }

  @Test(
    "A missing capability says why it cannot be armed, and the word does nothing",
    arguments: [Capability.Name.pidfd, .processes, .live, .vmstat])
  func obstacles(name: Capability.Name) {
    var builder = SnapshotBuilder.busyDesktop()
    builder.snapshot.capabilities = [
      Capability(name, isAvailable: false, reason: "tried and failed")
    ]
    var screen = TestScreen(builder)
    screen.press(.character("A"))
    #expect(screen.text.contains("Cannot arm"))
    #expect(screen.text.contains("tried and failed"))
    screen.type("ARM")
    #expect(screen.press(.enter) == [])
  }

  @Test("Armed, A disarms at once from anywhere")
  func disarm() {
    let openers: [[Key]] = [
      [], [.function(9)], [.function(1)], [.character("l")], [.enter], [.character("e")],
      [.character("e"), .enter], [.character("/"), .character("c")], [.character("q")],
    ]
    for opener in openers {
      var screen = Self.armed()
      for key in opener { screen.press(key) }
      #expect(
        screen.view.press(.character("A"), on: screen.snapshot, at: screen.now)
          == [.command(.disarm(.byOperator))], "after \(opener)")
    }
  }

  @Test("X disarms from any dialog, even within 150 ms, and lets a bound process go")
  func panic() {
    var screen = Self.armed()
    #expect(screen.press(.character("X")) == [.command(.disarm(.panic))])
    screen = Self.armed()
    _ = screen.view.press(.function(9), on: screen.snapshot, at: screen.now)
    #expect(
      screen.view.press(.character("X"), on: screen.snapshot, at: screen.now)
        == [.command(.disarm(.panic)), .command(.release)])
    #expect(screen.view.open == nil)
    screen = TestScreen(.busyDesktop())
    #expect(
      screen.press(.character("A"), .character("X")).last == .command(.disarm(.panic)))
  }

  @Test("After X the list is held until Esc")
  func panicHolds() {
    var screen = Self.armed()
    screen.press(.character("X"))
    screen.pass(.seconds(60))
    #expect(screen.text.contains("order held"))
    screen.press(.escape)
    #expect(!screen.text.contains("order held"))
  }

  @Test("Quitting asks when armed, and only y answers")
  func quit() {
    var screen = TestScreen(.busyDesktop())
    #expect(screen.press(.character("q")) == [.quit])
    for key in [Key.character("q"), .function(10), .control("c")] {
      screen = Self.armed()
      #expect(screen.press(key, key, .enter, .paste("y")) == [])
      #expect(screen.text.contains("ARMED. Quitting disarms it"))
      #expect(screen.press(.character("y")) == [.command(.disarm(.leaving)), .quit])
    }
  }

  @Test("Armed is said in words: first row, cut-off line and last row, at any width")
  func words() {
    for width in [80, 100, 140, 200] {
      var screen = Self.armed()
      screen.width = width
      let rows = screen.draw().textRows
      #expect(rows[0].hasPrefix("!! ARMED !!"))
      #expect(rows[23].contains("ARMED"))
      #expect(rows.contains { $0.contains("ARMED: row 3 of 6: the rows above die") })
      let frame = screen.draw()
      #expect((0..<width).allSatisfy { frame[$0, 0].role == .armed })
    }
    var screen = Self.armed()
    for width in 11..<80 {
      screen.width = width
      #expect(screen.draw().textRows[0].contains("ARMED"), "at \(width) columns")
    }
    for width in 1..<11 {
      screen.width = width
      let row = screen.draw().textRows[0]
      #expect(row.contains("!") || row.contains("ARMED"))
    }
  }

  @Test("A dialog never covers the row that says whether it is armed")
  func neverCovered() {
    for key in [Key.function(9), .function(1), .character("l"), .enter, .character("q")] {
      var screen = Self.armed()
      screen.press(key)
      #expect(screen.view.open != nil)
      #expect(screen.draw().textRows[0].hasPrefix("!! ARMED !!"))
    }
  }
}

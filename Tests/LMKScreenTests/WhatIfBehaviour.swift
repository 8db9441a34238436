import LMKCore
import LMKScreen
import LMKTestSupport
import Testing

@Suite("What if, on the screen")
struct WhatIfBehaviour {
  @Test("Who would be killed in turn, as memory is taken", arguments: [(80, 24), (40, 10)])
  func whatIf(width: Int, height: Int) {
    var screen = TestScreen(.busyDesktop())
    (screen.width, screen.height) = (width, height)
    #expect(screen.press(.character("w")).isEmpty)
    GoldenFrames.check("whatif-\(width)x\(height)", &screen)
    screen.press(.character("+"), .character("+"))
    GoldenFrames.check("whatif-more-\(width)x\(height)", &screen)
    screen.press(.character("-"), .character("-"), .character("-"))
    #expect(screen.text.contains("At the present memory"))
    screen.press(.escape)
    #expect(!screen.text.contains("nothing is killed by this"))
  }

  @Test("While an adj is edited, the rows that it newly exposes or spares are marked")
  func marks() {
    var screen = TestScreen(.busyDesktop())
    screen.height = 34
    screen.press(.character("e"), .right)
    // Row 3 is active: adj 529 becomes 200, which exposes more now.
    screen.type("200")
    #expect(screen.text.contains("+ NEWLY EXPOSED"))
    #expect(screen.text.contains("kill #1 4711 chrome"))
    screen.press(.backspace, .backspace, .backspace)
    screen.type("600")
    #expect(!screen.text.contains("+ NEWLY EXPOSED"))
    #expect(screen.text.contains("- newly spared"))
    screen.press(.escape, .escape)
    #expect(!screen.text.contains("newly"))
  }
}

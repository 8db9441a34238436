import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("The key table")
struct KeyTable {
  @Test("No key stands twice in one context")
  func unique() {
    for context in [
      KeyBinding.Context.everywhere, .pane(.candidates), .pane(.thresholds),
    ] {
      let keys = KeyBinding.all.filter { $0.context == context }.flatMap(\.keys)
      #expect(keys.count == Set(keys).count)
    }
  }

  @Test("Every key that does something is named by the help screen")
  func help() {
    let scene = Scene(
      SnapshotBuilder.busyDesktop().build(), ViewEnvironment(), at: SnapshotBuilder.start)
    let text = HelpView(scene: scene).lines(width: 80)
      .map { $0.pieces.map(\.text).joined() }.joined(separator: "\n")
    for binding in KeyBinding.all where !binding.label.isEmpty {
      #expect(text.contains(binding.label))
    }
    for binding in KeyBinding.all {
      for key in binding.keys {
        let isNamed = KeyBinding.all.contains {
          $0.context == binding.context && !$0.label.isEmpty
            && $0.label.split(separator: " ").contains(Substring(key.name))
        }
        #expect(isNamed, "\(key) is in no line of the help")
      }
    }
  }

  @Test("Redraw, next theme and the delay ask for themselves")
  func requests() {
    var screen = TestScreen(.busyDesktop())
    #expect(screen.press(.control("l"), .control("t")) == [.redraw, .nextTheme])
    #expect(screen.press(.character("d")) == [.command(.setInterval(.seconds(2)))])
    screen.snapshot.interval = .seconds(5)
    #expect(screen.press(.character("d")) == [.command(.setInterval(.milliseconds(500)))])
  }

  @Test("A note of the program is shown for a while")
  func notes() {
    var screen = TestScreen(.busyDesktop())
    screen.view.note("written to 90-screen.toml", at: screen.now)
    #expect(screen.text.contains("written to 90-screen.toml"))
    screen.pass(.seconds(6))
    #expect(!screen.text.contains("written to"))
  }
}

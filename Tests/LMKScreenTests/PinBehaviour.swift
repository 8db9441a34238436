import LMKCore
import LMKTestSupport
import Testing

@testable import LMKScreen

@Suite("Pins, rules and scopes on the screen")
struct PinBehaviour {
  @Test("p pins the process under the cursor, and pressed again lets it go")
  func pin() {
    var screen = TestScreen(.busyDesktop())
    _ = screen.draw()
    let key = ProcessKey(pid: 4711, startTime: 47_110)
    #expect(screen.press(.character("p")) == [.command(.pin(key))])
    #expect(screen.text.contains("4711 is pinned"))
    screen.snapshot.pins = [key]
    #expect(screen.press(.character("p")) == [.command(.unpin(key))])
  }

  @Test("WHY names the rule that spares, the pin, and the scope; the details who shifts")
  func why() {
    var builder = SnapshotBuilder()
    builder.snapshot.book = RuleBook(rules: [
      ProcessRule(label: "sshd", action: .protect),
      ProcessRule(label: "jobs", action: .prefer(weight: 300)),
    ])
    builder.add(10, "cc1", adj: 0, effective: 300, frees: 10)
    builder.add(11, "sshd", adj: 0, frees: 9, standing: .protected(.rule(0)))
    builder.add(12, "vi", adj: 0, frees: 8, standing: .protected(.pin))
    builder.add(13, "new", adj: 0, frees: 7, standing: .protected(.young))
    builder.add(14, "other", adj: 0, frees: 6, standing: .exempt(.outsideScope))
    builder.snapshot.shiftedBy = [ProcessKey(pid: 10, startTime: 100): 0b10]
    builder.snapshot.scope = .user(1000)
    var screen = TestScreen(builder)
    let text = screen.text
    for words in ["spared: rule sshd", "PINNED", "spared: young", "outside the scope", "300(0)"] {
      #expect(text.contains(words), "\(words)")
    }
    #expect(text.contains("scope: user 1000"))
    screen.press(.enter)
    #expect(screen.text.contains("effective 300 by rule jobs"))
    screen.press(.escape)
    screen.press(.end)
    #expect(screen.press(.function(9)) == [])
    #expect(screen.text.contains("14 is outside the scope"))
  }
}

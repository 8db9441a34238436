import Testing

@Suite("Typing, over a pty")
struct TypingTests {
  private func started(_ arguments: [String] = []) -> PseudoTerminal {
    let tty = PseudoTerminal(arguments: arguments)
    #expect(tty.report(startingWith: "ready").hasPrefix("ready"))
    return tty
  }

  @Test("Keys arrive as they were typed")
  func keys() {
    let tty = started()
    let typed: [(String, String)] = [
      ("k", "character k"), ("é", "character é"), ("e\u{301}", "character e\u{301}"),
      ("日", "character 日"), (" ", "character  "), ("\r", "enter"), ("\n", "enter"),
      ("\t", "tab"), ("\u{7f}", "backspace"), ("\u{8}", "backspace"), ("\u{c}", "control l"),
      ("\u{16}", "control v"), ("\u{13}", "control s"), ("\u{11}", "control q"),
      ("\u{1b}OP", "function 1"), ("\u{1b}[20~", "function 9"), ("\u{1b}[24~", "function 12"),
      ("\u{1b}OA", "up"), ("\u{1b}OB", "down"), ("\u{1b}OH", "home"), ("\u{1b}[6~", "pageDown"),
      ("\u{1b}[3~", "delete"), ("\u{1b}[Z", "backTab"), ("\u{1b}[A", "up"),
      ("\u{1b}[<0;10;3M", "mouse click 9 2"), ("\u{1b}[<65;200;3M", "mouse wheelDown 199 2"),
    ]
    for (text, expected) in typed {
      tty.type(text)
      #expect(tty.report(startingWith: "key") == "key " + expected)
    }
  }

  @Test("Esc comes alone, with nothing typed behind it, and the next key is itself")
  func escape() {
    let tty = started()
    for _ in 0..<3 {
      tty.type("\u{1b}")
      #expect(tty.report(startingWith: "key") == "key escape")
    }
    tty.type("k")
    #expect(tty.report(startingWith: "key") == "key character k")
  }

  @Test("A paste is one key, also where it is larger than the tty's buffer")
  func paste() {
    let tty = started()
    tty.type("\u{1b}[200~kill 9\u{1b}[201~")
    #expect(tty.report(startingWith: "key") == "key paste 6 \"kill 9\"")
    let text = String(repeating: "0123456789", count: 1000)
    tty.type("\u{1b}[200~" + text + "\u{1b}[201~")
    #expect(tty.report(startingWith: "key").hasPrefix("key paste 10000 "))
  }

  @Test("A paste that never ends does not make it deaf")
  func endlessPaste() {
    let tty = started()
    tty.type("\u{1b}[200~abc")
    #expect(tty.report(startingWith: "key") == "key paste 3 \"abc\"")
    tty.type("q")
    #expect(tty.report(startingWith: "key") == "key character q")
  }

  @Test("Without a mouse, none is asked for")
  func noMouse() {
    let tty = started(["--no-mouse"])
    tty.command("show", answer: "shown")
    #expect(tty.screen.privateModes.isDisjoint(with: [1000, 1002, 1003, 1006]))
    #expect(tty.screen.privateModes.contains(2004))
  }
}

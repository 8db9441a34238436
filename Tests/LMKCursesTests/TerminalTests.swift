import Glibc
import LMKScreen
import Testing

@Suite("A terminal, over a pty")
struct TerminalTests {
  @Test("It enters the alternate screen, hides the cursor and asks for paste and mouse")
  func enters() {
    let tty = PseudoTerminal()
    #expect(
      tty.report(startingWith: "ready") == "ready xterm-256color palette256 unicode 25")
    tty.command("show", answer: "shown")
    #expect(tty.screen.privateModes.isSuperset(of: [1049, 2004, 1000, 1006]))
    #expect(!tty.screen.privateModes.contains(25))
    let settings = tty.settings
    #expect(settings.c_lflag & tcflag_t(ICANON | ECHO | IEXTEN) == 0)
    #expect(settings.c_iflag & tcflag_t(IXON | ICRNL) == 0)
    #expect(settings.c_lflag & tcflag_t(ISIG) != 0)
    #expect(tty.screen.unknown.isEmpty)
  }

  @Test(
    "Leaving gives modes, cursor and settings back, twice is once", arguments: ["leave", "crash"])
  func leaves(how: String) {
    let tty = PseudoTerminal()
    _ = tty.report(startingWith: "ready")
    tty.command("show", answer: "shown")
    tty.command(how, answer: "left")
    #expect(tty.end() == (how == "leave" ? 0 : 1))
    #expect(tty.screen.privateModes == [7, 25])
    #expect(tty.settings.isSame(as: tty.settingsBefore))
  }

  @Test("A stop gives the terminal back, going on takes it again and paints everything")
  func suspends() {
    let tty = PseudoTerminal(columns: 40, rows: 5)
    _ = tty.report(startingWith: "ready")
    tty.send("frame 40 5")
    tty.send("put 2 1 victim 1 who dies next")
    tty.command("show", answer: "shown")
    tty.command("suspend", answer: "done")
    #expect(tty.screen.privateModes.isDisjoint(with: [1049, 2004, 1000, 1006]))
    #expect(tty.settings.isSame(as: tty.settingsBefore))
    tty.spoil(column: 3, row: 1)
    tty.command("resume", answer: "done")
    #expect(tty.screen.privateModes.isSuperset(of: [1049, 2004, 1000, 1006]))
    #expect(tty.settings.c_iflag & tcflag_t(IXON) == 0)
    tty.command("show", answer: "shown")
    #expect(tty.screen.line(1) == "  who dies next")
  }

  @Test("Without a terminal, or with a dumb one, it says what to use instead")
  func refuses() {
    let tty = PseudoTerminal(environment: ["TERM": "dumb"])
    #expect(tty.report() == "error lmktop needs a terminal; use 'lmktop list'")
    #expect(tty.end() == 69)
    #expect(tty.output.isEmpty)
    #expect(tty.settings.isSame(as: tty.settingsBefore))
  }

  @Test(
    "An unknown TERM falls back",
    arguments: [
      ("xterm-from-nowhere", "xterm-256color palette256"), ("nowhere", "vt100 mono"),
      ("alacritty-next", "xterm-256color palette256"), ("", "vt100 mono"),
    ])
  func fallsBack(term: String, expected: String) {
    let tty = PseudoTerminal(environment: ["TERM": term])
    #expect(tty.report(startingWith: "ready").hasPrefix("ready \(expected)"))
    tty.command("leave", answer: "left")
    #expect(tty.settings.isSame(as: tty.settingsBefore))
  }

  @Test(
    "Depth, characters and the delay of Esc come from the environment",
    arguments: [
      (["NO_COLOR": "1"], "xterm-256color mono unicode 25"),
      (["NO_COLOR": ""], "xterm-256color palette256 unicode 25"),
      (["TERM": "xterm"], "xterm eight unicode 25"),
      (["TERM": "linux"], "linux eight unicode 25"),
      (["TERM": "vt220"], "vt220 mono unicode 25"),
      (["ESCDELAY": "100"], "xterm-256color palette256 unicode 100"),
      (["ESCDELAY": "soon"], "xterm-256color palette256 unicode 25"),
      (["LC_ALL": "C"], "xterm-256color palette256 ascii 25"),
      (["LC_ALL": "", "LANG": ""], "xterm-256color palette256 unicode 25"),
      (["LC_ALL": "xx_XX.UTF-8"], "xterm-256color palette256 unicode 25"),
      (["LC_ALL": "xx_XX.ISO-8859-1"], "xterm-256color palette256 ascii 25"),
    ])
  func environment(values: [String: String], expected: String) {
    let tty = PseudoTerminal(environment: values)
    #expect(tty.report(startingWith: "ready") == "ready \(expected)")
  }
}

extension termios {
  func isSame(as other: termios) -> Bool {
    c_iflag == other.c_iflag && c_oflag == other.c_oflag && c_cflag == other.c_cflag
      && c_lflag == other.c_lflag
  }
}

import LMKScreen
import Testing

@Suite("Painting, over a pty")
struct PaintingTests {
  private func started(
    columns: Int = 40, rows: Int = 6, environment: [String: String] = [:],
    arguments: [String] = []
  ) -> PseudoTerminal {
    let tty = PseudoTerminal(
      columns: columns, rows: rows, environment: environment, arguments: arguments)
    #expect(tty.report(startingWith: "ready").hasPrefix("ready"))
    return tty
  }

  @Test("A frame appears with the looks of its roles")
  func shows() {
    let tty = started()
    tty.send("put 0 0 text 1 Headroom ▕····▲··▏")
    tty.send("put 3 2 victim 1 4711 chrome")
    tty.send("put 3 3 armed 1 ARMED")
    tty.send("put 39 5 ok 1 ×")
    tty.command("show", answer: "shown")
    #expect(tty.screen.line(0) == "Headroom ▕····▲··▏")
    #expect(tty.screen.line(2) == "   4711 chrome")
    #expect(tty.screen.line(5) == String(repeating: " ", count: 39) + "×")
    let victim = UInt8(16 + Role.victim.index)
    #expect(tty.screen.places[2][3].look.contains("38;5;\(victim)"))
    #expect(tty.screen.places[3][3].look.contains("38;5;231"))
    #expect(tty.screen.places[3][3].look.contains("48;5;196"))
    #expect(tty.screen.places[0][0].look == "")
    #expect(tty.screen.unknown.isEmpty)
  }

  @Test("The same frame again sends nothing; a change sends little")
  func sendsDifferences() {
    let tty = started()
    for row in 0..<6 { tty.send("put 0 \(row) text 1 all of it, from left to right") }
    tty.command("show", answer: "shown")
    let whole = tty.output.count
    tty.command("show", answer: "shown")
    #expect(tty.output.count == whole)
    tty.send("put 7 3 text 1 IT")
    tty.command("show", answer: "shown")
    #expect(tty.screen.line(3) == "all of IT, from left to right")
    #expect(tty.output.count - whole < 20)
    #expect(tty.output.count > whole)
  }

  @Test("Another theme paints the same frame anew, as often as it changes")
  func changesTheme() {
    let tty = started()
    tty.send("put 0 0 victim 1 4711")
    for shift in [0, 60, 120, 0, 60] {
      tty.send("theme \(shift)")
      tty.command("show", answer: "shown")
      let color = 16 + shift + Role.victim.index
      #expect(tty.screen.line(0) == "4711")
      #expect(tty.screen.places[0].prefix(4).allSatisfy { $0.look.contains("38;5;\(color)") })
    }
  }

  @Test(
    "24-bit colours where terminfo knows RGB, and the terminal's own sixteen beside them",
    .enabled(if: TerminfoEntry.canCompile, "needs tic(1), of ncurses-bin"))
  func direct() throws {
    let entry = try TerminfoEntry(
      name: "lmk-direct",
      source: #"""
        lmk-direct|direct colour for a test,
          RGB, colors#0x1000000, pairs#0x7FFF,
          setab=\E[%?%p1%{8}%<%t4%p1%d%e48\:2\:\:%p1%{65536}%/%d\:%p1%{256}%/%{255}%&%d\:%p1%{255}%&%d%;m,
          setaf=\E[%?%p1%{8}%<%t3%p1%d%e38\:2\:\:%p1%{65536}%/%d\:%p1%{256}%/%{255}%&%d\:%p1%{255}%&%d%;m,
          use=xterm-256color,

        """#)
    let tty = PseudoTerminal(
      columns: 20, rows: 3, environment: ["TERM": entry.name, "TERMINFO": entry.folder])
    #expect(tty.report(startingWith: "ready").hasPrefix("ready lmk-direct trueColor"))
    tty.send("put 0 0 armed 1 ARMED")
    tty.send("put 0 1 victim 1 4711")
    tty.command("show", answer: "shown")
    #expect(tty.screen.line(0) == "ARMED")
    #expect(tty.screen.places[0][0].look.contains("38:2::255:255:255"))
    #expect(tty.screen.places[0][0].look.contains("48:2::255:0:0"))
    let rgb = Palette.rgb(of: UInt8(16 + Role.victim.index))
    #expect(
      tty.screen.places[1][0].look.contains("38:2::\(rgb >> 16):\(rgb >> 8 & 255):\(rgb & 255)"))
  }

  @Test(
    "Where the colour pairs run out, every word is still there",
    .enabled(if: TerminfoEntry.canCompile, "needs tic(1), of ncurses-bin"))
  func fewPairs() throws {
    let entry = try TerminfoEntry(
      name: "lmk-poor",
      source: "lmk-poor|few pairs for a test,\n  colors#8, pairs#4, use=xterm,\n")
    let roles = Role.allCases
    let tty = PseudoTerminal(
      columns: 20, rows: roles.count,
      environment: ["TERM": entry.name, "TERMINFO": entry.folder])
    #expect(tty.report(startingWith: "ready").hasPrefix("ready lmk-poor eight"))
    for (row, role) in roles.enumerated() {
      tty.send("put 0 \(row) \(role.rawValue) 1 \(role.rawValue)")
    }
    tty.command("show", answer: "shown")
    for (row, role) in roles.enumerated() { #expect(tty.screen.line(row) == role.rawValue) }
  }

  @Test("No colour: the looks are attributes alone")
  func mono() {
    let tty = started(environment: ["NO_COLOR": "1"])
    tty.send("put 0 0 armed 1 ARMED")
    tty.send("put 0 1 victim 1 4711")
    tty.command("show", answer: "shown")
    let armed = tty.screen.places[0][0].look.split(separator: ";")
    #expect(armed.contains("1") && armed.contains("7"))
    #expect(!tty.screen.places.joined().contains { $0.look.contains("38;") })
  }

  @Test("Wide graphemes take two columns, and are blank where they do not fit")
  func wide() {
    let tty = started(columns: 10, rows: 3)
    tty.send("put 0 0 text 2 日本語")
    tty.send("put 6 0 text 1 ab")
    tty.send("frame 12 3")
    tty.send("put 0 0 text 2 日本語")
    tty.send("put 6 0 text 1 abc")
    tty.send("put 9 0 text 2 界")
    tty.send("put 0 1 text 1 e\u{301}te\u{301}")
    tty.command("show", answer: "shown")
    #expect(tty.screen.line(0) == "日本語abc")
    #expect(tty.screen.line(1) == "e\u{301}te\u{301}")
    tty.send("put 1 0 text 2 中")
    tty.send("put 0 0 text 1 x")
    tty.send("put 3 0 text 1 yzw")
    tty.command("show", answer: "shown")
    #expect(tty.screen.line(0) == "x中yzwabc")
  }

  @Test("What the libc would print in another width, or not at all, is replaced in place")
  func hostile() {
    let tty = started(columns: 12, rows: 2)
    tty.send("put 0 0 text 1 a\u{202e}b\u{7}c")
    tty.send("put 6 0 text 1 日x")
    tty.send("put 0 1 text 2 xy")
    tty.command("show", answer: "shown")
    #expect(tty.screen.line(0) == "a\u{fffd}b?c \u{fffd}x")
    #expect(tty.screen.line(1) == "x y")
  }

  @Test("A frame larger than the terminal is clipped, a smaller one padded", arguments: [1, 100])
  func otherSizes(side: Int) {
    let tty = started(columns: 20, rows: 4)
    tty.send("frame \(side) \(side)")
    tty.send("put 0 0 text 1 !")
    tty.send("cursor 50 50")
    tty.command("show", answer: "shown")
    #expect(tty.screen.line(0) == "!")
    #expect((1..<4).allSatisfy { tty.screen.line($0).isEmpty })
    #expect(!tty.screen.privateModes.contains(25))
  }

  @Test("One column by one row is a terminal too")
  func tiny() {
    let tty = started(columns: 1, rows: 1)
    #expect(tty.command("size", answer: "size") == "size 1 1")
    tty.send("frame 1 1")
    tty.send("put 0 0 armed 1 !")
    tty.command("show", answer: "shown")
    #expect(tty.screen.line(0) == "!")
    tty.send("frame 80 24")
    tty.send("put 0 0 text 2 日")
    tty.command("show", answer: "shown")
    #expect(tty.screen.line(0) == "")
    tty.command("leave", answer: "left")
    #expect(tty.end() == 0)
  }

  @Test("A resize is taken when it is told, and the next frame fills the new size")
  func resizes() {
    let tty = started(columns: 30, rows: 5)
    tty.send("frame 30 5")
    tty.send("put 0 4 text 1 the last row")
    tty.command("show", answer: "shown")
    for (columns, rows) in [(50, 8), (12, 3), (1, 1), (30, 5)] {
      tty.resize(columns: columns, rows: rows)
      tty.command("resize", answer: "done")
      #expect(tty.command("size", answer: "size") == "size \(columns) \(rows)")
      tty.send("frame \(columns) \(rows)")
      tty.send("put \(columns - 1) \(rows - 1) text 1 @")
      tty.command("show", answer: "shown")
      let expected = String(repeating: " ", count: columns - 1) + "@"
      #expect(tty.screen.line(rows - 1) == expected)
      #expect((0..<(rows - 1)).allSatisfy { tty.screen.line($0).isEmpty })
    }
    #expect(tty.screen.unknown.isEmpty)
  }

  @Test("Redrawing heals everything, a healing row heals in its turn")
  func heals() {
    let tty = started(columns: 20, rows: 3)
    tty.send("frame 20 3")
    for row in 0..<3 { tty.send("put 0 \(row) text 1 what belongs here") }
    tty.command("show", answer: "shown")
    tty.spoil(column: 4, row: 0)
    tty.spoil(column: 5, row: 2)
    tty.command("show", answer: "shown")
    #expect(tty.screen.line(0) == "what#belongs here")
    for _ in 0..<3 { tty.command("heal", answer: "done") }
    #expect((0..<3).allSatisfy { tty.screen.line($0) == "what belongs here" })
    tty.spoil(column: 4, row: 0)
    tty.spoil(column: 5, row: 2)
    tty.command("redraw", answer: "done")
    #expect((0..<3).allSatisfy { tty.screen.line($0) == "what belongs here" })
  }

  @Test("The cursor stands where the frame says, and is shown only then")
  func cursor() {
    let tty = started()
    tty.send("cursor 7 2")
    tty.command("show", answer: "shown")
    #expect(tty.screen.privateModes.contains(25))
    #expect((tty.screen.column, tty.screen.row) == (7, 2))
    tty.send("frame 40 6")
    tty.command("show", answer: "shown")
    #expect(!tty.screen.privateModes.contains(25))
  }

  @Test("In ASCII, borders keep their shape")
  func ascii() {
    let tty = started(arguments: ["--ascii"])
    tty.send("put 0 0 text 1 ┌─┬─┐│▏█·▶≥é")
    tty.send("put 0 1 text 2 日本")
    tty.command("show", answer: "shown")
    #expect(tty.screen.line(0) == "+-+-+||#.>>?")
    #expect(tty.screen.line(1) == "? ?")
    #expect(tty.output.allSatisfy { $0 < 0x80 })
  }

  @Test(
    "Eight colours, and none, on terminals of their kind", arguments: ["xterm", "vt100", "linux"])
  func poorTerminals(term: String) {
    let tty = started(environment: ["TERM": term])
    tty.send("put 2 1 armed 1 ARMED")
    tty.send("put 2 2 victim 1 4711")
    tty.command("show", answer: "shown")
    #expect(tty.screen.line(1) == "  ARMED")
    #expect(tty.screen.line(2) == "  4711")
    #expect(tty.screen.places[1][2].look != "")
    tty.command("leave", answer: "left")
  }
}

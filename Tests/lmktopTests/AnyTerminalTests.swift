import Foundation
import LMKTestSupport
import Testing

@Suite("Any terminal", .serialized)
struct AnyTerminalTests {
  private static let lmktop = Built.path("lmktop")
  private static let demo = "\(lmktop) --demo --read-only"

  /// A machine on which nothing happens.
  private func stillMachine() throws -> FixtureTree {
    let tree = try FixtureTree()
    try tree.add(FixtureMemory())
    for pid in Int32(100)...180 {
      var process = FixtureProcess(pid: pid, name: "prog\(pid)")
      process.rssPages = 10_000 - Int(pid)
      try tree.add(process)
    }
    return tree
  }

  @Test(
    "On a machine at rest a second costs a slow line less than 1,000 bytes",
    arguments: [(80, 24), (120, 40), (200, 50)])
  func idle(columns: Int, rows: Int) async throws {
    let tree = try stillMachine()
    let child = try TerminalChild(
      Self.lmktop, ["--proc-root", tree.path], columns: columns, rows: rows)
    #expect(try await child.wait(for: "Thresholds"))
    // Command lines come, the sparkline fills: then it is still.
    _ = try await child.bytes(in: .seconds(3))
    let (count, seconds) = try await child.bytes(in: .seconds(5))
    let perSecond = Double(count) / seconds
    #expect(perSecond < 1000, "\(perSecond) bytes a second at \(columns)x\(rows)")
    // It lives: a row is painted anew, and the clock goes on.
    #expect(perSecond > 10)
    child.type("q")
    #expect(try await child.end() == 0)
  }

  @Test("An unchanged screen is painted by whole rows, one a second, whatever its size")
  func heals() async throws {
    let tree = try stillMachine()
    let child = try TerminalChild(Self.lmktop, ["--proc-root", tree.path], columns: 300, rows: 100)
    #expect(try await child.wait(for: "Thresholds"))
    _ = try await child.bytes(in: .seconds(3))
    let (count, seconds) = try await child.bytes(in: .seconds(4))
    #expect(Double(count) / seconds < 2000)
    child.type("q")
    #expect(try await child.end() == 0)
  }

  @Test(
    "What wall(1) writes over the screen is gone at Ctrl-L, and without it within a turn of rows",
    .enabled(if: Tmux.isThere, "tmux is not installed"))
  func wall() async throws {
    let tree = try stillMachine()
    let terminal = try Tmux(width: 80, height: 24, "\(Self.lmktop) --proc-root \(tree.path)")
    let whole = { (screen: String) in
      let rows = screen.split(separator: "\n", omittingEmptySubsequences: false)
      return rows[0].hasPrefix("SAFE") && rows[1].hasPrefix("Headroom")
        && screen.contains("Thresholds") && screen.contains("F10Quit")
        && !screen.contains("Broadcast") && !screen.contains("goes down")
    }
    try await terminal.wait(for: "F10Quit")
    let message = "\r\nBroadcast message from root@host:\r\n\r\nThe system goes down!\r\n"
    try terminal.scribble(message)
    try await terminal.wait(for: "the message") { $0.contains("goes down") }
    try terminal.press("C-l")
    try await terminal.wait(for: "a whole screen", until: whole)
    // 24 rows, one a second.
    try terminal.scribble(message)
    try await terminal.wait(for: "the message") { $0.contains("goes down") }
    try await terminal.wait(for: "a screen that heals by itself", until: whole)
    try terminal.press("q")
    try await terminal.wait(for: "LEFT")
    #expect(terminal.exitStatus == 0)
  }

  @Test(
    "Keys, Esc and the whole screen on six terminals and an unknown one",
    .enabled(if: Tmux.isThere, "tmux is not installed"),
    arguments: [
      "xterm-256color", "tmux-256color", "screen", "linux", "vt100", "xterm-mono", "no-such-term",
    ])
  func terminals(term: String) async throws {
    let terminal = try Tmux(width: 80, height: 24, term: term, Self.demo)
    try await terminal.wait(for: "F10Quit")
    let screen = try await terminal.wait(for: "mysqld")
    #expect(screen.hasPrefix("DEMO"))
    for key in ["F1", "h"] {
      try terminal.press(key)
      try await terminal.wait(for: "details of the process")
      try await Task.sleep(for: .milliseconds(400))
      try terminal.press("Escape")
      try await terminal.wait(for: "the end of the help") { !$0.contains("details of the process") }
    }
    try terminal.press("Down", "Down")
    try await terminal.wait(for: "order held")
    try terminal.press("End")
    try await terminal.wait(for: "the cursor at the end") { screen in
      screen.split(separator: "\n").contains { $0.contains("sshd") && $0.first != " " }
    }
    try terminal.press("C-l")
    try terminal.press("F10")
    try await terminal.wait(for: "LEFT")
    #expect(terminal.exitStatus == 0)
  }

  @Test(
    "Ctrl-Z gives the shell its terminal, fg brings the screen back in whatever size it has then",
    .enabled(if: Tmux.isThere, "tmux is not installed"))
  func suspends() async throws {
    let terminal = try Tmux(
      width: 80, height: 24, "PS1='shell> ' exec bash --norc --noprofile -i")
    try await terminal.wait(for: "shell>")
    try terminal.press(Self.demo, "Enter")
    try await terminal.wait(for: "F10Quit")
    for (width, height) in [(100, 30), (60, 20)] {
      try terminal.press("C-z")
      let stopped = try await terminal.wait(for: "Stopped")
      #expect(!stopped.contains("F10Quit"))
      try terminal.press("echo still $((40 + 2))", "Enter")
      try await terminal.wait(for: "still 42")
      try terminal.resize(width: width, height: height)
      try terminal.press("fg", "Enter")
      // Not what a capture finds half painted.
      try await terminal.wait(for: "the whole screen") { screen in
        screen.hasPrefix("DEMO") && screen.contains("F10Quit")
      }
    }
    try terminal.press("q")
    try await terminal.wait(for: "shell>")
    try terminal.press("exit", "Enter")
    try await terminal.wait(for: "LEFT")
  }

  @Test("A storm of resizes, one after the other without a pause, ends with a whole screen")
  func resizes() async throws {
    let child = try TerminalChild(Self.lmktop, ["--demo", "--read-only"])
    #expect(try await child.wait(for: "Thresholds"))
    for step in 0..<300 {
      child.resize(columns: 1 + step * 37 % 300, rows: 1 + step * 13 % 100)
    }
    child.resize(columns: 90, rows: 30)
    let before = child.output.count
    #expect(
      try await child.wait {
        String(decoding: $0.output[before...], as: UTF8.self).contains("Thresholds")
      })
    child.type("q")
    #expect(try await child.end() == 0)
    #expect(child.hasFormerSettings)
  }

  @Test("--no-mouse asks for no mouse, and neither does mouse = false")
  func noMouse() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "config.toml")
      try "mouse = false\n".write(to: file, atomically: true, encoding: .utf8)
      for arguments in [["--no-mouse"], ["--config", file.path]] {
        let child = try TerminalChild(Self.lmktop, ["--demo"] + arguments)
        #expect(try await child.wait(for: "Thresholds"))
        #expect(!child.text.contains("\u{1b}[?1000h"))
        child.type("q")
        #expect(try await child.end() == 0)
      }
    }
  }

  @Test("NO_COLOR and --ascii hold for the whole program")
  func plain() async throws {
    let child = try TerminalChild(
      Self.lmktop, ["--demo", "--ascii", "--theme", "dark"], environment: ["NO_COLOR": "1"])
    #expect(try await child.wait(for: "Thresholds"))
    _ = try await child.bytes(in: .seconds(1.5))
    #expect(child.output.allSatisfy { $0 < 0x80 })
    #expect(!child.text.contains("\u{1b}[38;"))
    #expect(!child.text.contains("\u{1b}[48;"))
    child.type("q")
    #expect(try await child.end() == 0)
  }
}

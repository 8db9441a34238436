import Foundation
import LMKTestSupport
import Testing

/// The real program on a real terminal. What kills runs in a PID namespace of its own, where
/// nothing else can be seen or signalled.
@Suite("The whole program", .enabled(if: Tmux.isThere, "tmux is not installed"))
struct WholeProgramTests {
  private static let lmktop = Built.path("lmktop")
  private static let storm = Built.path("lmkstorm")

  /// A private PID namespace with its own /proc: root, or CAP_SYS_ADMIN.
  static let mayUnshare: Bool = {
    let arguments = ["--fork", "--pid", "--mount-proc", "--kill-child", "true"]
    // No unshare, no namespace.
    return (try? FinishedCommand.run("/usr/bin/unshare", arguments))?.status == 0
  }()

  /// `script` as pid 1 of a namespace that holds nothing but what it starts.
  private func inNamespace(_ script: String) -> String {
    "unshare --fork --pid --mount-proc --kill-child sh -c '\(script)'"
  }

  @Test("It opens on this machine disarmed, and q gives the terminal back")
  func opens() async throws {
    let terminal = try Tmux(width: 80, height: 24, Self.lmktop)
    let screen = try await terminal.wait(for: "Thresholds")
    #expect(screen.contains("SAFE"))
    #expect(screen.contains("NEXT"))
    try terminal.press("q")
    let after = try await terminal.wait(for: "LEFT")
    #expect(!after.contains("Thresholds"))
    #expect(terminal.exitStatus == 0)
    #expect(acts(try journal(of: terminal)) == ["started", "leaving"])
  }

  @Test("Any size: a storm of resizes ends with a whole screen")
  func resizes() async throws {
    let terminal = try Tmux(width: 80, height: 24, Self.lmktop)
    try await terminal.wait(for: "Thresholds")
    for (width, height) in [(1, 1), (20, 5), (200, 50), (40, 10), (3, 60), (160, 45), (80, 24)] {
      try terminal.resize(width: width, height: height)
    }
    try await terminal.wait(for: "Thresholds")
    try await terminal.wait(for: "F10Quit")
    try terminal.press("q")
    try await terminal.wait(for: "LEFT")
    #expect(terminal.exitStatus == 0)
  }

  @Test("A command line whose read hangs stops nothing: the others are shown, keys work, q leaves")
  func hangingCommandLine() async throws {
    let tree = try FixtureTree()
    try tree.add(FixtureMemory())
    for pid in Int32(100)...104 {
      var process = FixtureProcess(pid: pid, name: "prog\(pid)")
      process.rssPages = 10_000 - Int(pid)
      try tree.add(process)
      try tree.write("\(pid)/cmdline", "/opt/prog\(pid)\0--flag=\u{1b}[31m\(pid)\0")
    }
    // Whoever opens it to read waits for a writer, as for a locked memory map.
    try tree.remove("101/cmdline")
    #expect(mkfifo("\(tree.path)/101/cmdline", 0o600) == 0)
    let terminal = try Tmux(
      width: 120, height: 40, "\(Self.lmktop) --proc-root \(tree.path)")
    // Asked behind the one that hangs, and answered by another worker.
    let screen = try await terminal.wait(for: "--flag=�[31m104")
    #expect(screen.contains("prog100 --flag"))
    #expect(screen.split(separator: "\n").contains { $0.contains("prog101 ") })
    try terminal.press("Down", "Enter")
    try await terminal.wait(for: "reading it hangs")
    try await close(terminal)
    try terminal.press("Up", "Enter")
    try await terminal.wait(for: "command: /opt/prog100")
    try await close(terminal)
    try terminal.press("q")
    try await terminal.wait(for: "LEFT")
    #expect(terminal.exitStatus == 0)
  }

  /// Closes the details. Keys within 150 ms of their opening are dropped, and an Escape that is read
  /// together with the next key is another key.
  private func close(_ terminal: Tmux) async throws {
    try await Task.sleep(for: .milliseconds(400))
    try terminal.press("Escape")
    try await terminal.wait(for: "the end of the dialog") { !$0.contains("Esc closes") }
  }

  @Test("TERM ends it with the terminal restored and the exit status of the signal")
  func terminated() async throws {
    let terminal = try Tmux(
      width: 80, height: 24,
      "timeout --foreground --preserve-status -s TERM 3 \(Self.lmktop); exit $?")
    let screen = try await terminal.wait(for: "LEFT")
    #expect(!screen.contains("Thresholds"))
    #expect(terminal.exitStatus == 143)
    #expect(try journal(of: terminal).last?["signal"] as? String == "SIGTERM")
  }

  @Test(
    "F9 kills the process that was under the cursor, though another has moved into its row",
    .enabled(if: mayUnshare, "needs a private PID namespace"))
  func killByHand() async throws {
    // Whoever opens it to read waits until somebody opens it to write.
    let gate = FileManager.default.temporaryDirectory.appending(path: "gate-\(UUID().uuidString)")
    #expect(mkfifo(gate.path, 0o600) == 0)
    defer { unlink(gate.path) }
    let terminal = try Tmux(
      width: 100, height: 60,
      inNamespace(
        """
        sleep 1000 & (read x < \(gate.path); exec \(Self.storm) grow 60 > /dev/null) & \
        \(Self.lmktop); exit $?
        """))
    try await terminal.wait(for: "sleep")
    try terminal.press("F3")
    try terminal.press("s", "l", "e", "e", "p", "Enter")
    try await terminal.wait(for: "the cursor on sleep") { screen in
      screen.split(separator: "\n").contains { $0.contains("▶") && $0.contains("sleep") }
    }
    try terminal.press("F9")
    try await terminal.wait(for: "bound    yes")
    // Now the other one grows past it.
    try "go\n".write(to: gate, atomically: false, encoding: .utf8)
    try await terminal.wait(for: "the other process as the next to die") { screen in
      screen.split(separator: "\n").contains { $0.contains("NEXT") && $0.contains("lmks") }
    }
    try terminal.press("Enter")
    // A target of root asks once more.
    if geteuid() == 0 {
      try await terminal.wait(for: "y sends SIGTERM")
      try terminal.press("y")
    }
    try await terminal.wait(for: "SIGTERM sent")
    try await terminal.wait(for: "HAND KILL")
    try terminal.press("Escape")
    try await terminal.wait(for: "the end of the dialog") { !$0.contains("went through it") }
    try await terminal.wait(for: "DIED")
    try await terminal.wait(for: "lmkstorm")
    try terminal.press("q")
    try await terminal.wait(for: "LEFT")

    let lines = try journal(of: terminal)
    let signals = lines.filter { $0["event"] as? String == "signal" }
    #expect(signals.count == 1)
    #expect(signals.first?["name"] as? String == "sleep")
    #expect(signals.first?["cause"] as? String == "hand")
    #expect(signals.first?["signal"] as? String == "SIGTERM")
    let died = lines.filter { $0["event"] as? String == "died" }
    #expect(died.map { $0["pid"] as? Int } == [signals.first?["pid"] as? Int])
  }

  @Test(
    "Armed in a PID namespace, a process of 300 MB dies, and every account of it agrees",
    .enabled(if: mayUnshare, "needs a private PID namespace"))
  func armedKill() async throws {
    let terminal = try Tmux(
      width: 100, height: 60,
      inNamespace(
        """
        \(Self.storm) grow 300 900 > /dev/null & \
        \(Self.lmktop) --thresholds 100%:500; exit $?
        """))
    // Disarmed, it is named and counted, and lives. (The header says it before the first count.)
    try await terminal.wait(for: "the event") { screen in
      screen.split(separator: "\n").contains {
        $0.contains(" WOULD KILL ") && $0.contains("frees") && $0.first?.isNumber == true
      }
    }
    try terminal.press("A")
    try await terminal.wait(for: "Type ARM")
    // Keys within 150 ms of the opening are dropped; more than that is never wrong.
    try await Task.sleep(for: .milliseconds(400))
    try terminal.press("A", "R", "M", "Enter")
    try await terminal.wait(for: "!! ARMED !!")
    try await terminal.wait(for: "AUTO KILL")
    let screen = try await terminal.wait(for: "DIED")
    try terminal.press("A")
    try await terminal.wait(for: "SAFE")
    try terminal.press("q")
    try await terminal.wait(for: "LEFT")
    #expect(terminal.exitStatus == 0)

    // The sums on the screen: count = zero + no kill + busy + scan, scan = kill + would kill + waste.
    let counts = try #require(numbers(in: screen, after: "count"))
    #expect(counts[0] == counts[1...4].reduce(0, +), "\(counts)")
    let scans = try #require(numbers(in: screen, after: "scan"))
    #expect(scans[0] == scans[1...3].reduce(0, +), "\(scans)")
    #expect(scans[1] == 1)

    let lines = try journal(of: terminal)
    let died = try #require(lines.first { $0["event"] as? String == "died" })
    #expect(died["name"] as? String == "lmkstorm")
    #expect(died["oom_score_adj"] as? Int == 900)
    #expect(died["level"] as? Int == 1)
    #expect(died["min_adj"] as? Int == 500)
    #expect(died["cause"] as? String == "row")
    #expect(died["relief"] as? Bool == true)
    let pages = try #require(died["frees_pages"] as? Int)
    let size = try #require(died["page_size"] as? Int)
    #expect(pages * size > 290 << 20)
    #expect((died["freed_pages"] as? Int) ?? 0 > 0)
    #expect(
      acts(lines) == [
        "started", "would_kill", "armed", "intent", "signal", "died", "disarmed", "leaving",
      ])
    let intent = try #require(lines.first { $0["event"] as? String == "intent" })
    let first = (intent["candidates"] as? [[String: Any]])?.first
    #expect(first?["pid"] as? Int == died["pid"] as? Int)
    #expect((intent["sentence"] as? String)?.hasPrefix("SIGTERM ") == true)
    let steps = try #require(died["steps_ns"] as? [String: Int])
    let moments = ["sampled", "confirmed", "signalled", "exited", "settled"].compactMap {
      steps[$0]
    }
    #expect(moments.count == 5 && moments == moments.sorted())
  }

  @Test(
    "Armed, the hook before sees its victim alive and the hook after what came back",
    .enabled(if: mayUnshare, "needs a private PID namespace"))
  func hooks() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "lmktop-hooks-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // in the temporary folder
    let script = folder.appending(path: "hook")
    try """
    test -d /proc/$LMKTOP_PID && state=alive || state=gone
    echo $LMKTOP_HOOK $state $LMKTOP_NAME $LMKTOP_SIGNAL $LMKTOP_OUTCOME >> \(folder.path)/said
    test $LMKTOP_HOOK = before
    """.write(to: script, atomically: true, encoding: .utf8)
    let config = folder.appending(path: "config.toml")
    try """
    hook_before = ["/bin/sh", "\(script.path)"]
    hook_after = ["/bin/sh", "\(script.path)"]
    """.write(to: config, atomically: true, encoding: .utf8)
    let terminal = try Tmux(
      width: 100, height: 60,
      inNamespace(
        """
        \(Self.storm) grow 100 900 > /dev/null & \
        \(Self.lmktop) --config \(config.path) --thresholds 100%:500; exit $?
        """))
    try await terminal.wait(for: "the event") { screen in
      screen.split(separator: "\n").contains {
        $0.contains(" WOULD KILL ") && $0.contains("frees") && $0.first?.isNumber == true
      }
    }
    try terminal.press("A")
    try await terminal.wait(for: "Type ARM")
    try await Task.sleep(for: .milliseconds(400))
    try terminal.press("A", "R", "M", "Enter")
    try await terminal.wait(for: "DIED")
    // The hook after ends with status 1, and that is told.
    try await terminal.wait(for: "the hook ended with status 1")
    try terminal.press("A")
    try await terminal.wait(for: "SAFE")
    try terminal.press("q")
    try await terminal.wait(for: "LEFT")
    let heard = try String(contentsOf: folder.appending(path: "said"), encoding: .utf8)
    // Whether the machine's memory rose depends on the tests beside this one, too.
    #expect(
      heard.wholeMatch(
        of: /before alive lmkstorm SIGTERM\nafter gone lmkstorm SIGTERM (relief|no_relief)\n/)
        != nil,
      "\(heard)")
    let said = acts(try journal(of: terminal))
    let wanted = ["hook_began", "intent", "signal", "died", "hook_failed"]
    #expect(said.filter(wanted.contains) == wanted)
  }

  @Test(
    "While it is not armed, low memory kills nobody",
    .enabled(if: mayUnshare, "needs a private PID namespace"))
  func disarmedKillsNobody() async throws {
    let terminal = try Tmux(
      width: 100, height: 60,
      inNamespace("\(Self.storm) grow 50 900 > /dev/null & \(Self.lmktop) --thresholds 100%:500"))
    try await terminal.wait(for: "WOULD KILL")
    try await terminal.wait(for: "more than five scans") { screen in
      (numbers(in: screen, after: "scan")?.first ?? 0) > 5
    }
    #expect(try terminal.screen.contains("lmkstorm"))
    try terminal.press("q")
    try await terminal.wait(for: "LEFT")
    #expect(try !journal(of: terminal).contains { $0["event"] as? String == "signal" })
  }

  // MARK: Reading what it said

  private func journal(of terminal: Tmux) throws -> [[String: Any]] {
    try String(contentsOf: terminal.journal, encoding: .utf8).split(separator: "\n").map { line in
      let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(value as? [String: Any])
    }
  }

  /// The kinds of the lines. What happens to the machine meanwhile (another test's memory cgroup runs
  /// out) is told too, and is none of lmktop's acts.
  private func acts(_ lines: [[String: Any]]) -> [String] {
    lines.compactMap { $0["event"] as? String }.filter {
      $0 != "level" && $0 != "kernel_kill"
    }
  }

  /// The numbers of the line that says `word N = …`.
  private func numbers(in screen: String, after word: String) -> [Int]? {
    for line in screen.split(separator: "\n") {
      guard let range = line.range(of: "\(word) [0-9]+ = ", options: .regularExpression) else {
        continue
      }
      return line[range.lowerBound...].split { !$0.isNumber }.compactMap { Int($0) }
    }
    return nil
  }
}

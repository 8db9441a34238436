import Foundation
import LMKTestSupport
import Testing

@Suite("Read-only, the whole program")
struct ReadOnlyTests {
  @Test("By the option or the configuration: it says so, and the keys are dead")
  func screen() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "config.toml")
      try "read_only = true\n".write(to: file, atomically: true, encoding: .utf8)
      for arguments in [["--read-only"], ["--config", file.path]] {
        let child = try TerminalChild(
          Built.path("lmktop"), ["--no-journal"] + arguments, columns: 120, rows: 40)
        #expect(try await child.wait(for: "read-only: kills and writes nothing"))
        #expect(try await child.wait(for: "Thresholds"))
        for key in ["k", "]", "A", "p"] {
          let before = child.output.count
          child.type(key)
          #expect(
            try await child.wait {
              String(decoding: $0.output[before...], as: UTF8.self).contains("nothing is killed")
                || $0.text.contains("nothing is killed or written from here")
            }, "\(key)")
        }
        #expect(!child.text.contains("Type ARM"))
        child.type("q")
        #expect(try await child.end() == 0)
      }
    }
  }

  @Test("The guard does not arm with a configuration that says so, and names it")
  func guarded() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "config.toml")
      try "read_only = true\n".write(to: file, atomically: true, encoding: .utf8)
      // A captured tree: were it to arm by a defect of ours, nobody could be killed.
      let tree = try FixtureTree()
      try tree.add(FixtureMemory())
      let result = try Program.run(
        "guard", "--arm", "--proc-root", tree.path, "--config", file.path, "--thresholds",
        "1p:1000")
      #expect(result.status == 78)
      #expect(result.complaint.contains("read-only"))
    }
  }
}

@Suite(
  "oom_score_adj by hand, the whole program",
  .enabled(if: Tmux.isThere && WholeProgramTests.mayUnshare, "needs tmux and a PID namespace"))
struct AdjOnScreenTests {
  @Test("F8 on a process, a value, Enter: it is written, the order follows, the journal has it")
  func raises() async throws {
    // Two that live as long as the namespace does; tail holds what it has read.
    let large = "(head -c 60m /dev/zero; exec tail -f /dev/null) | tail > /dev/null"
    let terminal = try Tmux(
      width: 100, height: 40,
      "unshare --fork --pid --mount-proc --kill-child sh -c '"
        + "\(large) & sleep 1000 & \(Built.path("lmktop")); exit $?'")
    try await terminal.wait(for: "sleep")
    try terminal.press("F3")
    try terminal.press("s", "l", "e", "e", "p", "Enter")
    try await terminal.wait(for: "the cursor on sleep") { screen in
      screen.split(separator: "\n").contains { $0.contains("▶") && $0.contains("sleep 1000") }
    }
    try terminal.press("F8")
    try await terminal.wait(for: "bound    yes")
    // Keys within 150 ms of the opening are dropped; more than that is never wrong.
    try await Task.sleep(for: .milliseconds(400))
    try terminal.press("7", "0", "0")
    try await terminal.wait(for: "echo 700 > /proc/")
    try await terminal.wait(for: "first    ")
    try terminal.press("Enter")
    try await terminal.wait(for: "sleep: 0 → 700")
    try terminal.press("Enter")
    try await terminal.wait(for: "sleep first") { screen in
      screen.split(separator: "\n").contains {
        $0.hasPrefix("NEXT") && $0.contains("sleep adj 700")
      }
    }
    try terminal.press("q")
    try await terminal.wait(for: "LEFT")
    let lines = try String(contentsOf: terminal.journal, encoding: .utf8).split(separator: "\n")
    #expect(lines.contains { $0.contains(#""event":"adj""#) && $0.contains(#""from_adj":0"#) })
  }
}

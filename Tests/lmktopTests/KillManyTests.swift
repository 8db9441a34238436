import Foundation
import LMKTestSupport
import Testing

/// The dialog that kills more than one process, on a real terminal, in a PID namespace of its own.
@Suite(
  "Many at once, by the keys",
  .enabled(
    if: Tmux.isThere && WholeProgramTests.mayUnshare, "needs tmux and a private PID namespace"))
struct KillManyTests {
  private static let lmktop = Built.path("lmktop")
  private static let storm = Built.path("lmkstorm")

  private func inNamespace(_ script: String) -> String {
    "unshare --fork --pid --mount-proc --kill-child sh -c '\(script)'"
  }

  private func journal(of terminal: Tmux) throws -> [[String: Any]] {
    try Namespaced.lines(terminal.journal)
  }

  @Test("A subtree: previewed, asked y, killed whole, and in the journal")
  func subtree() async throws {
    let terminal = try Tmux(
      width: 120, height: 40,
      inNamespace(
        "sh -c \"for i in 1 2 3 4 5 6; do sleep 300 & done; wait\" > /dev/null & sleep 1; "
          + "\(Self.lmktop) --thresholds 1p:1000; exit $?"))
    try await terminal.wait(for: "sleep 300")
    // The first child of pid 1 is the shell with six children.
    try terminal.press("2", "Enter", "F9")
    try await terminal.wait(for: "Signal 2 sh")
    try await terminal.wait(for: "bound    yes")
    // Keys that come with the dialog were typed for something else.
    try await Task.sleep(for: .milliseconds(400))
    try terminal.press("s")
    try await terminal.wait(for: "holds    7 processes")
    let count = 7
    try terminal.press("Down")
    try await terminal.wait(for: "asks before it sends SIGKILL")
    try terminal.press("Enter")
    try await terminal.wait(for: "y sends SIGKILL to")
    try await Task.sleep(for: .milliseconds(400))
    try terminal.press("y")
    try await terminal.wait(for: "SIGKILL to \(count)")
    try await terminal.wait(for: "\(count) of \(count) process")
    try terminal.press("Escape")
    try await terminal.wait(for: "the list") { !$0.contains("Enter or Esc closes") }
    try terminal.press("q")
    try await terminal.wait(for: "LEFT")
    #expect(terminal.exitStatus == 0)
    let lines = try journal(of: terminal)
    let intent = try #require(lines.first { $0["event"] as? String == "many_intent" })
    #expect(intent["reach"] as? String == "subtree")
    let sent = try #require(lines.first { $0["event"] as? String == "many_signalled" })
    #expect(sent["signalled"] as? Int == count)
    #expect(lines.filter { $0["event"] as? String == "signal" }.count == count)
    let ended = try #require(lines.first { $0["event"] as? String == "many_ended" })
    #expect(ended["exited"] as? Int == count)
  }

  @Test("A process group that cannot be seen whole is refused, and no key sends")
  func refused() async throws {
    let terminal = try Tmux(
      width: 120, height: 40,
      inNamespace(
        "\(Self.storm) grow 50 900 > /dev/null & sleep 1; \(Self.lmktop) --thresholds 1p:1000; exit $?"
      ))
    try await terminal.wait(for: "lmkstorm")
    try terminal.press("F9")
    try await terminal.wait(for: "bound    yes")
    // Keys that come with the dialog were typed for something else.
    try await Task.sleep(for: .milliseconds(400))
    // The shell has no job control: its children are in the group that it was started in, whose leader
    // lives outside.
    try terminal.press("g")
    try await terminal.wait(for: "in a pid namespace that cannot be seen from here")
    try await terminal.wait(for: "nothing can be sent")
    try terminal.press("Enter")
    try terminal.press("y")
    try terminal.press("Escape")
    try await terminal.wait(for: "the list") { !$0.contains("nothing can be sent") }
    try terminal.press("q")
    try await terminal.wait(for: "LEFT")
    #expect(
      try !journal(of: terminal).contains {
        ["signal", "many_signalled"].contains($0["event"] as? String ?? "")
      })
  }
}

import Foundation
import LMKTestSupport
import Testing

/// What of the list a value cannot show: that the engine answers what the screen looks at, that
/// setup is kept from run to run, and what a terminal does with pastes and the mouse.
@Suite("The list on a terminal", .enabled(if: Tmux.isThere, "tmux is not installed"))
struct ListScreenTests {
  private static let lmktop = Built.path("lmktop")

  @Test("Setup is written, and holds at the next start; the mouse is let go at once")
  func setup() async throws {
    // The first run, and the second in the same folders.
    let terminal = try Tmux(
      width: 100, height: 40, "\(Self.lmktop); echo AGAIN; read x; \(Self.lmktop)")
    try await terminal.wait(for: "Thresholds")
    #expect(try terminal.takesMouse)
    try terminal.press("F2")
    try await terminal.wait(for: "Columns, from left to right")
    // Keys within 150 ms of the opening are dropped.
    try await Task.sleep(for: .milliseconds(400))
    try terminal.press("Down", "Space")
    try await terminal.wait(for: "[ ] ADJ")
    try terminal.press("End", "Up", "Space")
    try await terminal.wait(for: "[ ] wheel and clicks")
    #expect(try !terminal.takesMouse)
    try terminal.press("Enter")
    let file = terminal.configuration.appending(path: "config.d/90-screen.toml")
    // The note of it goes again in six seconds, which a busy machine may let pass.
    try await terminal.wait(for: "the drop-in") { _ in
      (try? String(contentsOf: file, encoding: .utf8))?.contains("mouse = false") == true
    }
    try terminal.press("q")
    try await terminal.wait(for: "AGAIN")
    try terminal.press("Enter")
    let screen = try await terminal.wait(for: "Thresholds")
    let heading = screen.split(separator: "\n").first { $0.contains("FREES") && $0.contains("PID") }
    #expect(heading?.contains("ADJ") == false)
    #expect(try !terminal.takesMouse)
    try terminal.press("q")
    try await terminal.wait(for: "LEFT")
  }

  @Test("CPU and the tree's shape come from the engine while they are shown")
  func demand() async throws {
    let terminal = try Tmux(width: 120, height: 40, Self.lmktop)
    try await terminal.wait(for: "Thresholds")
    try terminal.press("P")
    // lmktop itself has a share as soon as it was read twice.
    try await terminal.wait(for: "a share of CPU") { screen in
      screen.split(separator: "\n").contains {
        $0.contains("lmktop") && $0.contains(/\s[0-9]+\.[0-9]\s+[0-9.:]+\s/)
      }
    }
    try await terminal.wait(for: "with a stat of all")
    try terminal.press("o", "V")
    try await terminal.wait(for: "re-links/s")
    try terminal.press("v")
    try await terminal.wait(for: "the end of it") { !$0.contains("with a stat of all") }
    try terminal.press("q")
    try await terminal.wait(for: "LEFT")
    #expect(terminal.exitStatus == 0)
  }

  @Test("A paste outside a text does nothing; in a filter it is text")
  func paste() async throws {
    let terminal = try Tmux(width: 100, height: 40, Self.lmktop)
    try await terminal.wait(for: "Thresholds")
    try terminal.paste("qqXAk\n")
    try terminal.press("F4")
    try await terminal.wait(for: "Filter:")
    try terminal.paste("lmktop")
    try await terminal.wait(for: "Filter: lmktop")
    try terminal.press("Enter")
    let screen = try await terminal.wait(for: "filter: lmktop")
    #expect(!screen.contains("PANIC") && !screen.contains("FROZEN"))
    try terminal.press("q")
    try await terminal.wait(for: "LEFT")
    #expect(terminal.exitStatus == 0)
  }
}

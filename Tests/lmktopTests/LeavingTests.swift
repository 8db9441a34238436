import Foundation
import LMKTestSupport
import Testing

/// The whole program on a pseudo-terminal, read-only: whatever road it leaves by, the terminal is
/// what it was.
@Suite("Leaving", .serialized)
struct LeavingTests {
  private static let lmktop = Built.path("lmktop")

  enum Road: String, CaseIterable {
    case quit, control, interrupt, quitSignal, terminate, hangUp, trap, abort, illegal, segment

    var signal: Int32? {
      switch self {
      case .quit, .control: nil
      case .interrupt: SIGINT
      case .quitSignal: SIGQUIT
      case .terminate: SIGTERM
      case .hangUp: SIGHUP
      case .trap: SIGTRAP
      case .abort: SIGABRT
      case .illegal: SIGILL
      case .segment: SIGSEGV
      }
    }

    /// As waitpid(2) tells it: a status for signals that are taken, the signal for a crash.
    var status: Int32 {
      switch self {
      case .quit, .control: 0
      case .interrupt, .quitSignal, .terminate, .hangUp: (128 + (signal ?? 0)) << 8
      case .trap, .abort, .illegal, .segment: signal ?? 0
      }
    }
  }

  private func opened(_ arguments: [String] = []) async throws -> TerminalChild {
    let child = try TerminalChild(Self.lmktop, ["--read-only", "--no-journal"] + arguments)
    #expect(try await child.wait(for: "Thresholds"))
    #expect(!child.hasFormerSettings)
    return child
  }

  /// What the last word on each of the terminal's modes was.
  private func expectRestored(_ child: TerminalChild, _ road: String) {
    let text = child.text
    for (on, off) in [
      ("\u{1b}[?1049h", "\u{1b}[?1049l"), ("\u{1b}[?1000h", "\u{1b}[?1000l"),
      ("\u{1b}[?1006h", "\u{1b}[?1006l"), ("\u{1b}[?2004h", "\u{1b}[?2004l"),
      ("\u{1b}[?25l", "\u{1b}[?25h"),
    ] {
      let entered = text.range(of: on, options: .backwards)?.lowerBound
      let left = text.range(of: off, options: .backwards)?.lowerBound
      #expect(entered != nil && left != nil && entered! < left!, "\(road): \(off.dropFirst())")
    }
    #expect(child.hasFormerSettings, "\(road): the tty's settings")
    for words in ["interact", "Backtrace", "Fatal", "Crash"] {
      #expect(!text.contains(words), "\(road): \(words)")
    }
  }

  @Test(
    "By every road the screen, the cursor, the modes and the tty come back, and the status is right",
    arguments: Road.allCases)
  func roads(road: Road) async throws {
    let child = try await opened()
    switch road {
    case .quit: child.type("q")
    case .control: child.type("\u{3}")
    default: kill(child.pid, road.signal!)
    }
    let status = try #require(try await child.end())
    // Whether a core was written is the machine's business.
    #expect(status & ~0x80 == road.status)
    expectRestored(child, road.rawValue)
  }

  @Test("The demo leaves by its own loop as the real engine does", arguments: [SIGTERM, SIGABRT])
  func demo(signal: Int32) async throws {
    let child = try await opened(["--demo"])
    kill(child.pid, signal)
    let status = try #require(try await child.end())
    #expect(status & ~0x80 == (signal == SIGTERM ? (128 + SIGTERM) << 8 : SIGABRT))
    expectRestored(child, "demo")
  }

  @Test("A terminal that goes away ends it with the status of a hang-up")
  func goesAway() async throws {
    let child = try await opened()
    child.hangUp()
    #expect(try await child.end() == (128 + SIGHUP) << 8)
  }

  @Test("After a SIGKILL, --restore mends the terminal")
  func restore() async throws {
    let child = try await opened()
    kill(child.pid, SIGKILL)
    #expect(try await child.end() == SIGKILL)
    #expect(!child.hasFormerSettings)
    try child.start(Self.lmktop, ["--restore"])
    #expect(try await child.end() == 0)
    expectRestored(child, "--restore")
  }

  @Test("Without a terminal, --restore says so")
  func restoreWithout() throws {
    let result = try Program.run("--restore")
    #expect(result.status == 69)
    #expect(result.complaint.contains("standard input is no terminal"))
  }
}

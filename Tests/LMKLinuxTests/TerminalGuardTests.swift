import Foundation
import LMKLinux
import LMKTestSupport
import Testing

@Suite("The terminal guard")
struct TerminalGuardTests {
  @Test("A crash on a terminal restores it at once, and still ends by its signal")
  func crash() throws {
    let terminal = try PseudoTerminal()
    let ending = "\u{1b}[?1049l[restored]"
    let status = try terminal.run(["lmkstorm", "crash-on-terminal", ending])
    #expect(terminal.output.contains("ready"))
    #expect(terminal.output.hasSuffix(ending))
    #expect(!terminal.output.contains("Backtrace") && !terminal.output.contains("Press space"))
    #expect([SIGILL, SIGTRAP].contains(status & 0x7f))
    #expect(terminal.isCooked)
  }

  @Test("A terminal that takes no more output is restored without waiting for it")
  func stuck() async {
    await #expect(processExitsWith: .success) {
      let terminal = try PseudoTerminal()
      let screen = terminal.screen
      let before = try TerminalState(of: screen)
      try TerminalGuard.arm(screen, restoring: before, writing: Array("[restored]".utf8))
      terminal.makeRaw()
      let flags = fcntl(screen, F_GETFL)
      _ = fcntl(screen, F_SETFL, flags | O_NONBLOCK)
      while write(screen, "xxxxxxxxxxxxxxxx", 16) > 0 {}
      guard errno == EAGAIN, !terminal.isCooked else { exit(2) }
      _ = fcntl(screen, F_SETFL, flags)

      TerminalGuard.restore()
      guard terminal.isCooked, fcntl(screen, F_GETFL) == flags else { exit(3) }
      TerminalGuard.disarm()
      exit(terminal.firstOutput().hasSuffix("[restored]") ? 0 : 4)
    }
  }

  @Test("Without a terminal there is nothing to keep")
  func noTerminal() throws {
    let file = try FileDescriptor.open(path: "/dev/null", .readWrite)
    #expect(throws: (any Error).self) { _ = try TerminalState(of: file.raw) }
    TerminalGuard.restore()
    TerminalGuard.disarm()
  }
}

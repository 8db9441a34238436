import LMKCore
import LMKLinux
import Testing

@Suite("A program that was started as our child")
struct ChildProgramTests {
  private func output(_ program: borrowing ChildProgram) throws -> String {
    var bytes: [UInt8] = []
    while case let more = try program.readOutput(), !more.isEmpty { bytes += more }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("Facts stand in its environment on top of ours, each name once, and no shell sees them")
  func facts() throws {
    var program = try ChildProgram(
      path: "/usr/bin/env", [], adding: [("HOME", "/nowhere"), ("LMKTOP_NAME", "a b;$(exit)\nc")],
      readsOutput: true)
    let text = try output(program)
    #expect(try program.wait() == .exited(0))
    #expect(text.contains("LMKTOP_NAME=a b;$(exit)\nc\n"))
    let homes = text.split(separator: "\n").filter { $0.hasPrefix("HOME=") }
    #expect(homes == ["HOME=/nowhere"])
    #expect(text.contains("PATH="))
  }

  @Test("It is waited for with a limit; one that runs on is ended by its pid")
  func limit() throws {
    var quick = try ChildProgram(path: "/bin/sh", ["-c", "exit 3"])
    let end = try quick.wait(within: .seconds(20))
    #expect(end == .exited(3))
    var slow = try ChildProgram(path: "/bin/sleep", ["100"])
    #expect(try slow.wait(within: .milliseconds(20)) == nil)
    slow.signal(.kill)
    #expect(try slow.wait(within: .seconds(20)) == .signalled(.kill))
  }

  @Test("Its standard error goes to ours, or nowhere")
  func errors() throws {
    func target(_ errors: ChildProgram.Errors) throws -> String {
      var program = try ChildProgram(
        path: "/bin/readlink", ["/proc/self/fd/2"], readsOutput: true, errors: errors)
      let text = try output(program)
      _ = try program.wait()
      return text
    }
    #expect(try target(.discarded) == "/dev/null\n")
    #expect(try target(.shared) != "")
  }
}

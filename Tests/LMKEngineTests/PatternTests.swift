import LMKCore
import LMKLinux
import Testing

@testable import LMKEngine

@Suite("Expressions with limits")
struct PatternTests {
  private func find(_ pattern: String, _ bytes: [UInt8]) throws -> Pattern.Result {
    guard let matcher = Pattern.Matcher() else { throw Errno.outOfMemory }
    return matcher.find(try Pattern(pattern), in: bytes)
  }

  private func find(_ pattern: String, _ text: String) throws -> Pattern.Result {
    try find(pattern, Array(text.utf8))
  }

  @Test("It is found anywhere, unless it says where")
  func anywhere() throws {
    #expect(try find("ssh", "openssh-server") == .found)
    #expect(try find("^ssh", "openssh-server") == .notFound)
    #expect(try find("^sshd$", "sshd") == .found)
    #expect(try find("^sshd$", "sshd\n") == .notFound)
    #expect(try find("a.c", "a\nc") == .found)
    #expect(try find("(?i)CHROME", "chrome") == .found)
    #expect(try find("", "") == .found)
  }

  @Test("Texts hold anything: what is no UTF-8 matches nothing, and hides nothing")
  func bytes() throws {
    #expect(try find("x", [0xFF, 0xFE, 0x78]) == .found)
    #expect(try find("^...$", [0xFF, 0x78, 0xC3]) == .notFound)
    #expect(try find("é", [0xC3, 0xA9]) == .found)
    #expect(try find("b$", [0x61, 0xC3, 0x62]) == .found)
  }

  @Test(
    "An expression that would take for ever is given up, soon",
    arguments: ["(a+)+$", "(a|aa)+$", "(.*)*b", "^(a?){30}a{30}$|(x+x+)+y"])
  func limits(pattern: String) throws {
    let text = String(repeating: "a", count: 4000) + String(repeating: "x", count: 90) + "!"
    let began = MonotonicClock.threadCPUTime()
    #expect(try find(pattern, text) != .found)
    // A debug build on a busy machine; without a limit it would be years.
    #expect(MonotonicClock.threadCPUTime() - began < 2_000_000_000)
  }

  @Test(
    "What is wrong with one is said with its place",
    arguments: [
      ("a(b", "missing closing parenthesis, at character 4"),
      ("*a", "quantifier does not follow a repeatable item, at character 1"),
      ("[a", "missing terminating ] for character class, at character 3"), ("\\C", "\\C"),
    ])
  func wrong(pattern: String, words: String) {
    do {
      _ = try Pattern(pattern)
      Issue.record("\(pattern) was taken")
    } catch {
      #expect("\(error)".contains(words), "\(error)")
    }
  }
}

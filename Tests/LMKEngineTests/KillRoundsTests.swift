import Foundation
import LMKTestSupport
import Testing

@Suite("Armed kills among births, ends and reused pids")
struct KillRoundsTests {
  @Test(
    "In 50 rounds every victim dies, and nobody else; more: lmkstorm rounds 1000",
    .enabled(
      if: geteuid() == 0 && access("/usr/bin/unshare", X_OK) == 0
        && access("/proc/sys/kernel/ns_last_pid", W_OK) == 0,
      "needs root, unshare and /proc/sys/kernel/ns_last_pid"))
  func rounds() throws {
    let told = try FinishedCommand.run(
      "/usr/bin/unshare",
      ["--fork", "--pid", "--mount-proc", "--kill-child", Storm.program, "rounds", "50"])
    #expect(told.status == 0, "\(told.complaint)")
    let words = told.text.split(whereSeparator: { " \n".contains($0) })
    func number(after word: String) -> Int? {
      words.firstIndex { $0 == word }.flatMap { Int(words[$0 + 1]) }
    }
    #expect(number(after: "wrong") == 0, "\(told.text)")
    #expect((number(after: "right") ?? 0) >= 49, "\(told.text)")
    #expect((number(after: "reused") ?? 0) > 25, "\(told.text)")
  }
}

import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@Suite("The kernel's log")
struct KernelLogTests {
  private func kill(_ record: String) -> KernelKill? {
    Array(record.utf8).withUnsafeBytes { KernelLogLine($0).flatMap { KernelKill($0) } }
  }

  private static let figures =
    "total-vm:123456kB, anon-rss:100000kB, file-rss:2000kB, shmem-rss:300kB, UID:1000"
    + " pgtables:400kB oom_score_adj:-17"

  private static func record(_ sentence: String, prefix: String = "3,4711,99000,-") -> String {
    "\(prefix);\(sentence)\n"
  }

  @Test(
    "A kill for the whole machine, and one for a cgroup",
    arguments: [
      ("Out of memory: ", KernelKill.Scope.machine),
      ("Out of memory (oom_kill_allocating_task): ", .machine),
      ("Memory cgroup out of memory: ", .cgroup), ("", .untold),
    ])
  func scopes(words: String, scope: KernelKill.Scope) throws {
    var expected = KernelKill(scope: scope, pid: 815, name: ProcessName("stress"))
    expected.totalVM = 123456
    expected.anonymous = 100_000
    expected.file = 2000
    expected.shared = 300
    expected.pageTables = 400
    expected.uid = 1000
    expected.adj = -17
    let sentence = "\(words)Killed process 815 (stress) \(Self.figures)"
    #expect(kill(Self.record(sentence)) == expected)
    // With properties behind it, as the kernel may add them.
    #expect(kill(Self.record(sentence) + " SUBSYSTEM=x\n DEVICE=y\n") == expected)
  }

  @Test("What an older kernel does not tell is not there")
  func older() throws {
    let told = try #require(
      kill(Self.record("Killed process 5 (x) total-vm:10kB, anon-rss:8kB, file-rss:1kB")))
    #expect(told.anonymous == 8)
    #expect(told.shared == nil)
    #expect(told.uid == nil)
    #expect(told.adj == nil)
  }

  @Test(
    "Hostile names come out as they went in",
    arguments: [
      ("a) b", Array("a) b".utf8)), ("((", Array("((".utf8)), ("", []),
      (") total-vm:", Array(") total-vm:".utf8)), ("x\\x1b[2J", [0x78, 0x1B, 0x5B, 0x32, 0x4A]),
      ("\\x5cx41", Array("\\x41".utf8)), ("\\xff\\x0a", [0xFF, 0x0A]),
      ("\\xZZ", Array("\\xZZ".utf8)),
      ("Killed process ", Array("Killed process ".utf8)),
    ])
  func names(written: String, bytes: [UInt8]) throws {
    let told = try #require(
      kill(Self.record("Out of memory: Killed process 815 (\(written)) \(Self.figures)")))
    #expect(told.name.bytes == bytes)
    #expect(told.pid == 815)
    #expect(told.totalVM == 123456)
  }

  @Test(
    "A sentence that a program wrote into the log is not believed",
    arguments: [
      "12,1,2,-", "14,1,2,-", "8,1,2,-", "30,1,2,-,caller=T1",
    ])
  func forged(prefix: String) {
    let sentence = "Out of memory: Killed process 1 (init) \(Self.figures)"
    #expect(kill(Self.record(sentence, prefix: prefix)) == nil)
    #expect(kill(Self.record(sentence, prefix: "7,1,2,-,caller=T1")) != nil)
  }

  @Test(
    "Other sentences are none of ours",
    arguments: [
      "oom_reaper: reaped process 815 (stress), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB",
      "stress invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0",
      "Out of memory: Kill process 815 (stress) score 900 or sacrifice child",
      "Out of memory and no killable processes...", "Out of memory: Killed process  (x) total-vm:",
      "Out of memory: Killed process 99999999999 (x) total-vm:1kB", "", "Killed process 5",
      "Out of memory: Killed process 5 x) total-vm:1kB",
      "Out of memory: Killed process 5 (x) total",
    ])
  func others(sentence: String) {
    #expect(kill(Self.record(sentence)) == nil)
  }

  @Test("A record that is cut anywhere is none")
  func cut() {
    let bytes = Array(Self.record("Out of memory: Killed process 815 (x) \(Self.figures)").utf8)
    for length in 0..<bytes.count {
      bytes[..<length].withUnsafeBytes { #expect(KernelLogLine($0) == nil) }
      // With its newline put back it is a shorter sentence, which may not trap.
      (bytes[..<length] + [0x0A]).withUnsafeBytes { _ = KernelLogLine($0).map { KernelKill($0) } }
    }
  }

  @Test("Number, moment and text are those of the record")
  func line() throws {
    let record = Array("6,339,5140900,-;NET: Registered\n SUBSYSTEM=net\n".utf8)
    try record.withUnsafeBytes { bytes in
      let line = try #require(KernelLogLine(bytes))
      #expect(line.isFromKernel)
      #expect(line.sequence == 339)
      #expect(line.microseconds == 5_140_900)
      #expect(String(decoding: line.text, as: UTF8.self) == "NET: Registered")
    }
  }

  @Test("No bytes trap")
  func noise() {
    var generator = SeededGenerator(seed: 3)
    let good = Array(Self.record("Out of memory: Killed process 815 (x) \(Self.figures)").utf8)
    for _ in 0..<20_000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...5, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] = .random(
          in: 0...255, using: &generator)
      }
      bytes.withUnsafeBytes { _ = KernelLogLine($0).map { KernelKill($0) } }
    }
  }

  @Test("A log that is not there, or refused, is one sentence")
  func refusals() {
    #expect(throws: Errno.noEntry) { _ = try KernelLog(path: "/dev/no-log") }
    #expect(KernelLog.capability(nil).isAvailable)
    for error in [Errno.notPermitted, .noEntry, .inputOutput] {
      let capability = KernelLog.capability(error)
      #expect(!capability.isAvailable)
      #expect(capability.reason.hasPrefix("no kernel log, /dev/kmsg"))
    }
  }
}

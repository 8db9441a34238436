import Foundation
import LMKCore
import LMKLinux
import Testing

@testable import LMKEngine

@Suite("The hooks' thread", .serialized)
struct HookWorkerTests {
  private func call(_ phase: HookPhase, _ outcome: DeathOutcome? = nil) -> HookCall {
    let victim = Candidate(
      ProcessReading(
        key: ProcessKey(pid: 4711, startTime: 1), uid: 1000, adj: 900, rssPages: 80,
        sharedPages: 5, name: ProcessName("hog; rm")))
    let record = KillRecord(
      victim: victim, signal: .terminate,
      cause: .row(level: 2, Level(minfreePages: 500, adj: 529)),
      terms: MemoryTerms(otherFree: 1, otherFile: 2))
    return HookCall(phase: phase, record: record, outcome: outcome)
  }

  private func end(
    of words: [String], within limit: Duration = .seconds(20), _ call: HookCall
  ) throws -> HookEnd? {
    let bell = try HookBell()
    let worker = try HookWorker(words, within: limit, pageSize: 4096, done: bell) { _ in
      "the reason"
    }
    try worker.start()
    defer { worker.finish() }
    #expect(worker.call(call))
    var epoll = try Epoll()
    try epoll.add(bell.event.raw, .readable, token: 0)
    try epoll.wait(timeoutMilliseconds: 20_000)
    let report = worker.takeReport()
    #expect(report?.call == call)
    return report?.end
  }

  @Test("The facts of the kill stand in its environment, in KiB")
  func facts() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "hook-\(UUID().uuidString)")
    defer { unlink(file.path) }
    let outcome = DeathOutcome(took: .milliseconds(118), freedPages: 74, isRelief: true)
    // What whoever runs the tests has set for the build is no fact of the kill.
    let facts = "env | grep ^LMKTOP_ | grep -v -e ^LMKTOP_STRICT -e ^LMKTOP_RECORD | sort"
    let ended = try end(of: ["/bin/sh", "-c", "\(facts) > \(file.path)"], call(.after, outcome))
    #expect(ended == .exited(status: 0))
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(
      text == """
        LMKTOP_ADJ=900
        LMKTOP_CAUSE=row
        LMKTOP_FREED_KIB=296
        LMKTOP_FREES_KIB=300
        LMKTOP_HOOK=after
        LMKTOP_LEVEL=3
        LMKTOP_NAME=hog; rm
        LMKTOP_OUTCOME=relief
        LMKTOP_PID=4711
        LMKTOP_REASON=the reason
        LMKTOP_RSS_KIB=320
        LMKTOP_SIGNAL=SIGTERM
        LMKTOP_TOOK_MS=118
        LMKTOP_UID=1000

        """)
  }

  @Test("A status, a signal, a path that is none: each is told")
  func failures() throws {
    #expect(try end(of: ["/bin/sh", "-c", "exit 3"], call(.before)) == .exited(status: 3))
    #expect(
      try end(of: ["/bin/sh", "-c", "kill -9 $$"], call(.before)) == .signalled(.kill))
    #expect(try end(of: ["/nonexistent/hook"], call(.before)) == .notStarted(.noEntry))
  }

  @Test("One that hangs is ended at its limit")
  func hangs() throws {
    let ended = try end(
      of: ["/bin/sh", "-c", "trap '' TERM; while :; do sleep 1; done"],
      within: .milliseconds(100), call(.before))
    guard case .timedOut(let after) = ended else {
      Issue.record("\(String(describing: ended))")
      return
    }
    #expect(after >= .milliseconds(100))
  }

  @Test("Calls beyond the queue are refused at once, and nothing waits")
  func queue() throws {
    let worker = try HookWorker(
      ["/bin/sleep", "100"], within: .seconds(1), pageSize: 4096, done: try HookBell()
    ) { _ in "" }
    // Its thread is not there: nobody empties the queue.
    let taken = (0..<20).filter { _ in worker.call(call(.after)) }
    #expect(taken.count == 8)
  }
}

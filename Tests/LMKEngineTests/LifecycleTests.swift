import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@testable import LMKEngine

/// Leaders that go before their threads, threads that exec, and events that are lost: what the
/// kernel's hints may not be taken for.
@Suite(
  "Lives that events tell only by half", .serialized,
  .enabled(if: WatchedEngine.hearsConnector, "the proc connector tells nothing here"))
struct LifecycleTests {
  @Test("A leader that exits before its threads stays a candidate, with its true RSS")
  func zombieLeader() async throws {
    let watched = try WatchedEngine()
    try await watched.waitForFirstPass()
    let child = try Storm("zombie-leader", "16")
    try await watched.wait(for: "the zombie leader") {
      guard let row = $0.row(child.pid) else { return false }
      return row.candidate.state == .zombie && row.standing == .candidate
        && row.candidate.rssPages * Host.pageSize >= 16 << 20
    }
    watched.inspect { #expect($0.hasNotWalked) }
    try watched.stop()
  }

  @Test("The end of the last thread of a zombie leader is noticed, without a walk")
  func lastThread() async throws {
    let watched = try WatchedEngine()
    try await watched.waitForFirstPass()
    let child = try Storm("end-thread-later")
    try await watched.wait(for: "the zombie leader") {
      $0.row(child.pid).map { $0.candidate.state == .zombie && $0.standing == .candidate } ?? false
    }
    child.goOn()
    // Not reaped: it stays as a zombie without memory.
    try await watched.wait(for: "its end") {
      $0.row(child.pid).map { $0.standing == .exempt(.noMemory) } ?? true
    }
    watched.inspect { #expect($0.hasNotWalked) }
    try watched.stop()
    #expect(child.wait() == .exited(0))
  }

  @Test("An exec by another thread than the leader removes nobody")
  func execByThread() async throws {
    let watched = try WatchedEngine()
    try await watched.waitForFirstPass()
    // `ready` is said by the second program.
    let child = try Storm("exec-from-thread")
    var key: ProcessKey?
    try await watched.wait(for: "the child") {
      key = $0.row(child.pid)?.candidate.key
      return key != nil
    }
    for _ in 0..<10 {
      try await watched.wait(for: "it is still there") { $0.row(child.pid) != nil }
      watched.inspect {
        let row = $0.row(child.pid)
        #expect(row?.candidate.key == key)
        #expect(row?.standing == .candidate)
      }
    }
    watched.inspect { #expect($0.hasNotWalked) }
    try watched.stop()
  }

  @Test("A burst that does not fit into a tiny buffer is answered by a listing, at once")
  func overrun() async throws {
    var sources = EventSources()
    sources.receiveBufferBytes = 1
    let watched = try WatchedEngine(sources)
    try await watched.waitForFirstPass()
    let child = try Storm("tree", "300")
    try await watched.wait(for: "the loss, a listing, and everybody") { snapshot in
      snapshot.statistics.lost > 0 && snapshot.statistics.passes.calls >= 2
        && snapshot.rows.count { $0.candidate.parent == child.pid } == 300
    }
    try watched.stop()
  }
}

@Suite("A pid that passes to another process")
struct ReusedPidTests {
  @Test(
    "The former is replaced by the new one, and what is read of them is never mixed",
    .enabled(
      if: geteuid() == 0 && access("/usr/bin/unshare", X_OK) == 0
        && access("/proc/sys/kernel/ns_last_pid", W_OK) == 0,
      "needs root, unshare and /proc/sys/kernel/ns_last_pid"))
  func reused() throws {
    let told = try FinishedCommand.run(
      "/usr/bin/unshare",
      ["--fork", "--pid", "--mount-proc", "--kill-child", Storm.program, "reuse-pid"])
    #expect(told.status == 0, "\(told.complaint)")
    #expect(told.text == "replaced\n")
  }
}

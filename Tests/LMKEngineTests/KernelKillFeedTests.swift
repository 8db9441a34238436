import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@testable import LMKEngine

private let readsLog: Bool = {
  do {
    return try KernelLog().raw >= 0
  } catch {
    return false
  }
}()

/// The kernel kills a child of the test that reached the limit of a cgroup of its own.
@Suite(
  "Kills by the kernel, live", .serialized,
  .enabled(if: MemoryCgroup.isPossible, "needs root and a v1 memory cgroup"))
struct KernelKillFeedTests {
  /// Lets the kernel kill, and gives what the journal says of it after the ledger's patience.
  private func kill(
    without missing: Set<Capability.Name>
  ) async throws -> (pid: Int32, kills: [KernelKill], counted: UInt64) {
    var sources = EventSources()
    sources.without = missing
    let watched = try WatchedEngine(interval: .seconds(1), sources)
    try await watched.waitForFirstPass()
    let group = try MemoryCgroup(limit: 16 << 20)
    let child = try Storm("grow-later", "64")
    try group.add(child.pid)
    child.goOn()
    #expect(child.wait() == .signalled(SIGKILL))
    // Others may kill on this machine, too: only ours is looked at.
    func told(_ snapshot: borrowing Snapshot) -> [KernelKill] {
      snapshot.entries.compactMap {
        if case .kernelKilled(let kill) = $0.kind, kill.pid == child.pid { kill } else { nil }
      }
    }
    func counted(_ snapshot: borrowing Snapshot) -> UInt64 {
      snapshot.entries.reduce(0) {
        if case .kernelKillsCounted(let count) = $1.kind { $0 + count } else { $0 }
      }
    }
    try await watched.wait(for: "the kill") { !told($0).isEmpty || counted($0) > 0 }
    let end = MonotonicClock.now().advanced(by: .seconds(3))
    try await watched.wait(for: "its patience") { _ in MonotonicClock.now() > end }
    let result = watched.inspect { (child.pid, told($0), counted($0)) }
    try watched.stop()
    return result
  }

  @Test(
    "Of one kill, told by the log, the tracepoint and the counter, there is one entry",
    .enabled(if: readsLog, "/dev/kmsg is refused"))
  func all() async throws {
    let (_, kills, counted) = try await kill(without: [])
    #expect(kills.count == 1)
    #expect(counted == 0)
    let kill = try #require(kills.first)
    #expect(kill.scope == .cgroup)
    #expect(kill.name.text == "lmkstorm")
    #expect(kill.adj != nil)
    #expect((8_000..<40_000).contains(try #require(kill.anonymous)))
  }

  @Test(
    "Without the log the tracepoint names it, once the counter has confirmed it",
    .enabled(if: WatchedEngine.hearsTracepoints, "the tracepoints are not to be had here"))
  func withoutLog() async throws {
    let (_, kills, counted) = try await kill(without: [.kernelLog])
    #expect(kills.count == 1)
    #expect(kills.first?.scope == .untold)
    #expect(counted == 0)
  }

  @Test(
    "Without the tracepoints the log names it",
    .enabled(if: readsLog, "/dev/kmsg is refused"))
  func withoutTracepoints() async throws {
    let (_, kills, counted) = try await kill(without: [.tracepoints])
    #expect(kills.count == 1)
    #expect(kills.first?.scope == .cgroup)
    #expect(counted == 0)
  }

  @Test("Without both it is counted")
  func withoutBoth() async throws {
    let (_, kills, counted) = try await kill(without: [.tracepoints, .kernelLog])
    #expect(kills.isEmpty)
    // The counter is the whole machine's: others may have lost somebody too.
    #expect(counted >= 1)
  }
}

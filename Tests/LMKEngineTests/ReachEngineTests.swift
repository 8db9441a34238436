import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@testable import LMKEngine

/// Kills by hand of more than one process, with real ones. The engine is disarmed, and its scope is
/// the subtree of the test's own child: outside it nothing is ever signalled.
@Suite("Many at once, on the live machine", .serialized)
struct ReachEngineTests {
  /// A shell with children, and an engine whose scope is that shell's subtree.
  private struct Bench {
    let child: PlainChild
    let key: ProcessKey
    let watched: WatchedEngine

    init(_ script: String) async throws {
      child = try PlainChild("/bin/sh", ["-c", script], holdsInput: true)
      var reader = ProcessReader(root: try ProcRoot())
      guard case .read(let reading) = reader.read(pid: child.pid, inode: 0) else {
        throw POSIXError(.ESRCH)
      }
      key = reading.key
      let scope = Scope.subtree(reading.key)
      watched = try WatchedEngine(interval: .milliseconds(200)) { $0.scope = scope }
      let pid = child.pid
      try await watched.wait(for: "the shell") { $0.row(pid) != nil }
    }

    /// Asks for snapshots until one fulfils the condition; the dialog stays as it is.
    func wait(
      for what: String, sourceLocation: SourceLocation = #_sourceLocation,
      until condition: (borrowing Snapshot) -> Bool
    ) async throws {
      for _ in 0..<1500 {
        watched.engine.askForSnapshot()
        if watched.engine.takeSnapshot(), watched.engine.withSnapshot({ condition($0) }) { return }
        try await Task.sleep(for: .milliseconds(10))
      }
      let shown = watched.inspect { "\(String(describing: $0.reach)) \($0.entries.map(\.kind))" }
      Issue.record("waited in vain for \(what): \(shown)", sourceLocation: sourceLocation)
      throw POSIXError(.ETIMEDOUT)
    }

    func preview(_ reach: KillReach) async throws -> ReachPreview {
      watched.engine.send(.survey(reach, key))
      try await wait(for: "the preview") { snapshot in
        snapshot.reach.map { $0.reach == reach && $0.state != .asked } ?? false
      }
      return try #require(watched.inspect { $0.reach })
    }

    /// Orders a signal, and waits for what came of it.
    func signal(_ signal: Signal, _ reach: KillReach) async throws -> ReachRecord {
      watched.engine.send(.signalReach(reach, key, signal))
      try await wait(for: "the signals") { snapshot in
        if case .signalled? = snapshot.reach?.state { return true }
        return false
      }
      guard case .signalled(let record)? = watched.inspect({ $0.reach?.state }) else {
        throw POSIXError(.EIO)
      }
      return record
    }

    func end() async throws -> ReachOutcome {
      var outcome: ReachOutcome?
      try await wait(for: "their ends") { snapshot in
        for entry in snapshot.entries {
          if case .reachEnded(_, let told) = entry.kind { outcome = told }
        }
        return outcome != nil
      }
      return try #require(outcome)
    }
  }

  /// Who lives with these words in their command lines.
  private func alive(_ mark: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
      guard Int32(name) != nil,
        let data = FileManager.default.contents(atPath: "/proc/\(name)/cmdline")
      else { return false }
      return String(decoding: data, as: UTF8.self).contains(mark)
    }
  }

  /// How long a child sleeps, in seconds: no other sleeps as long, and what a failed test leaves does
  /// not sleep for ever.
  private func mark(_ seconds: Int = 200) -> String { "\(seconds).\(getpid())\(UInt32.random(in: 1000...9999))" }

  private func waitForAlive(_ mark: String, _ count: Int) async throws {
    for _ in 0..<500 {
      if try alive(mark).count >= count { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("only \(try alive(mark).count) of \(count) have started")
  }

  @Test("A subtree is killed whole, by SIGKILL: its shell, children and theirs")
  func subtree() async throws {
    let mark = mark()
    let bench = try await Bench(
      "sleep \(mark) & (sleep \(mark) & sleep \(mark) & wait) & read x; wait")
    try await waitForAlive(mark, 3)
    let preview = try await bench.preview(.subtree)
    #expect(preview.state == .ready)
    #expect(preview.total.count == 5)
    #expect(preview.means == .stopped)
    #expect(preview.largest.count == 4)
    let record = try await bench.signal(.kill, .subtree)
    #expect(record.signalled == 5)
    #expect(record.failed == 0 && !record.isUnsettled)
    let outcome = try await bench.end()
    #expect(outcome.exited == 5 && outcome.left == 0)
    #expect(try alive(mark).isEmpty)
    try bench.watched.stop()
  }

  @Test("A subtree that makes children all the time is killed whole: it is stopped first")
  func forking() async throws {
    // Short lives: on a busy machine the minute may be long, and 1,024 is all that can be bound.
    let mark = mark(3)
    let bench = try await Bench("while :; do sleep \(mark) & sleep 0.005; done")
    try await waitForAlive(mark, 5)
    _ = try await bench.preview(.subtree)
    let record = try await bench.signal(.kill, .subtree)
    #expect(record.means == .stopped && record.signalled > 5)
    #expect(!record.isUnsettled)
    _ = try await bench.end()
    #expect(try alive(mark).isEmpty, "\(record)")
    try bench.watched.stop()
  }

  @Test("A process group hears SIGTERM; who left it does not")
  func processGroup() async throws {
    let mark = mark()
    // The group's leader is the inner shell; its last child has a session of its own.
    let child = try PlainChild(
      "/usr/bin/setsid",
      ["sh", "-c", "sleep \(mark) & sleep \(mark) & setsid sleep \(mark)1 & wait"])
    try await waitForAlive(mark, 4)
    var reader = ProcessReader(root: try ProcRoot())
    guard case .read(let reading) = reader.read(pid: child.pid, inode: 0) else {
      throw POSIXError(.ESRCH)
    }
    let watched = try WatchedEngine(interval: .milliseconds(200)) {
      $0.scope = .subtree(reading.key)
    }
    try await watched.wait(for: "the shell") { $0.row(child.pid) != nil }
    watched.engine.send(.survey(.processGroup, reading.key))
    func wait(until condition: (borrowing Snapshot) -> Bool) async throws {
      for _ in 0..<1500 {
        watched.engine.askForSnapshot()
        if watched.engine.takeSnapshot(), watched.engine.withSnapshot({ condition($0) }) { return }
        try await Task.sleep(for: .milliseconds(10))
      }
      Issue.record("in vain: \(String(describing: watched.inspect { $0.reach }))")
    }
    try await wait { $0.reach?.state == .ready }
    #expect(watched.inspect { $0.reach?.total.count } == 3)
    #expect(watched.inspect { $0.reach?.processGroup } == child.pid)
    watched.engine.send(.signalReach(.processGroup, reading.key, .terminate))
    try await wait { snapshot in
      snapshot.entries.contains {
        if case .reachEnded(_, let outcome) = $0.kind { outcome.exited == 3 } else { false }
      }
    }
    let rest = try alive(mark)
    #expect(rest.count == 1, "the one with a session of its own lives")
    for pid in rest { kill(Int32(pid) ?? 0, SIGKILL) }
    try watched.stop()
  }

  @Test("The process group that lmktop itself is in is refused, and lmktop is named")
  func ownGroup() async throws {
    let bench = try await Bench("read x")
    let preview = try await bench.preview(.processGroup)
    guard case .refused(.holds(_, _, let exemption)) = preview.state else {
      Issue.record("\(preview.state)")
      return
    }
    // Whoever is met first: this program, its parents, or anybody else outside the scope.
    #expect([.lmktop, .ancestor, .outsideScope].contains(exemption))
    bench.watched.engine.send(.signalReach(.processGroup, bench.key, .kill))
    try await bench.wait(for: "an answer") { _ in true }
    #expect(bench.child.isAlive)
    try bench.watched.stop()
  }

  @Test(
    "A control group of version 2 is ended as one, with the groups below it",
    .enabled(if: PlainCgroup.point(.two) != nil, "needs a writable cgroup v2"))
  func wholeGroup() async throws {
    let mark = mark()
    let group = try PlainCgroup(.two)
    let below = "\(group.folder)/below"
    try FileManager.default.createDirectory(atPath: below, withIntermediateDirectories: true)
    defer { rmdir(below) }
    let bench = try await Bench(
      """
      echo $$ > \(group.folder)/cgroup.procs; sleep \(mark) &
      sh -c 'echo $$ > \(below)/cgroup.procs; exec sleep \(mark)' & read x; wait
      """)
    try await waitForAlive(mark, 3)
    let preview = try await bench.preview(.cgroup)
    #expect(preview.state == .ready, "\(preview)")
    #expect(preview.total.count == 3)
    #expect(preview.path == group.path)
    #expect(preview.means == .whole)
    let record = try await bench.signal(.kill, .cgroup)
    #expect(record.means == .whole && record.detour == nil && record.signalled == 3)
    let outcome = try await bench.end()
    #expect(outcome.exited == 3)
    #expect(try alive(mark).isEmpty)
    try bench.watched.stop()
  }

  @Test(
    "SIGTERM to a control group of version 2: frozen, signalled, thawed",
    .enabled(if: PlainCgroup.point(.two) != nil, "needs a writable cgroup v2"))
  func frozenGroup() async throws {
    let mark = mark()
    let group = try PlainCgroup(.two)
    let bench = try await Bench(
      "echo $$ > \(group.folder)/cgroup.procs; while :; do sleep \(mark) & sleep 0.002; done")
    try await waitForAlive(mark, 5)
    _ = try await bench.preview(.cgroup)
    let record = try await bench.signal(.terminate, .cgroup)
    #expect(record.means == .frozen && record.detour == nil, "\(record)")
    _ = try await bench.end()
    #expect(try alive(mark).isEmpty)
    #expect(group.read("cgroup.events").contains("frozen 0"))
    try bench.watched.stop()
  }

  @Test(
    "Freeze and kill with the freezer of version 1, in a group that makes children all the time",
    .enabled(
      if: PlainCgroup.point(.freezer) != nil && PlainCgroup.point(.memory) != nil,
      "needs the memory and freezer hierarchies of cgroup v1"))
  func frozenGroupOfOne() async throws {
    let mark = mark()
    let group = try PlainCgroup(.memory)
    let freezer = try PlainCgroup(.freezer)
    let bench = try await Bench(
      """
      echo $$ > \(group.folder)/cgroup.procs; echo $$ > \(freezer.folder)/cgroup.procs
      while :; do sleep \(mark) & sleep 0.002; done
      """)
    try await waitForAlive(mark, 5)
    let preview = try await bench.preview(.cgroup)
    #expect(preview.means == .frozen, "\(preview)")
    let record = try await bench.signal(.kill, .cgroup)
    #expect(record.means == .frozen && record.detour == nil, "\(record)")
    #expect(record.signalled > 5 && !record.isUnsettled)
    _ = try await bench.end()
    #expect(try alive(mark).isEmpty)
    #expect(freezer.read("freezer.state") == "THAWED\n")
    try bench.watched.stop()
  }

  @Test(
    "A freezer that holds others, too, is left alone: the members are stopped instead",
    .enabled(
      if: PlainCgroup.point(.freezer) != nil && PlainCgroup.point(.memory) != nil,
      "needs the memory and freezer hierarchies of cgroup v1"))
  func sharedFreezer() async throws {
    let mark = mark()
    let group = try PlainCgroup(.memory)
    let freezer = try PlainCgroup(.freezer)
    let stranger = try PlainChild(
      "/bin/sh", ["-c", "echo $$ > \(freezer.folder)/cgroup.procs; exec sleep 8\(mark)"])
    let bench = try await Bench(
      """
      echo $$ > \(group.folder)/cgroup.procs; echo $$ > \(freezer.folder)/cgroup.procs
      sleep \(mark) & read x
      """)
    try await waitForAlive(mark, 3)
    let preview = try await bench.preview(.cgroup)
    #expect(preview.total.count == 2 && preview.means == .stopped, "\(preview)")
    let record = try await bench.signal(.kill, .cgroup)
    #expect(record.signalled == 2)
    _ = try await bench.end()
    #expect(stranger.isAlive)
    stranger.kill()
    try bench.watched.stop()
  }
}

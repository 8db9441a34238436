import CFaults
import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@testable import LMKEngine

/// The reaper, with children of the test.
@Suite(
  "Reaping", .serialized,
  .enabled(if: KillProbe.checkReaping().isAvailable, "no process_mrelease here"))
struct ReaperTests {
  private func key(of child: Storm) throws -> ProcessKey {
    var reader = ProcessReader(root: try ProcRoot())
    guard case .read(let reading) = reader.read(pid: child.pid, inode: 0) else {
      throw Storm.Failure(description: "child \(child.pid) cannot be read")
    }
    return reading.key
  }

  @Test("A victim that gets no CPU gives its memory back before it ends")
  func starved() throws {
    let reaper = try Reaper()
    try reaper.start()
    defer { reaper.stop() }
    // One that happens to get a CPU at once begins to end, and is out of reach: then another.
    for _ in 0..<10 {
      if try reap(with: reaper) { return }
    }
    Issue.record("10 victims got a CPU before they could be reaped")
  }

  /// Without a pause in which another test would run: the busy loops take every CPU from all of them.
  ///
  /// - Returns: whether it was reaped.
  private func reap(with reaper: Reaper) throws -> Bool {
    let child = try Storm("idle", "128")
    let key = try key(of: child)
    var table = TargetTable(root: try ProcRoot())
    try table.bind(key)
    let before = try table.currentMemory(of: key)
    #expect((before?.rssPages ?? 0) * Host.pageSize > 120 << 20)
    let pidfd = try table.copyPidfd(of: key)
    let crowd = try (0..<Host.processorCount).map { _ in try Storm("busy") }
    defer { for one in crowd { one.signal(SIGKILL) } }
    try table.send(.kill, to: key)
    _ = reaper.order(key, pidfd: pidfd, at: MonotonicClock.now())
    reaper.begin()
    // Looks are counted, not seconds: the limit in time is lmkbench's.
    for _ in 0..<3000 {
      guard let answer = reaper.takeAnswer() else {
        usleep(5_000)
        continue
      }
      #expect(answer.key == key)
      guard case .done = answer.reaping else {
        #expect(answer.reaping == .failed(.noProcess))
        return false
      }
      let after = try? table.currentMemory(of: key)
      #expect((after?.rssPages ?? 0) < (before?.rssPages ?? 0) / 10, "its memory is back")
      return true
    }
    Issue.record("the reaper does not answer")
    return false
  }

  /// An order that is fulfilled on this thread, whose faults are the test's.
  private func fulfil(_ signal: Signal, faults: [(error: Int32, times: Int32)]) throws -> Reaping? {
    let child = try Storm("ignore-term", "64")
    let key = try key(of: child)
    var table = TargetTable(root: try ProcRoot())
    try table.bind(key)
    let reaper = try Reaper()
    let pidfd = try table.copyPidfd(of: key)
    try table.send(signal, to: key)
    _ = reaper.order(key, pidfd: pidfd, at: MonotonicClock.now())
    for fault in faults {
      cfaults_set(Int32(CFAULTS_PROCESS_MRELEASE.rawValue), fault.error, fault.times)
    }
    reaper.fulfil()
    #expect(cfaults_left(Int32(CFAULTS_PROCESS_MRELEASE.rawValue)) == 0)
    return reaper.takeAnswer()?.reaping
  }

  @Test("EAGAIN is tried again, and EINTR is not even told")
  func again() throws {
    for error in [EAGAIN, EINTR] {
      switch try fulfil(.kill, faults: [(error, 3)]) {
      case .done, .failed(.noProcess): break
      case let other: Issue.record("\(error): \(String(describing: other))")
      }
    }
  }

  @Test("EAGAIN is not tried for ever")
  func bounded() throws {
    let reaping = try fulfil(.kill, faults: [(EAGAIN, Int32(Reaper.tries))])
    #expect(reaping == .failed(.again))
  }

  @Test("Any other errno is the answer", arguments: [EPERM, EIO, ENOMEM, EBADF, ENOSYS])
  func failed(error: Int32) throws {
    #expect(try fulfil(.kill, faults: [(error, 1)]) == .failed(Errno(error)))
  }

  @Test("After a SIGTERM that is ignored there is nothing to reap")
  func ignored() throws {
    #expect(try fulfil(.terminate, faults: []) == .failed(.invalid))
  }

  @Test("More orders than there is room for are refused, and every descriptor comes back")
  func full() async {
    await #expect(processExitsWith: .success) {
      func open() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
      }
      let child = try Storm("sleep")
      let root = try ProcRoot()
      var reader = ProcessReader(root: root)
      guard case .read(let reading) = reader.read(pid: child.pid, inode: 0) else { exit(2) }
      let key = reading.key
      let before = try open()
      do {
        var table = TargetTable(root: root)
        try table.bind(key)
        let reaper = try Reaper()
        for number in 0...Reaper.capacity {
          let pidfd = try table.copyPidfd(of: key)
          let isTaken = reaper.order(key, pidfd: pidfd, at: MonotonicClock.now())
          guard isTaken == (number < Reaper.capacity) else { exit(3) }
        }
        reaper.fulfil()
        let pidfd = try table.copyPidfd(of: key)
        _ = reaper.order(key, pidfd: pidfd, at: MonotonicClock.now())
      }
      exit(try open() == before ? 0 : 1)
    }
  }

  @Test("A kill by hand is reaped, counted, and its death says so in the journal")
  func byHand() async throws {
    let child = try Storm("grow", "64")
    let watched = try WatchedEngine(interval: .milliseconds(100))
    let target = try key(of: child)
    try await watched.wait(for: "the child") { $0.row(child.pid) != nil }
    watched.engine.send(.bind(target))
    // Whoever waits by commands would let it go again.
    for _ in 0..<600 {
      watched.engine.askForSnapshot()
      try await Task.sleep(for: .milliseconds(20))
      if watched.engine.takeSnapshot(), watched.inspect({ $0.binding == .bound(target) }) { break }
    }
    watched.engine.send(.signal(target, .kill))
    var record: KillRecord?
    let isOver = try await watched.wait(for: "the death") { snapshot in
      for entry in snapshot.entries {
        if case .died(let died, _) = entry.kind, died.victim.key == target { record = died }
      }
      return record != nil
    }
    guard isOver else { return }
    #expect(child.wait() == .signalled(SIGKILL))
    let reaping = try #require(record?.reaping)
    watched.inspect { snapshot in
      let all = snapshot.statistics
      switch reaping {
      case .done: #expect(all.reaped == 1)
      case .failed(.noProcess): #expect(all.reapsGone == 1)
      case .failed(let error): Issue.record("\(error)")
      }
      #expect(snapshot.isAvailable(.reaping) == true)
    }
    try watched.stop()
  }

  @Test("Who is lmktop's parent is told at the start, and is no candidate")
  func ancestors() async throws {
    var ancestry = Ancestry(root: try ProcRoot())
    let chain = ancestry.read(of: getpid())
    #expect(chain.first?.pid == (getppid() > 1 ? getppid() : nil))
    let watched = try WatchedEngine(interval: .milliseconds(100))
    try await watched.waitForFirstPass()
    watched.inspect { snapshot in
      for key in chain {
        guard let row = snapshot.row(key.pid), row.candidate.key == key else { continue }
        #expect(row.standing == .exempt(.ancestor) || row.standing == .exempt(.never))
      }
    }
    try watched.stop()
  }

  @Test(
    "The first process of a pid namespace within ours is a container's init, and others are not",
    .enabled(
      if: geteuid() == 0 && access("/usr/bin/unshare", X_OK) == 0, "needs root and unshare(1)"))
  func containerInit() async throws {
    // unshare(1) waits, its child is pid 1 inside.
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/unshare")
    process.arguments = ["--fork", "--pid", "--kill-child", "sleep", "60"]
    try process.run()
    defer { process.terminate() }
    var reader = ProcessReader(root: try ProcRoot())
    let others = [
      reader.isContainerInit(process.processIdentifier), reader.isContainerInit(getpid()),
    ]
    #expect(others == [false, false])
    var isFound = false
    for _ in 0..<200 where !isFound {
      let pid = process.processIdentifier
      let children =
        (try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)) ?? ""
      for child in children.split(separator: " ") {
        if reader.isContainerInit(Int32(child)!) { isFound = true }
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(isFound)
  }
}

import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@testable import LMKEngine

/// Children of the test, and nothing else.
@Suite("oom_score_adj by hand, on the live machine", .enabled(if: KillProbe.check().isAvailable))
struct AdjEditTests {
  private func adj(of pid: Int32) throws -> Int {
    let text = try String(contentsOfFile: "/proc/\(pid)/oom_score_adj", encoding: .utf8)
    return try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  private func bound(_ watched: WatchedEngine, _ pid: Int32) async throws -> ProcessKey {
    let key = try key(of: pid)
    // `wait(for:)` releases; so this asks by itself.
    watched.engine.send(.bind(key))
    for _ in 0..<500 {
      watched.engine.askForSnapshot()
      if watched.engine.takeSnapshot(), watched.inspect({ $0.binding == .bound(key) }) {
        return key
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("not bound")
    return key
  }

  private func key(of pid: Int32) throws -> ProcessKey {
    var reader = ProcessReader(root: try ProcRoot())
    guard case .read(let reading) = reader.read(pid: pid) else {
      throw Storm.Failure(description: "\(pid) cannot be read")
    }
    return reading.key
  }

  @Test("The command writes it, the order follows, and the journal has both values")
  func writes() async throws {
    let child = try PlainChild("/bin/sleep", ["1000"])
    let watched = try WatchedEngine(interval: .milliseconds(200))
    try await watched.wait(for: "the child") { $0.row(child.pid) != nil }
    let key = try await bound(watched, child.pid)
    watched.engine.send(.setAdj(key, 731))
    try await watched.wait(for: "the entry") { snapshot in
      snapshot.entries.contains {
        if case .adjWritten(let candidate, let from) = $0.kind {
          candidate.key == key && candidate.adj == 731 && from != 731
        } else {
          false
        }
      } && snapshot.row(child.pid)?.candidate.adj == 731
    }
    #expect(try adj(of: child.pid) == 731)
    try watched.stop()
  }

  @Test("Lowering below what a privileged one has set is refused with EACCES, and changes nothing")
  func lowering() async throws {
    let child = try PlainChild("/bin/sleep", ["1000"])
    var targets = TargetTable(root: try ProcRoot())
    let key = try key(of: child.pid)
    try targets.bind(key)
    let before = try adj(of: child.pid)
    do throws(KillFailure) {
      let old = try targets.setAdj(-500, of: key)
      // With CAP_SYS_RESOURCE it may.
      #expect(Int(old.rawValue) == before)
      #expect(try! adj(of: child.pid) == -500)
    } catch {
      #expect(error == .refused(.accessDenied))
      #expect(try! adj(of: child.pid) == before)
    }
  }

  @Test("Another start time than the bound one, an ended child, an unbound one: nothing is written")
  func wrong() throws {
    let child = try PlainChild("/bin/sleep", ["1000"])
    let key = try key(of: child.pid)
    var targets = TargetTable(root: try ProcRoot())
    func write(_ key: ProcessKey) -> KillFailure? {
      do throws(KillFailure) {
        _ = try targets.setAdj(500, of: key)
        return nil
      } catch {
        return error
      }
    }
    #expect(write(key) == .error(.invalid))
    let before = try adj(of: child.pid)
    #expect(before != 500)
    try targets.bind(key)
    #expect(write(ProcessKey(pid: key.pid, startTime: key.startTime + 1)) == .error(.invalid))
    #expect(try adj(of: child.pid) == before)
    child.kill()
    #expect(write(key) == .gone)
  }

  @Test("Read-only, the engine binds and writes nothing, whoever asks")
  func readOnly() async throws {
    let child = try PlainChild("/bin/sleep", ["1000"])
    let watched = try WatchedEngine(interval: .milliseconds(200)) { $0.isReadOnly = true }
    try await watched.wait(for: "the child") { $0.row(child.pid) != nil }
    let key = try key(of: child.pid)
    let before = try adj(of: child.pid)
    watched.engine.send(.bind(key))
    watched.engine.send(.signal(key, .kill))
    watched.engine.send(.setAdj(key, 900))
    watched.engine.send(.arm)
    try await watched.wait(for: "the refusals") { snapshot in
      snapshot.entries.contains { $0.kind == .armingRefused(.readOnly) }
    }
    #expect(child.isAlive)
    #expect(try adj(of: child.pid) == before)
    try watched.stop()
  }
}

@Suite("What the memory of a process consists of")
struct MemoryPartsTests {
  private func collect(
    _ desk: MemoryPartsDesk, until isEnough: ([MemoryPartsDesk.Answer]) -> Bool
  ) throws -> [MemoryPartsDesk.Answer] {
    var answers: [MemoryPartsDesk.Answer] = []
    var epoll = try Epoll()
    try epoll.add(desk.wakeDescriptor, .readable, token: 0)
    for _ in 0..<600 where !isEnough(answers) {
      try epoll.wait(timeoutMilliseconds: 20)
      desk.collect(at: MonotonicClock.now()) { answers.append($0) }
    }
    return answers
  }

  private func tree() throws -> FixtureTree {
    let tree = try FixtureTree()
    for pid in Int32(10)...11 {
      var process = FixtureProcess(pid: pid, name: "p\(pid)")
      process.startTime = UInt64(pid)
      try tree.add(process)
      let groups = (0..<4000).map { "\($0)" }.joined(separator: " ")
      try tree.write(
        "\(pid)/status",
        """
        Name:\tp\(pid)
        Groups:\t\(groups)
        VmRSS:\t    1200 kB
        RssAnon:\t    1000 kB
        RssFile:\t     150 kB
        RssShmem:\t      50 kB
        VmPTE:\t      44 kB
        VmSwap:\t      12 kB
        Threads:\t1

        """)
      try tree.write(
        "\(pid)/smaps_rollup",
        """
        00400000-7ffc [rollup]
        Rss:                1200 kB
        Pss:                 900 kB
        Pss_Anon:            850 kB
        Private_Clean:        40 kB
        Private_Dirty:       800 kB
        SwapPss:              12 kB

        """)
    }
    return tree
  }

  @Test("status and smaps_rollup are read into parts, of the very process that was meant")
  func parts() throws {
    let tree = try tree()
    let desk = try MemoryPartsDesk(root: try ProcRoot(path: tree.path))
    let key = ProcessKey(pid: 10, startTime: 10)
    let questions = [
      MemoryQuestion(key, .parts), MemoryQuestion(key, .proportional),
      MemoryQuestion(ProcessKey(pid: 10, startTime: 9), .parts),
      MemoryQuestion(ProcessKey(pid: 99, startTime: 9), .proportional),
    ]
    for question in questions { #expect(desk.ask(question)) }
    let answers = try collect(desk) { $0.count == 4 }
    func answer(_ question: MemoryQuestion) -> MemoryAnswer? {
      answers.first { $0.question == question }?.answer
    }
    var parts = MemoryParts()
    (parts.anonymous, parts.file, parts.shared) = (1000, 150, 50)
    (parts.swap, parts.pageTables) = (12, 44)
    #expect(answer(questions[0]) == .parts(parts))
    var proportional = ProportionalParts()
    (proportional.pss, proportional.unshared, proportional.swapPss) = (900, 840, 12)
    #expect(answer(questions[1]) == .proportional(proportional))
    #expect(answer(questions[2]) == .gone)
    #expect(answer(questions[3]) == .gone)
  }

  @Test("A smaps_rollup that hangs is given up, and status is answered beside it")
  func hanging() throws {
    let tree = try tree()
    try tree.remove("10/smaps_rollup")
    #expect(mkfifo("\(tree.path)/10/smaps_rollup", 0o600) == 0)
    let desk = try MemoryPartsDesk(root: try ProcRoot(path: tree.path))
    let key = ProcessKey(pid: 10, startTime: 10)
    #expect(desk.ask(MemoryQuestion(key, .proportional)))
    #expect(desk.ask(MemoryQuestion(key, .parts)))
    let answers = try collect(desk) { $0.count == 2 }
    #expect(answers.contains { $0.answer == .hanging })
    #expect(
      answers.contains {
        if case .parts = $0.answer { true } else { false }
      })
    // Let the worker go on to its end.
    let writer = open("\(tree.path)/10/smaps_rollup", O_WRONLY | O_NONBLOCK)
    if writer >= 0 { close(writer) }
  }

  @Test("Of this program itself the parts make up what statm says")
  func live() throws {
    var reader = ProcessReader(root: try ProcRoot())
    guard case .read(let own) = reader.read(pid: Identity.ownPid) else {
      Issue.record("cannot read itself")
      return
    }
    let desk = try MemoryPartsDesk(root: try ProcRoot())
    #expect(desk.ask(MemoryQuestion(own.key, .parts)))
    #expect(desk.ask(MemoryQuestion(own.key, .proportional)))
    for answer in try collect(desk, until: { $0.count == 2 }) {
      switch answer.answer {
      case .parts(let parts):
        let resident = own.rssPages * Host.pageSize / 1024
        #expect(parts.resident > resident / 2 && parts.resident < resident * 2)
      case .proportional(let parts): #expect(parts.pss > 0 && parts.unshared > 0)
      case .gone, .refused, .hanging, .unread: Issue.record("\(answer)")
      }
    }
  }
}

import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

/// A table that the macros can look at.
private final class Targets {
  private var table: TargetTable

  init(root: ProcRoot) { table = TargetTable(root: root) }

  var count: Int { table.count }
  func isBound(_ key: ProcessKey) -> Bool { table.isBound(key) }
  func bind(_ key: ProcessKey) throws(KillFailure) { try table.bind(key) }
  func release(_ key: ProcessKey) { table.release(key) }
  func pidfd(of key: ProcessKey) -> Int32? { table.pidfd(of: key) }
  func currentAdj(of key: ProcessKey) throws(KillFailure) -> OOMScoreAdj {
    try table.currentAdj(of: key)
  }
  func send(_ signal: Signal, to key: ProcessKey) throws(KillFailure) {
    try table.send(signal, to: key)
  }
}

/// Real signals, to children of the test and to nothing else.
@Suite("Killing", .serialized, .enabled(if: KillProbe.check().isAvailable, "no pidfds here"))
struct KillTests {
  private func key(of child: Storm) throws -> ProcessKey {
    var reader = ProcessReader(root: try ProcRoot())
    guard case .read(let reading) = reader.read(pid: child.pid, inode: 0) else {
      throw Storm.Failure(description: "child \(child.pid) cannot be read")
    }
    return reading.key
  }

  private func table() throws -> Targets { Targets(root: try ProcRoot()) }

  @Test("SIGTERM ends a child that is bound", arguments: [Signal.terminate, .kill])
  func ends(signal: Signal) throws {
    let child = try Storm("sleep")
    let key = try key(of: child)
    let targets = try table()
    try targets.bind(key)
    #expect(targets.isBound(key))
    try targets.send(signal, to: key)
    #expect(child.wait() == .signalled(signal.rawValue))
    #expect(throws: KillFailure.gone) { try targets.send(signal, to: key) }
  }

  @Test("A child that ignores SIGTERM lives on, and SIGKILL ends it")
  func ignores() throws {
    let child = try Storm("ignore-term", "1")
    let key = try key(of: child)
    let targets = try table()
    try targets.bind(key)
    try targets.send(.terminate, to: key)
    let pidfd = try #require(targets.pidfd(of: key))
    #expect(try TargetTable.hasExited(pidfd) == false)
    try targets.send(.kill, to: key)
    #expect(child.wait() == .signalled(SIGKILL))
    #expect(try TargetTable.hasExited(pidfd))
  }

  @Test("The pidfd wakes an epoll when the child ends")
  func wakes() throws {
    let child = try Storm("sleep")
    let key = try key(of: child)
    let targets = try table()
    try targets.bind(key)
    var epoll = try Epoll()
    try epoll.add(try #require(targets.pidfd(of: key)), .readable, token: 77)
    let early = try epoll.wait(timeoutMilliseconds: 0)
    #expect(early == 0)
    try targets.send(.kill, to: key)
    while try epoll.wait(timeoutMilliseconds: nil) == 0 {}
    let event = epoll[0]
    #expect(event.token == 77)
    #expect(event.events.contains(.readable))
  }

  @Test("A child that has ended cannot be bound, waited for or not")
  func gone() throws {
    let child = try Storm("sleep")
    let key = try key(of: child)
    let targets = try table()
    var epoll = try Epoll()
    try targets.bind(key)
    try epoll.add(try #require(targets.pidfd(of: key)), .readable, token: 1)
    child.signal(SIGKILL)
    while try epoll.wait(timeoutMilliseconds: nil) == 0 {}
    // A zombie: not waited for.
    #expect(throws: KillFailure.gone) { try targets.send(.terminate, to: key) }
    targets.release(key)
    #expect(throws: KillFailure.gone) { try targets.bind(key) }
    child.wait()
    #expect(throws: KillFailure.gone) { try targets.bind(key) }
    #expect(targets.count == 0)
  }

  @Test("Another start time is a reused pid: nothing is bound, and nothing can be sent")
  func reused() throws {
    let child = try Storm("sleep")
    var key = try key(of: child)
    key.startTime += 1
    let targets = try table()
    #expect(throws: KillFailure.reused) { try targets.bind(key) }
    #expect(!targets.isBound(key))
    #expect(throws: KillFailure.error(.invalid)) { try targets.send(.kill, to: key) }
    key.startTime -= 1
    try targets.bind(key)
    let pidfd = try #require(targets.pidfd(of: key))
    #expect(try TargetTable.hasExited(pidfd) == false)
  }

  @Test("pid 1, no pid, and lmktop itself are refused, whatever the caller says")
  func refused() throws {
    let targets = try table()
    for pid in [Int32(1), 0, -1, getpid()] {
      let key = ProcessKey(pid: pid, startTime: 1)
      #expect(throws: KillFailure.refused(.notPermitted)) { try targets.bind(key) }
      #expect(throws: KillFailure.refused(.notPermitted)) { try targets.send(.kill, to: key) }
    }
  }

  @Test(
    "A process of another user is refused by the kernel",
    .enabled(if: !Identity.current().maySignalAll, "CAP_KILL may signal all"))
  func ofAnother() throws {
    // pid 1's neighbours are not ours to try; the number 0 of the signal set reaches nobody.
    let root = try ProcRoot()
    var directory = try ProcessDirectory(root: root)
    var reader = ProcessReader(root: root)
    let targets = try table()
    while let entry = try directory.next() {
      guard case .read(let reading) = reader.read(pid: entry.pid, inode: entry.inode),
        reading.key.pid > 2, reading.uid == 0, !reading.isKernelThread
      else { continue }
      try targets.bind(reading.key)
      #expect(throws: KillFailure.refused(.notPermitted)) {
        try targets.send(Signal(rawValue: 0), to: reading.key)
      }
      return
    }
  }

  @Test("The adj of a bound child is read as it is now, until the child is gone")
  func adj() throws {
    let child = try Storm("grow", "1", "100")
    let key = try key(of: child)
    let targets = try table()
    #expect(throws: KillFailure.error(.invalid)) { try targets.currentAdj(of: key) }
    try targets.bind(key)
    #expect(try targets.currentAdj(of: key) == 100)
    try "250\n".write(
      toFile: "/proc/\(child.pid)/oom_score_adj", atomically: false, encoding: .utf8)
    #expect(try targets.currentAdj(of: key) == 250)
    child.signal(SIGKILL)
    child.wait()
    #expect(throws: KillFailure.gone) { try targets.currentAdj(of: key) }
  }

  @Test("A zombie leader with live threads is alive, and can be killed")
  func zombieLeader() throws {
    let child = try Storm("zombie-leader", "1")
    let key = try key(of: child)
    let targets = try table()
    try targets.bind(key)
    #expect(try targets.currentAdj(of: key) >= 0)
    try targets.send(.kill, to: key)
    #expect(child.wait() == .signalled(SIGKILL))
  }

  @Test("Binding twice is binding once, and a released child is out of reach")
  func release() throws {
    let children = try (0..<3).map { _ in try Storm("sleep") }
    let keys = try children.map { try key(of: $0) }
    let targets = try table()
    for key in keys + keys { try targets.bind(key) }
    #expect(targets.count == 3)
    targets.release(keys[0])
    targets.release(keys[0])
    #expect(targets.count == 2)
    #expect(throws: KillFailure.error(.invalid)) { try targets.send(.kill, to: keys[0]) }
    try targets.send(.kill, to: keys[2])
    #expect(children[2].wait() == .signalled(SIGKILL))
    #expect(targets.isBound(keys[1]))
  }

  @Test("A table for a captured tree cannot be made: the program stops first")
  func captured() async throws {
    let tree = try FixtureTree()
    await #expect(processExitsWith: .failure) { [path = tree.path as String] in
      // Anything but the trap would look like success, and fail here.
      guard let root = try? ProcRoot(path: path) else { exit(0) }
      _ = TargetTable(root: root)
      exit(0)
    }
  }

  @Test("A table gives every descriptor back")
  func descriptors() async {
    await #expect(processExitsWith: .success) {
      func open() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
      }
      let child = try Storm("sleep")
      let root = try ProcRoot()
      var reader = ProcessReader(root: root)
      guard case .read(let reading) = reader.read(pid: child.pid, inode: 0) else { exit(2) }
      let before = try open()
      do {
        var targets = TargetTable(root: root)
        for _ in 0..<50 {
          try targets.bind(reading.key)
          targets.release(reading.key)
          do {
            try targets.bind(ProcessKey(pid: child.pid, startTime: 1))
            exit(3)
          } catch KillFailure.reused {}
        }
        try targets.bind(reading.key)
        _ = reader.read(pid: child.pid, inode: reading.inode)
      }
      exit(try open() == before ? 0 : 1)
    }
  }
}

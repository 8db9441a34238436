import CLinux
import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

/// A connector that the macros can look at, and what it has told.
private final class Listener {
  private var connector: ProcConnector
  private var epoll: Epoll
  private(set) var events: [ProcEvent] = []
  private(set) var lost = Drained()

  init(bytes: Int = ProcConnector.usualReceiveBufferBytes) throws(Errno) {
    connector = try ProcConnector(receiveBufferBytes: bytes)
    epoll = try Epoll()
    try epoll.add(connector.raw, .readable, token: 0)
  }

  var receiveBufferBytes: Int { connector.receiveBufferBytes }
  func follow(_ pid: Int32) { connector.follow(pid) }
  func unfollow(_ pid: Int32) { connector.unfollow(pid) }

  @discardableResult
  func drain() throws(Errno) -> Drained {
    let drained = try connector.drain { events.append($0.event) }
    lost += drained
    return drained
  }

  /// Reads until `condition` holds; a watch of 20 s says that it never will.
  func wait(until condition: ([ProcEvent]) -> Bool) throws -> Bool {
    let deadline = MonotonicClock.now().advanced(by: .seconds(20))
    while true {
      while try drain().hasMore {}
      if condition(events) { return true }
      if MonotonicClock.now() > deadline { return false }
      try epoll.wait(timeoutMilliseconds: 100)
    }
  }
}

private let grantsRoom: Bool = {
  do {
    return try ProcConnector().receiveBufferBytes > 2 << 20
  } catch {
    return false
  }
}()
private let hears = ProcConnector.probe(within: .seconds(5))

/// What the running kernel tells of children of ours.
@Suite(
  "The proc connector, live", .serialized,
  .enabled(if: hears.isAvailable, "\(hears.reason)"))
struct LiveConnectorTests {
  @Test("A child's birth, its program and its end arrive in order")
  func child() throws {
    let listener = try Listener()
    let child = try Storm("sleep")
    let pid = child.pid
    child.signal(SIGKILL)
    child.wait()
    #expect(
      try listener.wait {
        $0.contains { if case .exited(pid, _) = $0 { true } else { false } }
      })
    let own = listener.events.filter {
      switch $0 {
      case .forked(_, pid), .execed(pid), .exited(pid, _): true
      default: false
      }
    }
    #expect(
      own == [.forked(parent: getpid(), child: pid), .execed(pid), .exited(pid, status: SIGKILL)])
  }

  @Test("A name that a child gives itself arrives")
  func rename() throws {
    let child = try Storm("rename-later")
    let listener = try Listener()
    child.goOn()
    let expected = ProcEvent.renamed(child.pid, ProcessName("second"))
    #expect(try listener.wait { $0.contains(expected) })
  }

  @Test("A leader's exit is told while its process lives on; the last thread's, if it is followed")
  func zombieLeader() throws {
    let listener = try Listener()
    let child = try Storm("end-thread-later")
    let pid = child.pid
    #expect(try listener.wait { $0.contains(.exited(pid, status: 0)) })
    #expect(kill(pid, 0) == 0)
    listener.follow(pid)
    child.goOn()
    #expect(try listener.wait { $0.contains(.threadExited(pid)) })
    #expect(child.wait() == .exited(0))
    listener.unfollow(pid)
  }

  @Test("When another thread execs, the leader's exit comes first, then the exec, of one pid")
  func execByThread() throws {
    let listener = try Listener()
    let child = try Storm("exec-from-thread")
    let pid = child.pid
    var execs = 0
    #expect(
      try listener.wait {
        execs = $0.count { $0 == .execed(pid) }
        return execs == 2
      })
    let own = listener.events.filter {
      switch $0 {
      case .execed(pid), .exited(pid, _), .threadExited(pid): true
      default: false
      }
    }
    #expect(own == [.execed(pid), .exited(pid, status: 0), .execed(pid)])
    #expect(kill(pid, 0) == 0)
  }

  @Test("A burst of births into the smallest buffer is an overrun, with the gap counted after it")
  func overrun() throws {
    let listener = try Listener(bytes: 1)
    #expect(listener.receiveBufferBytes < 16_384)
    for _ in 0..<200 { #expect(lmk_probe_child() > 0) }
    var last: Int32 = 0
    let deadline = MonotonicClock.now().advanced(by: .seconds(20))
    repeat {
      try listener.drain()
      // Its messages show how many came before them.
      last = lmk_probe_child()
    } while listener.lost.missing < 100 && MonotonicClock.now() < deadline
    #expect(last > 0)
    #expect(listener.lost.overruns >= 1)
    #expect(listener.lost.missing >= 100)
    #expect(listener.lost.hasLost)
    #expect(listener.lost.malformed == 0)
  }

  @Test(
    "Nothing is lost of a burst that has room, and each draining is bounded",
    .enabled(if: grantsRoom, "the kernel grants no large receive buffer (CAP_NET_ADMIN)"))
  func batches() throws {
    let listener = try Listener()
    let births = 400
    var pids: Set<Int32> = []
    for _ in 0..<births { pids.insert(lmk_probe_child()) }
    let first = try listener.drain()
    #expect(first.messages <= ProcConnector.batchLimit)
    #expect(first.hasMore)
    func heard(_ events: [ProcEvent]) -> Int {
      events.count { if case .forked(_, let child) = $0 { pids.contains(child) } else { false } }
    }
    #expect(try listener.wait { heard($0) == births })
    #expect(!listener.lost.hasLost)
  }

  @Test("It gives its descriptor back")
  func descriptors() async {
    await #expect(processExitsWith: .success) {
      let before = try openDescriptors("socket:", "anon_inode:[eventpoll]")
      for _ in 0..<20 {
        guard ProcConnector.probe(within: .seconds(5)).isAvailable else { exit(2) }
      }
      let connector = try ProcConnector()
      let with = try openDescriptors("socket:", "anon_inode:[eventpoll]")
      guard with == before + 1, connector.raw >= 0 else { exit(3) }
      _ = consume connector
      exit(try openDescriptors("socket:", "anon_inode:[eventpoll]") == before ? 0 : 1)
    }
  }
}

@Suite("Event sources where they do not work")
struct SilentSourcesTests {
  @Test(
    "In a pid namespace of its own a program is told that nothing arrives",
    .enabled(
      if: geteuid() == 0 && access("/usr/bin/unshare", X_OK) == 0, "needs root and unshare"))
  func namespace() throws {
    let told = try FinishedCommand.run(
      "/usr/bin/unshare",
      ["--fork", "--pid", "--mount-proc", "--kill-child", Storm.program, "probe-events"])
    try #require(told.status == 0, "\(told.complaint)")
    let lines = told.text.split(separator: "\n")
    try #require(lines.count == 2)
    #expect(lines[0].hasPrefix("no event arrived about a child of our own within 0.2 seconds"))
    // Never "yes": the pids in the records are not ours.
    #expect(lines[1] != "yes")
  }

  @Test("Every refusal of the connector is one sentence, and says what it means")
  func refusals() {
    #expect(ProcConnector.capability(nil).isAvailable)
    for code in [Int32(1), 12, 93, 111, 999] {
      let capability = ProcConnector.capability(Errno(code))
      #expect(!capability.isAvailable)
      #expect(capability.name == .procConnector)
      #expect(capability.reason.hasPrefix("no proc connector, "))
      #expect(capability.reason.hasSuffix(": new processes are found by sweeps"))
    }
  }
}

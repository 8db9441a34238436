import CLinux
import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

/// Tracepoints that the macros can look at, and what they have told.
private final class TraceListener {
  private var tracepoints: Tracepoints
  private var epoll: Epoll
  private(set) var records: [TraceRecord] = []
  private(set) var lost = Drained()

  init(ringBytes: Int = Tracepoints.usualRingBytes) throws {
    tracepoints = try Tracepoints.open(ringBytes: ringBytes)
    epoll = try Epoll()
    try epoll.add(tracepoints.raw, .readable, token: 0)
  }

  var processors: [Int32] { tracepoints.processors }
  var processorsHaveChanged: Bool { tracepoints.processorsHaveChanged }
  var capability: Capability { tracepoints.capability }
  var hasVictims: Bool { tracepoints.hasVictims }

  @discardableResult
  func drain() throws(Errno) -> Drained {
    let drained = try tracepoints.drain { records.append($0) }
    lost += drained
    return drained
  }

  /// Reads only when it is woken, until `condition` holds; 20 s say that it never will.
  func wake(until condition: ([TraceRecord]) -> Bool) throws -> Bool {
    let deadline = MonotonicClock.now().advanced(by: .seconds(20))
    while true {
      if try epoll.wait(timeoutMilliseconds: 1000) > 0 {
        while try drain().hasMore {}
        if condition(records) { return true }
      }
      if MonotonicClock.now() > deadline { return false }
    }
  }
}

private let refusal: String? = {
  do throws(TracepointsError) {
    _ = try Tracepoints.open()
    return nil
  } catch {
    return error.description
  }
}()

/// What the running kernel tells of children of ours.
@Suite("Tracepoints, live", .serialized, .enabled(if: refusal == nil, "\(refusal ?? "")"))
struct LiveTracepointTests {
  @Test("A child's write of its adj wakes us, and is told with its author and moment")
  func adj() throws {
    let before = MonotonicClock.now()
    let listener = try TraceListener()
    let child = try Storm("grow", "0", "500")
    var found: TraceRecord?
    #expect(
      try listener.wake { records in
        found = records.first {
          if case .adjChanged(child.pid, _, _) = $0.event { true } else { false }
        }
        return found != nil
      })
    let record = try #require(found)
    #expect(
      record.event == .adjChanged(thread: child.pid, adj: 500, name: ProcessName("lmkstorm")))
    #expect(record.by == child.pid)
    #expect(record.at > before)
    #expect(record.at < MonotonicClock.now())
  }

  @Test("A write by another process names that as its author")
  func otherAuthor() throws {
    let child = try Storm("sleep")
    let listener = try TraceListener()
    try Data("321".utf8).write(to: URL(filePath: "/proc/\(child.pid)/oom_score_adj"))
    #expect(
      try listener.wake { records in
        records.contains {
          $0.by == getpid()
            && $0.event
              == .adjChanged(thread: child.pid, adj: 321, name: ProcessName("lmkstorm"))
        }
      })
  }

  @Test("A birth is told with its maker and the inherited adj; a thread's is not")
  func birth() throws {
    let listener = try TraceListener()
    let child = try Storm("end-thread-later")
    while try listener.drain().hasMore {}
    let own = listener.records.filter {
      if case .newProcess(child.pid, _, _, _) = $0.event { true } else { false }
    }
    try #require(own.count == 1)
    #expect(own[0].by == getpid())
    guard case .newProcess(_, let adj, _, let flags) = own[0].event else { return }
    let text = try String(contentsOfFile: "/proc/self/oom_score_adj", encoding: .utf8)
    #expect(adj.description == text.trimmingCharacters(in: .whitespacesAndNewlines))
    #expect(!flags.sharesMemory)
    #expect(
      !listener.records.contains {
        if case .newProcess = $0.event { $0.by == child.pid } else { false }
      })
  }

  @Test("What did not fit into a small ring is told as lost, and counted")
  func lost() throws {
    let listener = try TraceListener(ringBytes: 1)
    for _ in 0..<400 { #expect(lmk_probe_child() > 0) }
    let first = try listener.drain()
    #expect(first.overruns >= 1)
    let deadline = MonotonicClock.now().advanced(by: .seconds(20))
    while listener.lost.missing == 0, MonotonicClock.now() < deadline {
      #expect(lmk_probe_child() > 0)
      try listener.drain()
    }
    #expect(listener.lost.missing > 0)
    #expect(listener.lost.malformed == 0)
  }

  @Test("Nothing is lost of a burst that has room, and each draining is bounded")
  func batches() throws {
    let listener = try TraceListener(ringBytes: 512 << 10)
    var pids: Set<Int32> = []
    for _ in 0..<700 { pids.insert(lmk_probe_child()) }
    let first = try listener.drain()
    #expect(first.messages <= Tracepoints.batchLimit)
    #expect(first.hasMore)
    while try listener.drain().hasMore {}
    let heard = listener.records.count {
      if case .newProcess(let pid, _, _, _) = $0.event { pids.contains(pid) } else { false }
    }
    #expect(heard == pids.count)
    #expect(!listener.lost.hasLost)
  }

  @Test("Every online CPU is heard")
  func processors() throws {
    let listener = try TraceListener()
    #expect(!listener.processors.isEmpty)
    #expect(!listener.processorsHaveChanged)
    #expect(listener.capability.isAvailable)
    #expect(listener.capability.name == .tracepoints)
  }

  @Test("Descriptors and memory are given back")
  func descriptors() async {
    await #expect(processExitsWith: .success) {
      func open() throws -> Int {
        try openDescriptors("anon_inode:[perf_event]", "anon_inode:[eventpoll]")
      }
      let before = try open()
      for _ in 0..<5 {
        let tracepoints = try Tracepoints.open()
        guard try open() > before, !tracepoints.processors.isEmpty else { exit(2) }
      }
      let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
      exit(try open() == before && !maps.contains("perf_event") ? 0 : 1)
    }
  }

  /// A cgroup of this test alone, with a limit that only its own child can reach.
  @Test(
    "A kill by the kernel is told by the tracepoint and by its sentence",
    .enabled(if: MemoryCgroup.isPossible, "needs root and a v1 memory cgroup"))
  func victim() throws {
    let group = try MemoryCgroup(limit: 16 << 20)
    let listener = try TraceListener()
    try #require(listener.hasVictims)
    var log = try KernelLog()
    let child = try Storm("grow-later", "64")
    try group.add(child.pid)
    child.goOn()
    #expect(child.wait() == .signalled(SIGKILL))
    var told: KernelKill?
    #expect(
      try listener.wake { records in
        for case .victimMarked(let kill) in records.map(\.event) where kill.pid == child.pid {
          told = kill
        }
        return told != nil
      })
    var sentence: KernelKill?
    let deadline = MonotonicClock.now().advanced(by: .seconds(20))
    while sentence == nil, MonotonicClock.now() < deadline {
      _ = try log.drain { line in
        if let kill = KernelKill(line), kill.pid == child.pid { sentence = kill }
      }
    }
    let kill = try #require(sentence)
    #expect(kill.scope == .cgroup)
    #expect(kill.name.text == "lmkstorm")
    #expect(kill.uid == 0)
    // About the limit; what it had before it came into the group is not charged there.
    #expect((8_000..<40_000).contains(try #require(kill.anonymous)))
    if let anonymous = told?.anonymous { #expect(anonymous == kill.anonymous) }
  }
}

@Suite("Tracepoints that cannot be listened to")
struct RefusedTracepointTests {
  private func refusal(_ places: String...) -> TracepointsError? {
    do throws(TracepointsError) {
      _ = try Tracepoints.open(places: places)
      return nil
    } catch {
      return error
    }
  }

  private func folder(_ format: String?) throws -> String {
    let place = NSTemporaryDirectory() + "/lmktop-tracefs-\(UUID().uuidString)"
    let events = "\(place)/events/oom/oom_score_adj_update"
    let files = FileManager.default
    try files.createDirectory(
      atPath: format == nil ? "\(events)/format" : events, withIntermediateDirectories: true)
    if let format { try Data(format.utf8).write(to: URL(filePath: "\(events)/format")) }
    return place
  }

  @Test("No tracefs at any place is said with how to mount it")
  func notMounted() throws {
    let empty = NSTemporaryDirectory() + "/lmktop-tracefs-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    defer { rmdir(empty) }
    #expect(refusal("/nowhere", empty) == .notMounted)
    let capability = TracepointsError.notMounted.capability
    #expect(!capability.isAvailable)
    #expect(capability.name == .tracepoints)
    #expect(capability.reason.contains("mount -t tracefs"))
  }

  @Test("A format that is strange, or cannot be read, is named")
  func strange() throws {
    let half = "ID: 7\n\tfield:int pid;\toffset:8;\tsize:4;\tsigned:1;\n"
    for text in ["", "hello\n", "ID: 7\n", half] {
      let place = try folder(text)
      defer { try? FileManager.default.removeItem(atPath: place) }  // a temporary folder
      #expect(
        refusal(place) == .malformed(path: "\(place)/events/oom/oom_score_adj_update/format"))
    }
    let place = try folder(nil)
    defer { try? FileManager.default.removeItem(atPath: place) }  // a temporary folder
    #expect(
      refusal(place)
        == .unreadable(
          path: "\(place)/events/oom/oom_score_adj_update/format", .isDirectory))
  }

  @Test("Every refusal is one sentence that says what it means")
  func sentences() {
    let errors: [TracepointsError] = [
      .notMounted, .unreadable(path: "/x", .accessDenied), .malformed(path: "/x"),
      .processors(.noEntry), .refused(.accessDenied), .refused(.notImplemented), .refused(.busy),
      .ring(.notPermitted), .foreignPids, .silent,
    ]
    var sentences: Set<String> = []
    for error in errors {
      #expect(error.capability.reason.hasPrefix("no tracepoints, "))
      #expect(error.capability.reason.hasSuffix("is found by sweeps"))
      sentences.insert(error.capability.reason)
    }
    #expect(sentences.count == errors.count)
  }
}

import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@testable import LMKEngine

/// A feed without an engine: the test takes the loop's part.
private struct Bench: ~Copyable {
  var feed = EventFeed()
  var monitor: Monitor
  var effects = Effects()
  var pass: PassReader

  init(_ monitor: consuming Monitor, _ pass: consuming PassReader) {
    self.monitor = monitor
    self.pass = pass
  }

  static func make() throws -> Bench {
    let thresholds = try Thresholds([Level(minfreePages: 1, adj: 0)])
    return Bench(
      Monitor(MonitorConfiguration(thresholds: thresholds), at: MonotonicClock.now()),
      try PassReader(root: try ProcRoot(), keeping: KeptFiles(limit: 0, descriptors: 0)))
  }

  /// Reads whom the events named.
  mutating func read() {
    while let pid = feed.nextNamed() {
      pass.read(pid, at: MonotonicClock.now(), of: &monitor, into: &effects)
      feed.noteRead(pid, by: monitor)
    }
  }

  mutating func drainTracepoints() throws {
    _ = try feed.drainTracepoints(&monitor, at: MonotonicClock.now(), into: &effects)
  }
}

@Suite("The feed of events")
struct EventFeedTests {
  @Test("Events that come twice, late, or in any order leave the table as /proc is")
  func idempotent() throws {
    let child = try Storm("sleep")
    let gone = try Storm("sleep")
    gone.signal(SIGKILL)
    gone.wait()
    let events: [ProcEvent] = [
      .forked(parent: getpid(), child: child.pid), .execed(child.pid),
      .renamed(child.pid, ProcessName("other")), .exited(child.pid, status: 0),
      .threadExited(child.pid), .forked(parent: getpid(), child: gone.pid), .execed(gone.pid),
      .exited(gone.pid, status: 9),
    ]
    var generator = SystemRandomNumberGenerator()
    for round in 0..<40 {
      var bench = try Bench.make()
      let order = (events + events).shuffled(using: &generator)
      for event in order {
        bench.feed.take(ProcRecord(at: MonotonicClock.now(), event: event))
        // Now and then it is read in between.
        if round % 3 == 0 { bench.read() }
      }
      bench.read()
      let reading = bench.monitor.reading(pid: child.pid)
      #expect(reading?.name == ProcessName("lmkstorm"), "\(order)")
      let knowsDead = bench.monitor.knows(pid: gone.pid)
      #expect(!knowsDead, "\(order)")
      #expect(bench.monitor.processCount == 1)
      let broken = bench.monitor.checkInvariants()
      #expect(broken == nil)
    }
  }

  @Test("A leader that exited before it was ever met is met, for its threads live on")
  func unmetLeader() throws {
    let child = try Storm("zombie-leader", "8")
    var bench = try Bench.make()
    for event in [
      ProcEvent.forked(parent: getpid(), child: child.pid), .execed(child.pid),
      .exited(child.pid, status: 0),
    ] {
      bench.feed.take(ProcRecord(at: MonotonicClock.now(), event: event))
    }
    bench.read()
    let reading = bench.monitor.reading(pid: child.pid)
    #expect(reading?.isZombieLeader == true)
  }

  @Test("A zombie leader is followed until it has ended, and one place is its own")
  func followed() throws {
    guard WatchedEngine.hearsConnector else { return }
    var bench = try Bench.make()
    var wanted = EventSources()
    wanted.without = [.tracepoints, .pressureTrigger, .kernelLog]
    _ = bench.feed.open(wanted)
    let child = try Storm("end-thread-later")
    while bench.monitor.reading(pid: child.pid)?.isZombieLeader != true {
      bench.feed.name(child.pid)
      bench.read()
    }
    let reading = bench.monitor.reading(pid: child.pid)
    let key = try #require(reading?.key)
    bench.feed.follow(key)
    bench.feed.follow(key)
    bench.feed.reviewFollowed(bench.monitor)
    #expect(bench.feed.followed == [key])
    child.goOn()
    child.wait()
    bench.feed.name(child.pid)
    bench.read()
    bench.feed.reviewFollowed(bench.monitor)
    #expect(bench.feed.followed.isEmpty)
  }

  @Test(
    "Tracepoints that are opened anew hear again, and what came in between counts as lost",
    .enabled(if: WatchedEngine.hearsTracepoints, "the tracepoints are not to be had here"))
  func renewal() throws {
    var bench = try Bench.make()
    var wanted = EventSources()
    wanted.without = [.procConnector, .pressureTrigger, .kernelLog]
    _ = bench.feed.open(wanted)
    let child = try Storm("sleep")
    bench.feed.name(child.pid)
    bench.read()

    let began = MonotonicClock.now()
    let raw = try #require(try bench.feed.beginRenewal())
    let took = began.duration(to: MonotonicClock.now())
    print("handing the tracepoints over took \(took.wholeNanoseconds / 1000) us")
    #expect(bench.feed.tracepointsDescriptor == nil)
    let again = try bench.feed.beginRenewal()
    #expect(again == nil)
    var epoll = try Epoll()
    try epoll.add(raw, .readable, token: 0)
    #expect(try epoll.wait(timeoutMilliseconds: 20_000) == 1)
    let lost = bench.monitor.currentStatistics.lost
    let capability = bench.feed.endRenewal(
      &bench.monitor, at: MonotonicClock.now(), into: &bench.effects)
    #expect(capability?.isAvailable == true)
    #expect(bench.monitor.currentStatistics.lost == lost + 1)
    print(
      "they were back after \(began.duration(to: MonotonicClock.now()).wholeNanoseconds / 1000) us")

    try setAdj(444, of: child.pid)
    try bench.drainTracepoints()
    bench.read()
    let reading = bench.monitor.reading(pid: child.pid)
    #expect(reading?.adj == 444)
  }

  @Test("It is asked every ten seconds which CPUs are online; the same ones renew nothing")
  func processors() throws {
    var bench = try Bench.make()
    var wanted = EventSources()
    wanted.without = [.procConnector, .pressureTrigger, .kernelLog]
    _ = bench.feed.open(wanted)
    let start = MonotonicClock.now()
    for second in 0..<25 {
      let must = bench.feed.mustRenew(at: start.advanced(by: .seconds(second)))
      #expect(!must)
    }
    #expect(bench.feed.processorsAskedAt == start.advanced(by: .seconds(20)))
  }
}

@Suite("Pressure, to the engine", .serialized)
struct PressureFeedTests {
  @Test(
    "A trigger that the kernel takes away is dropped and said, and the engine goes on",
    .enabled(if: PressureCgroup.place != nil, "needs root and a cgroup v2 with memory.pressure"))
  func lostTrigger() async throws {
    let group = try PressureCgroup()
    var sources = EventSources()
    sources.pressurePath = group.pressure
    let watched = try WatchedEngine(interval: .milliseconds(200), sources)
    try await watched.wait(for: "the trigger") { $0.isAvailable(.pressureTrigger) == true }
    group.remove()
    try await watched.wait(for: "its end") { $0.isAvailable(.pressureTrigger) == false }
    let passes = watched.inspect { $0.statistics.passes.calls }
    try await watched.wait(for: "further passes") { $0.statistics.passes.calls >= passes + 3 }
    try watched.stop()
  }

  @Test("A pressure file that is not there is said with its reason, and the engine goes on")
  func noPressure() async throws {
    var sources = EventSources()
    sources.pressurePath = "/proc/pressure/no-such-thing"
    let watched = try WatchedEngine(interval: .milliseconds(200), sources)
    try await watched.wait(for: "the reason, and passes") { snapshot in
      snapshot.statistics.passes.calls >= 2
        && snapshot.capabilities.contains {
          $0.name == .pressureTrigger && !$0.isAvailable && $0.reason.contains("no-such-thing")
        }
    }
    try watched.stop()
  }
}

import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Synchronization
import Testing

/// An epoll that the macros can look at.
private final class Poller {
  private var epoll: Epoll

  init() throws(Errno) { epoll = try Epoll() }

  var first: (events: Epoll.Events, token: UInt64) { epoll[0] }
  func wait(_ milliseconds: Int32?) throws(Errno) -> Int {
    try epoll.wait(timeoutMilliseconds: milliseconds)
  }
  func waitForOne() throws(Errno) { while try wait(nil) == 0 {} }
  func add(_ raw: Int32, token: UInt64) throws(Errno) {
    try epoll.add(raw, .readable, token: token)
  }
  func silence(_ raw: Int32) throws(Errno) { try epoll.modify(raw, [], token: 9) }
  func remove(_ raw: Int32) throws(Errno) { try epoll.remove(raw) }
}

@Suite("The system layer")
struct SystemTests {
  @Test("The clock runs forward, and the wall is where Foundation sees it")
  func clock() {
    let first = MonotonicClock.now()
    let second = MonotonicClock.now()
    #expect(second >= first)
    let wall = Double(MonotonicClock.now().nanoseconds + MonotonicClock.wallOffset()) / 1e9
    #expect(abs(wall - Date().timeIntervalSince1970) < 60)
    #expect(MonotonicClock.processCPUTime() > 0)
    #expect(MonotonicClock.threadCPUTime() > 0)
  }

  @Test("A timer expires once or again and again, and can be disarmed")
  func timer() throws {
    let timer = try LMKLinux.Timer()
    func drained() throws -> UInt64 { try timer.drain() }
    let epoll = try Poller()
    try epoll.add(timer.raw, token: 5)
    #expect(try drained() == 0)
    for delay in [Duration.zero, .milliseconds(1), .seconds(-3)] {
      try timer.set(after: delay)
      try epoll.waitForOne()
      #expect(epoll.first.token == 5)
      #expect(try drained() == 1)
      #expect(try drained() == 0)
    }
    try timer.set(at: Instant(nanoseconds: 0))
    try epoll.waitForOne()
    #expect(try drained() == 1)
    try timer.set(every: .microseconds(100))
    var seen: UInt64 = 0
    while seen < 5 {
      try epoll.waitForOne()
      seen += try timer.drain()
    }
    try timer.disarm()
    #expect(try drained() == 0)
    #expect(try epoll.wait(5) == 0)
  }

  @Test("An event wakes an epoll, and signals are not lost while nobody looks")
  func event() throws {
    let event = try EventDescriptor()
    func drained() throws -> UInt64 { try event.drain() }
    let epoll = try Poller()
    try epoll.add(event.raw, token: .max)
    #expect(try epoll.wait(0) == 0)
    event.signal()
    event.signal()
    #expect(try epoll.wait(nil) == 1)
    #expect(epoll.first.token == .max)
    #expect(try drained() == 2)
    #expect(try drained() == 0)
    let raw = event.raw
    #expect(throws: Errno.exists) { try epoll.add(raw, token: 1) }
    try epoll.silence(raw)
    event.signal()
    #expect(try epoll.wait(0) == 0)
    try epoll.remove(raw)
    #expect(throws: Errno.noEntry) { try epoll.remove(raw) }
  }

  @Test("A thread runs, has its name, and can be waited for")
  func thread() throws {
    let box = Box()
    let thread = try startThread(name: "a name too long for it", stackBytes: 256 << 10) {
      // An unreadable name is an empty one, and fails below.
      let text = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
      box.text.withLock { $0 = text ?? "" }
    }
    try thread.join()
    #expect(box.text.withLock { $0 } == "a name too long\n")
  }

  private final class Box: Sendable {
    let text = Mutex("")
  }

  @Test("Blocked signals come as something to read, with their sender")
  func signals() async {
    await #expect(processExitsWith: .success) {
      try SignalMask.block([.user1, .terminate])
      let descriptor = try SignalDescriptor([.user1, .terminate])
      guard try descriptor.next() == nil else { exit(2) }
      // To this thread: others, which do not block it, were here before us.
      pthread_kill(pthread_self(), SIGUSR1)
      var epoll = try Epoll()
      try epoll.add(descriptor.raw, .readable, token: 1)
      guard try epoll.wait(timeoutMilliseconds: 10_000) == 1,
        let next = try descriptor.next(), next.signal == .user1, next.sender == getpid(),
        try descriptor.next() == nil
      else { exit(3) }
      exit(0)
    }
  }

  @Test("A number that is no signal is EINVAL")
  func badSignals() {
    for number in [Int32(0), -1, 65, 1000] {
      #expect(throws: Errno.invalid) { _ = try SignalDescriptor([Signal(rawValue: number)]) }
      #expect(throws: Errno.invalid) { try SignalMask.block([Signal(rawValue: number)]) }
    }
  }

  @Test("A file to append to is made with its folders, for its owner alone")
  func append() throws {
    let tree = try FixtureTree()
    let path = "\(tree.path)/a/b/c/journal.jsonl"
    for line in ["one\n", "two\n"] {
      let file = try FileWriting.openToAppend(path: path)
      try file.writeAll(Array(line.utf8))
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "one\ntwo\n")
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(path) == 0o600)
    #expect(try mode("\(tree.path)/a") == 0o700)
    #expect(try mode("\(tree.path)/a/b/c") == 0o700)
  }

  @Test("A file is replaced as a whole, and nothing is left beside it")
  func replace() throws {
    let tree = try FixtureTree()
    let path = "\(tree.path)/config.d/90-screen.toml"
    try FileWriting.replace(path: path, with: Array("old".utf8))
    try FileWriting.replace(path: path, with: Array("new".utf8))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "\(tree.path)/config.d")
        == ["90-screen.toml"])
    try tree.write("file", "")
    #expect(throws: Errno.notDirectory) {
      try FileWriting.replace(path: "\(tree.path)/file/x", with: [])
    }
  }

  @Test("Names of users come from passwd, and strange lines do no harm")
  func users() {
    let text =
      "root:x:0:0::/root:/bin/sh\nfirst:x:7:7\nsecond:x:7:7\n:x:8\nbad\nneg:x:-1:1\n\nx:y\n"
    let names = UserNames(contents: Array(text.utf8))
    #expect(names.name(of: 0) == "root")
    #expect(names.name(of: 7) == "first")
    #expect(names.name(of: 8) == nil)
    #expect(UserNames.read(path: "/nowhere").name(of: 0) == nil)
  }

  @Test("The machine and this program are known")
  func identity() {
    let own = Identity.current()
    #expect(own.pid == getpid())
    #expect(own.effectiveUser == geteuid())
    #expect(Host.pageSize == sysconf(Int32(_SC_PAGESIZE)))
    #expect(Host.clockTicks > 0)
    #expect(!Host.name.isEmpty)
    #expect(Host.utcOffset() == TimeZone.current.secondsFromGMT())
    #expect(own.signalAll.isAvailable == own.maySignalAll)
    #expect(own.signalAll.reason.isEmpty == own.maySignalAll)
  }

  @Test("A descriptor is closed with its owner, or given away")
  func descriptor() throws {
    let file = try FileDescriptor.open(path: "/dev/null", .readWrite)
    let isTerminal = file.isTerminal
    #expect(!isTerminal)
    let raw = file.release()
    #expect(fcntl(raw, F_GETFD) == FD_CLOEXEC)
    close(raw)
    #expect(throws: Errno.noEntry) { _ = try FileDescriptor.open(path: "/nowhere", .read) }
    #expect(throws: Errno.notDirectory) { _ = try FileDescriptor.open(path: "/dev/null", .place) }
  }

  @Test("Memory is locked and unlocked, or the refusal says why; priority likewise")
  func locking() async {
    await #expect(processExitsWith: .success) {
      do throws(Errno) {
        try MemoryLock.lock()
        try MemoryLock.unlock()
      } catch {
        guard [Errno.notPermitted, .outOfMemory].contains(error) else { exit(2) }
      }
      let before = try Priority.current()
      do throws(Errno) {
        let former = try Priority.raise()
        guard former == before, try Priority.current().niceness == -20 else { exit(3) }
        try former.restore()
      } catch {
        guard error == .accessDenied || error == .notPermitted else { exit(4) }
      }
      exit(try Priority.current() == before ? 0 : 5)
    }
  }

  @Test("The limit of open files is raised to the hard limit")
  func limit() async {
    await #expect(processExitsWith: .success) {
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      let hard = limit.rlim_max
      let told = try DescriptorLimit.raise()
      exit(hard == told ? 0 : 1)
    }
  }
}

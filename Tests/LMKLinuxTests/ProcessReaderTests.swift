import Foundation
import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@Suite("Reading processes of a captured tree")
struct ProcessReaderTests {
  private func entries(_ root: ProcRoot) throws -> [Int32: UInt64] {
    var directory = try ProcessDirectory(root: root)
    var found: [Int32: UInt64] = [:]
    while let entry = try directory.next() { found[entry.pid] = entry.inode }
    return found
  }

  @Test("A walk meets every process once, and nothing that is no pid")
  func walk() throws {
    let tree = try FixtureTree()
    for pid in [Int32(1), 4711, 4_194_303] { try tree.add(FixtureProcess(pid: pid)) }
    for name in ["0", "007", "4194304", "99999999999999999999", "-1", "12a", "self", "a1"] {
      try tree.write("\(name)/stat", "")
    }
    try tree.write("333", "a file")
    #expect(Set(try entries(ProcRoot(path: tree.path)).keys) == [1, 4711, 4_194_303])
  }

  @Test("A walk over more entries than one call returns can be left, resumed and begun again")
  func longWalk() throws {
    let tree = try FixtureTree()
    for pid in 1...900 { try tree.write("\(pid)/stat", "") }
    var directory = try ProcessDirectory(root: try ProcRoot(path: tree.path))
    for _ in 0..<450 { #expect(try directory.next() != nil) }
    try directory.rewind()
    var met: Set<Int32> = []
    while let entry = try directory.next() { #expect(met.insert(entry.pid).inserted) }
    #expect(met.count == 900)
    #expect(try directory.next() == nil)
  }

  @Test("The CPU time is that of user and system together, by one file")
  func time() throws {
    let tree = try FixtureTree()
    var process = FixtureProcess(pid: 4711)
    process.startTime = 77
    try tree.add(process)
    var reader = ProcessReader(root: try ProcRoot(path: tree.path))
    let time = reader.time(of: 4711)
    // Fields 14 and 15 of the fixture.
    #expect(time?.ticks == 5 + 6 && time?.key == ProcessKey(pid: 4711, startTime: 77))
    #expect(reader.filesRead == 1)
    let nobody = reader.time(of: 4712)
    #expect(nobody == nil)
  }

  @Test("A process is read in full, by three files")
  func wholeReading() throws {
    let tree = try FixtureTree()
    var process = FixtureProcess(pid: 4711, name: "chrome")
    process.parent = 88
    process.threads = 12
    process.startTime = 5555
    process.rssPages = 207_000
    process.sharedPages = 40_000
    process.adj = 900
    try tree.add(process)
    let root = try ProcRoot(path: tree.path)
    let inode = try #require(try entries(root)[4711])
    var reader = ProcessReader(root: root)
    let expected = ProcessReading(
      key: ProcessKey(pid: 4711, startTime: 5555), parent: 88, uid: geteuid(), adj: 900,
      state: .sleeping, threadCount: 12, rssPages: 207_000, sharedPages: 40_000,
      name: ProcessName("chrome"), inode: inode)
    #expect(reader.read(pid: 4711, inode: inode) == .read(expected))
    #expect(reader.filesRead == 3)
  }

  @Test("Hostile names are kept byte for byte", arguments: ProcessParserTests.hostileNames)
  func names(name: [UInt8]) throws {
    let tree = try FixtureTree()
    var process = FixtureProcess(pid: 4711)
    process.name = name
    try tree.add(process)
    let reading = try #require(try read(4711, in: tree))
    #expect(reading.name.bytes == name)
    #expect(reading.rssPages == 100)
  }

  private func read(_ pid: Int32, in tree: FixtureTree) throws -> ProcessReading? {
    let root = try ProcRoot(path: tree.path)
    var reader = ProcessReader(root: root)
    guard let inode = try entries(root)[pid],
      case .read(let reading) = reader.read(pid: pid, inode: inode)
    else { return nil }
    return reading
  }

  @Test("A zombie leader has the memory of a thread that lives")
  func zombieLeader() throws {
    let tree = try FixtureTree()
    var process = FixtureProcess(pid: 4711)
    process.state = "Z"
    process.threads = 4
    process.rssPages = 0
    process.sharedPages = 0
    try tree.add(process)
    try tree.add(thread: 4711, of: process, rssPages: 0)
    try tree.add(thread: 4712, of: process, rssPages: 0)
    try tree.add(thread: 4713, of: process, rssPages: 7000, sharedPages: 500)
    let reading = try #require(try read(4711, in: tree))
    #expect(reading.rssPages == 7000)
    #expect(reading.sharedPages == 500)
    #expect(reading.state == .zombie)
    #expect(reading.threadCount == 4)
  }

  @Test("A zombie without threads holds nothing")
  func deadZombie() throws {
    let tree = try FixtureTree()
    var process = FixtureProcess(pid: 4711)
    process.state = "Z"
    process.rssPages = 0
    try tree.add(process)
    #expect(try #require(try read(4711, in: tree)).rssPages == 0)
  }

  @Test("A process without one of its files has vanished; one with garbage is malformed")
  func holes() throws {
    let tree = try FixtureTree()
    let process = FixtureProcess(pid: 4711)
    let root = try ProcRoot(path: tree.path)
    var reader = ProcessReader(root: root)
    #expect(reader.read(pid: 4711, inode: 1) == .vanished)
    for name in ["stat", "statm", "oom_score_adj"] {
      try tree.add(process)
      try tree.remove("4711/\(name)")
      #expect(reader.read(pid: 4711, inode: 1) == .vanished, "\(name)")
      try tree.write("4711/\(name)", "")
      #expect(reader.read(pid: 4711, inode: 1) == .vanished, "empty \(name)")
      try tree.write("4711/\(name)", "garbage")
      #expect(reader.read(pid: 4711, inode: 1) == .malformed, "\(name)")
      try tree.write("4711/\(name)", [UInt8](repeating: 0x31, count: 100_000))
      #expect(reader.read(pid: 4711, inode: 1) == .malformed, "endless \(name)")
    }
    try tree.add(process)
    try tree.write("4711/stat", FixtureProcess(pid: 4712).stat)
    #expect(reader.read(pid: 4711, inode: 1) == .malformed, "another's stat")
  }

  @Test("Files without a newline at their end are taken as whole")
  func noNewline() throws {
    let tree = try FixtureTree()
    try tree.add(FixtureProcess(pid: 4711))
    try tree.write("4711/oom_score_adj", "300")
    #expect(try #require(try read(4711, in: tree)).adj == 300)
  }

  @Test(
    "A file that we may not read is refused",
    .enabled(if: geteuid() != 0, "root may read every file"))
  func refused() throws {
    let tree = try FixtureTree()
    try tree.add(FixtureProcess(pid: 4711))
    chmod("\(tree.path)/4711/statm", 0)
    var reader = ProcessReader(root: try ProcRoot(path: tree.path))
    #expect(reader.read(pid: 4711, inode: 1) == .refused(.accessDenied))
  }

  @Test("A refresh takes memory and adj by two files, and leaves the rest")
  func refresh() throws {
    let tree = try FixtureTree()
    var process = FixtureProcess(pid: 4711, name: "before")
    try tree.add(process)
    let root = try ProcRoot(path: tree.path)
    var reader = ProcessReader(root: root)
    var reading = try #require(try read(4711, in: tree))
    process.name = Array("after".utf8)
    process.rssPages = 500
    process.sharedPages = 50
    process.adj = -17
    try tree.add(process)
    #expect(reader.refresh(&reading) == .refreshed)
    #expect(reader.filesRead == 2)
    #expect(reading.rssPages == 500)
    #expect(reading.sharedPages == 50)
    #expect(reading.adj == -17)
    #expect(reading.name.text == "before")
  }

  @Test("A process that ends during a walk is vanished, and its reading stays as it was")
  func vanishes() throws {
    let tree = try FixtureTree()
    for pid in [Int32(100), 200, 300] { try tree.add(FixtureProcess(pid: pid)) }
    let root = try ProcRoot(path: tree.path)
    var reading = try #require(try read(200, in: tree))
    let before = reading
    var directory = try ProcessDirectory(root: root)
    var reader = ProcessReader(root: root)
    var outcomes: [Int32: Bool] = [:]
    while let entry = try directory.next() {
      if entry.pid == 200 {
        try tree.remove("200")
        #expect(reader.refresh(&reading) == .vanished)
        #expect(reading == before)
      }
      if case .read = reader.read(pid: entry.pid, inode: entry.inode) {
        outcomes[entry.pid] = true
      } else {
        outcomes[entry.pid] = false
      }
    }
    #expect(outcomes == [100: true, 200: false, 300: true])
  }

  @Test("A pid that another process has by now is vanished for a refresh, and new for a reading")
  func reused() throws {
    let tree = try FixtureTree()
    var process = FixtureProcess(pid: 4711)
    try tree.add(process)
    var reading = try #require(try read(4711, in: tree))
    let before = reading
    // Kept under another name, so that its inode is not given to the new folder.
    try FileManager.default.moveItem(atPath: "\(tree.path)/4711", toPath: "\(tree.path)/old")
    process.startTime = 9999
    process.adj = 500
    try tree.add(process)
    var reader = ProcessReader(root: try ProcRoot(path: tree.path))
    #expect(reader.refresh(&reading) == .vanished)
    #expect(reading == before)
    guard case .read(let fresh) = reader.read(pid: 4711, inode: before.inode) else {
      Issue.record("not read")
      return
    }
    #expect(fresh.key.startTime == 9999)
    #expect(fresh.inode != before.inode)
  }

  @Test("The same process behind a new inode is refreshed, not lost")
  func newInode() throws {
    let tree = try FixtureTree()
    var process = FixtureProcess(pid: 4711)
    try tree.add(process)
    var reading = try #require(try read(4711, in: tree))
    try FileManager.default.moveItem(atPath: "\(tree.path)/4711", toPath: "\(tree.path)/old")
    process.rssPages = 4000
    try tree.add(process)
    var reader = ProcessReader(root: try ProcRoot(path: tree.path))
    #expect(reader.refresh(&reading) == .refreshed)
    #expect(reading.rssPages == 4000)
  }

  @Test("A process that loses its memory, or gains some, is read in full again")
  func memoryComesAndGoes() throws {
    let tree = try FixtureTree()
    var process = FixtureProcess(pid: 4711)
    try tree.add(process)
    var reading = try #require(try read(4711, in: tree))
    var reader = ProcessReader(root: try ProcRoot(path: tree.path))
    process.state = "Z"
    process.rssPages = 0
    process.threads = 2
    try tree.add(process)
    try tree.add(thread: 4712, of: process, rssPages: 90)
    #expect(reader.refresh(&reading) == .refreshed)
    #expect(reading.state == .zombie)
    #expect(reading.threadCount == 2)
    #expect(reading.rssPages == 90)
  }

  @Test("The command line comes with spaces, cut, and only for the process that is meant")
  func commandLine() throws {
    let tree = try FixtureTree()
    var process = FixtureProcess(pid: 4711)
    process.startTime = 42
    try tree.add(process)
    try tree.write("4711/cmdline", "node\0server.js\0--port\0\0")
    var reader = CommandLineReader(root: try ProcRoot(path: tree.path))
    #expect(reader.read(pid: 4711, startTime: 42)?.bytes == Array("node server.js --port".utf8))
    #expect(reader.read(pid: 4711, startTime: 42)?.name == ProcessName(bytes: process.name))
    #expect(reader.read(pid: 4711, startTime: 43) == nil)
    #expect(reader.read(pid: 4712, startTime: 42) == nil)
    try tree.write("4711/cmdline", "")
    #expect(reader.read(pid: 4711, startTime: 42)?.bytes == [])
    try tree.write("4711/cmdline", String(repeating: "x", count: 100_000))
    #expect(reader.read(pid: 4711, startTime: 42)?.bytes.count == CommandLineReader.limit)
  }
}

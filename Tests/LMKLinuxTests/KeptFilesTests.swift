import Glibc
import LMKCore
import LMKTestSupport
import Testing

@testable import LMKLinux

/// A refresh without kept files.
extension ProcessReader {
  mutating func refresh(
    _ reading: inout ProcessReading, _ parts: ReadingParts = [.adj, .owner]
  ) -> RefreshResult {
    var none = KeptFiles(limit: 0, descriptors: 0)
    return refresh(&reading, parts, keeping: &none)
  }
}

@Suite("Files that are kept open")
struct KeptFilesTests {
  private static func read(_ pid: Int32, _ reader: inout ProcessReader) -> ProcessReading? {
    if case .read(let reading) = reader.read(pid: pid) { reading } else { nil }
  }

  @Test("Kept files follow a live process that grows, and tell its end by ESRCH")
  func live() throws {
    let storm = try Storm("grow-later", "8")
    var reader = ProcessReader(root: try ProcRoot())
    var files = KeptFiles(limit: 4, descriptors: 65536)
    var reading = try #require(Self.read(storm.pid, &reader))
    let before = reading.rssPages
    let parts: ReadingParts = [.adj, .state, .owner, .everyPass]
    #expect(reader.refresh(&reading, parts, keeping: &files) == .refreshed)
    #expect(files.count == 1)
    for file in KeptFiles.File.allCases {
      #expect(files.descriptor(file, of: reading.key) != nil)
    }
    storm.goOn()
    for _ in 0..<500 where reading.rssPages < before + 2000 {
      usleep(10_000)
      #expect(reader.refresh(&reading, parts, keeping: &files) == .refreshed)
    }
    #expect(reading.rssPages >= before + 2000)
    storm.signal(SIGKILL)
    storm.wait()
    let last = reading
    #expect(reader.refresh(&reading, parts, keeping: &files) == .vanished)
    #expect(reading == last)
    #expect(files.count == 0)
  }

  @Test(
    "No more processes than the limit are kept, and those out of use make room after some passes")
  func bounded() throws {
    let storms = try (0..<3).map { _ in try Storm("sleep") }
    var reader = ProcessReader(root: try ProcRoot())
    var files = KeptFiles(limit: 2, descriptors: 65536)
    var readings: [ProcessReading] = []
    for storm in storms { readings.append(try #require(Self.read(storm.pid, &reader))) }
    for index in readings.indices {
      #expect(reader.refresh(&readings[index], .everyPass, keeping: &files) == .refreshed)
    }
    #expect(files.count == 2)
    let hasRoom = files.hasRoom(for: readings[2].key)
    #expect(!hasRoom)
    for _ in 0..<8 {
      files.endPass()
      // The second goes on being used, and stays.
      #expect(reader.refresh(&readings[1], .everyPass, keeping: &files) == .refreshed)
    }
    #expect(files.count == 1)
    #expect(files.descriptor(.statm, of: readings[1].key) != nil)
    #expect(reader.refresh(&readings[2], .everyPass, keeping: &files) == .refreshed)
    #expect(files.count == 2)
  }

  @Test("What is not read in every pass is not kept; a low limit of descriptors keeps nothing")
  func notKept() throws {
    let storm = try Storm("sleep")
    var reader = ProcessReader(root: try ProcRoot())
    var reading = try #require(Self.read(storm.pid, &reader))
    var files = KeptFiles(limit: 8, descriptors: 65536)
    #expect(reader.refresh(&reading, [.adj, .owner], keeping: &files) == .refreshed)
    #expect(files.count == 0)
    var poor = KeptFiles(limit: 8, descriptors: 256)
    #expect(reader.refresh(&reading, [.adj, .everyPass], keeping: &poor) == .refreshed)
    #expect(poor.count == 0)
  }

  @Test("A file is never kept of another process that has the pid by now")
  func anotherProcess() throws {
    let tree = try FixtureTree()
    var process = FixtureProcess(pid: 4711)
    try tree.add(process)
    var reader = ProcessReader(root: try ProcRoot(path: tree.path))
    var reading = try #require(Self.read(4711, &reader))
    let before = reading
    try tree.remove("4711")
    try tree.add(FixtureProcess(pid: 4712))  // takes the inode that came free
    process.startTime = 9999
    try tree.add(process)
    var files = KeptFiles(limit: 8, descriptors: 65536)
    #expect(reader.refresh(&reading, .everyPass, keeping: &files) == .vanished)
    #expect(reading == before)
    #expect(files.count == 0)
  }

  @Test("All descriptors are closed with their owner")
  func closed() async throws {
    await #expect(processExitsWith: .success) {
      let own = getpid()
      func openFiles() throws -> Int { try openDescriptors("/proc/\(own)/") }
      let before = try openFiles()
      do {
        var reader = ProcessReader(root: try ProcRoot())
        var files = KeptFiles(limit: 8, descriptors: 65536)
        guard case .read(var reading) = reader.read(pid: own) else { exit(2) }
        guard
          reader.refresh(&reading, [.adj, .state, .everyPass], keeping: &files) == .refreshed,
          try openFiles() == before + 3
        else { exit(3) }
      }
      guard try openFiles() == before else { exit(4) }
    }
  }
}

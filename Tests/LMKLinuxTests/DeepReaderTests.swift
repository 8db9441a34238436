import LMKCore
import LMKTestSupport
import Testing

@testable import LMKLinux

@Suite("The second look at processes")
struct DeepReaderTests {
  @Test("Swap, page tables and oom_score are read; a zombie leader's from a live thread")
  func fixture() throws {
    let tree = try FixtureTree()
    try tree.add(FixtureProcess(pid: 1, name: "init"))
    try tree.write("1/status", "Name:\tinit\nVmSwap:\t      12 kB\nVmPTE:\t      48 kB\n")
    try tree.write("1/oom_score", "666\n")
    var leader = FixtureProcess(pid: 70, name: "leader")
    leader.state = "Z"
    leader.threads = 2
    leader.rssPages = 0
    try tree.add(leader)
    try tree.add(thread: 71, of: leader, rssPages: 500)
    try tree.write("70/status", "Name:\tleader\n")
    try tree.write("70/task/70/status", "Name:\tleader\n")
    try tree.write("70/task/71/status", "VmSwap:\t       8 kB\nVmPTE:\t       4 kB\n")
    try tree.add(FixtureProcess(pid: 80, name: "no status"))
    var reader = DeepReader(root: try ProcRoot(path: tree.path), pageSize: 4096)
    let readings = try reader.readAll()
    #expect(readings.map(\.reading.key.pid) == [1, 70, 80])
    #expect(readings.map(\.reading.swapPages) == [3, 2, 0])
    #expect(readings.map(\.pageTablePages) == [12, 1, 0])
    #expect(readings.map(\.reading.rssPages) == [100, 500, 100])
    #expect(readings.map(\.leaderRSSPages) == [100, 0, 100])
    #expect(readings.map(\.oomScore) == [666, nil, nil])
  }

  @Test("Whoever is in thousands of groups has memory too: their line stands before it, and is long")
  func manyGroups() throws {
    let tree = try FixtureTree()
    try tree.add(FixtureProcess(pid: 1, name: "init"))
    let groups = (100_000..<104_000).map(String.init).joined(separator: " ")
    try tree.write("1/status", "Groups:\t\(groups)\nVmSwap:\t 12 kB\nVmPTE:\t 48 kB\n")
    var reader = DeepReader(root: try ProcRoot(path: tree.path), pageSize: 4096)
    let reading = try #require(try reader.readAll().first)
    #expect(reading.reading.swapPages == 3 && reading.pageTablePages == 12)
  }

  @Test("A status that is cut off or says no number counts as nothing")
  func cut() {
    func parse(_ text: String) -> MemoryParts {
      Array(text.utf8).withUnsafeBytes { MemoryPartsParser.parts($0) }
    }
    #expect(parse("VmPTE:\t 44 kB\nVmSwap:\t 1").swap == 0)
    #expect(parse("VmPTE:\t 44 kB\n").pageTables == 44)
    #expect(parse("VmPTE:\t x kB\n\u{0}VmSwap: 3 kB\n") == MemoryParts())
    #expect(parse("") == MemoryParts())
  }

  @Test("Of this machine it reads at least itself")
  func live() throws {
    var reader = DeepReader(root: try ProcRoot(), pageSize: Host.pageSize)
    let own = try reader.readAll().first { $0.reading.key.pid == Identity.ownPid }
    #expect((own?.pageTablePages ?? 0) > 0 && own?.oomScore != nil)
  }
}

import Testing

@testable import LMKCore

@Suite("What a process costs in memory")
struct SizeTests {
  @Test("A reading and a candidate are 64 bytes, a record 144, a node 40, a row of the screen 72")
  func strides() {
    #expect(MemoryLayout<ProcessReading>.stride == 64)
    #expect(MemoryLayout<Candidate>.stride == 64)
    #expect(MemoryLayout<Snapshot.Row>.stride == 72)
    #expect(MemoryLayout<ProcessTable.Record?>.stride == 144)
    #expect(MemoryLayout<CandidateTree.Node>.stride == 40)
    #expect(MemoryLayout<RuleEffect>.stride == 24)
  }

  @Test("Sizes beyond 16 TiB of pages, or below none, count as the nearer end")
  func clamped() {
    let key = ProcessKey(pid: 7, startTime: 1)
    let reading = ProcessReading(key: key, rssPages: 1 << 40, sharedPages: -5)
    #expect(reading.rssPages == Int(UInt32.max))
    #expect(reading.sharedPages == 0)
    #expect(reading.freesPages == Int(UInt32.max))
  }
}

import LMKCore
import LMKLinux
import Synchronization
import Testing

@testable import LMKEngine

@Suite("The mailboxes between the threads")
struct ExchangeTests {
  @Test("The screen sees the newest snapshot, once, and never one half written")
  func exchange() throws {
    let exchange = SnapshotExchange(capacity: 16)
    #expect(!exchange.take())
    let last: UInt64 = 20_000
    let writer = try startThread(name: "writer", stackBytes: 256 * 1024) {
      for number in 1...last {
        exchange.publish { snapshot in
          snapshot.sequence = number
          snapshot.candidateCount = Int(number)
          snapshot.rows.removeAll(keepingCapacity: true)
          for pid in 0..<8 {
            let key = ProcessKey(pid: Int32(pid), startTime: number)
            snapshot.rows.append(
              Snapshot.Row(
                candidate: Candidate(ProcessReading(key: key)), standing: .candidate, rank: pid))
          }
        }
      }
    }
    var seen: UInt64 = 0
    var torn = 0
    while seen < last {
      guard exchange.take() else { continue }
      exchange.withSnapshot { snapshot in
        if snapshot.sequence <= seen { torn += 1 }
        seen = snapshot.sequence
        if snapshot.candidateCount != Int(seen) || snapshot.rows.count != 8 { torn += 1 }
        if snapshot.rows.contains(where: { $0.candidate.key.startTime != seen }) { torn += 1 }
      }
    }
    try writer.join()
    #expect(torn == 0)
    #expect(!exchange.take())
    #expect(exchange.isTaken)
  }

  @Test("The ring keeps the order, and refuses when it is full")
  func ring() throws {
    let ring = Ring<Int>(capacity: 4)
    #expect((0..<6).map { ring.push($0) } == [true, true, true, true, false, false])
    #expect((0..<5).map { _ in ring.pop() } == [0, 1, 2, 3, nil])
    let big = Ring<Int>(capacity: 8)
    let writer = try startThread(name: "writer", stackBytes: 256 * 1024) {
      var next = 0
      while next < 50_000 { if big.push(next) { next += 1 } }
    }
    var expected = 0
    while expected < 50_000 {
      guard let value = big.pop() else { continue }
      if value != expected { break }
      expected += 1
    }
    try writer.join()
    #expect(expected == 50_000)
  }
}

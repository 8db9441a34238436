import LMKCore
import LMKLinux
import Testing

@Suite("Processes that share a memory")
struct MemorySharersTests {
  private func moment(_ milliseconds: Int) -> Instant {
    Instant(nanoseconds: Int64(milliseconds) * 1_000_000)
  }

  private func others(of pid: Int32, in sharers: MemorySharers) -> Set<Int32> {
    var others: ContiguousArray<Int32> = []
    sharers.appendOthers(of: pid, to: &others)
    return Set(others)
  }

  @Test("A child, and a child's child, are one group with their maker")
  func group() {
    var sharers = MemorySharers()
    sharers.join(11, of: 10, at: moment(1))
    sharers.join(12, of: 11, at: moment(2))
    sharers.join(21, of: 20, at: moment(2))
    #expect(others(of: 10, in: sharers) == [11, 12])
    #expect(others(of: 12, in: sharers) == [10, 11])
    #expect(others(of: 21, in: sharers) == [20])
    #expect(others(of: 30, in: sharers).isEmpty)
  }

  @Test("Who execs or ends leaves the others together; who is left alone is in no group")
  func leaving() {
    var sharers = MemorySharers()
    sharers.join(11, of: 10, at: moment(1))
    sharers.join(12, of: 10, at: moment(2))
    sharers.leave(10, at: moment(3))
    #expect(others(of: 11, in: sharers) == [12])
    #expect(others(of: 10, in: sharers).isEmpty)
    sharers.leave(12)
    #expect(sharers.isEmpty)
    sharers.leave(12)
    #expect(sharers.isEmpty)
  }

  @Test("An exec that came before the birth, and is told after it, changes nothing")
  func reordered() {
    var sharers = MemorySharers()
    sharers.join(11, of: 10, at: moment(5))
    sharers.leave(10, at: moment(4))
    #expect(others(of: 11, in: sharers) == [10])
    // The same birth, told twice.
    sharers.join(11, of: 10, at: moment(5))
    #expect(others(of: 10, in: sharers) == [11])
    sharers.leave(10, at: moment(6))
    #expect(sharers.isEmpty)
  }

  @Test("A pid that was given again is in its new maker's group alone")
  func reusedPid() {
    var sharers = MemorySharers()
    sharers.join(11, of: 10, at: moment(1))
    sharers.join(12, of: 10, at: moment(1))
    sharers.join(11, of: 20, at: moment(9))
    #expect(others(of: 10, in: sharers) == [12])
    #expect(others(of: 11, in: sharers) == [20])
  }

  @Test("A maker that cannot be seen, and nonsense, are passed over")
  func nonsense() {
    var sharers = MemorySharers()
    sharers.join(11, of: 0, at: moment(1))
    sharers.join(11, of: 11, at: moment(1))
    sharers.join(-1, of: 4, at: moment(1))
    #expect(sharers.isEmpty)
  }

  @Test("It is bounded: what does not fit is said, and the dead make room")
  func bounded() {
    var sharers = MemorySharers()
    var pid: Int32 = 100
    while !sharers.isFull {
      sharers.join(pid + 1, of: pid, at: moment(1))
      pid += 2
    }
    #expect(!sharers.hasOverflowed)
    let last = pid - 2
    sharers.join(7, of: 6, at: moment(2))
    #expect(sharers.hasOverflowed)
    #expect(!sharers.contains(7))
    sharers.prune { $0 >= last }
    #expect(others(of: last, in: sharers) == [last + 1])
    sharers.join(7, of: 6, at: moment(3))
    #expect(others(of: 6, in: sharers) == [7])
  }
}

import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

/// Records of a perf ring, laid out by hand.
enum PerfBytes {
  static func record(type: UInt32, _ body: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    withUnsafeBytes(of: type) { bytes += $0 }
    bytes += [0, 0]
    withUnsafeBytes(of: UInt16(8 + body.count)) { bytes += $0 }
    return bytes + body
  }

  static func numbers(_ numbers: UInt64...) -> [UInt8] {
    numbers.flatMap { number in withUnsafeBytes(of: number) { Array($0) } }
  }

  /// Padded to eight bytes, as the kernel does, its size counting the padding.
  static func sample(process: UInt32, time: UInt64, _ raw: [UInt8]) -> [UInt8] {
    let padded = (raw.count + 4 + 7) / 8 * 8 - 4
    var body = numbers(UInt64(process) | UInt64(process) << 32, time)
    withUnsafeBytes(of: UInt32(padded)) { body += $0 }
    return record(type: 9, body + raw + [UInt8](repeating: 0, count: padded - raw.count))
  }

  static func lost(_ count: UInt64) -> [UInt8] { record(type: 2, numbers(611, count)) }
}

@Suite("Records of perf rings")
struct PerfRecordTests {
  /// Comparable, and without a borrowed buffer.
  private enum Told: Equatable {
    case sample(by: Int32, at: Int64, raw: [UInt8])
    case lost(UInt64)
    case other, throttled, malformed
  }

  private func parse(_ bytes: [UInt8]) -> Told {
    bytes.withUnsafeBytes { buffer in
      switch PerfRecord(buffer) {
      case .sample(let by, let at, let raw):
        .sample(by: by, at: at.nanoseconds, raw: Array(raw))
      case .lost(let count): .lost(count)
      case .other: .other
      case .throttled: .throttled
      case .malformed: .malformed
      }
    }
  }

  @Test("A sample has its author, its moment and its raw bytes")
  func sample() {
    let raw = RawRecord.adjUpdate(pid: 9, adj: 300).bytes
    #expect(
      parse(PerfBytes.sample(process: 42, time: 1_000_000, raw))
        == .sample(by: 42, at: 1_000_000, raw: raw + [0, 0, 0, 0, 0, 0]))
  }

  @Test("Lost records are counted, in both of their forms; others are told apart")
  func others() {
    #expect(parse(PerfBytes.lost(17)) == .lost(17))
    #expect(parse(PerfBytes.record(type: 13, PerfBytes.numbers(5))) == .lost(5))
    #expect(parse(PerfBytes.record(type: 5, PerfBytes.numbers(1, 2, 3))) == .throttled)
    #expect(parse(PerfBytes.record(type: 3, PerfBytes.numbers(1, 2, 3))) == .other)
  }

  @Test("A record that is cut anywhere is malformed, and so is one whose size lies")
  func cut() {
    for record in [PerfBytes.sample(process: 1, time: 2, [1, 2, 3, 4]), PerfBytes.lost(1)] {
      for length in 0..<record.count {
        var bytes = Array(record[..<length])
        #expect(parse(bytes) == .malformed)
        // Its size corrected to what is there.
        guard length >= 8 else { continue }
        bytes[6] = UInt8(length)
        #expect(parse(bytes) == .malformed)
      }
    }
    var long = PerfBytes.sample(process: 1, time: 2, [1, 2, 3, 4])
    long[24] = 200
    #expect(parse(long) == .malformed)
    long[27] = 0xFF
    #expect(parse(long) == .malformed)
  }

  /// Everything that a ring of 256 bytes holds from `start` on.
  private func walk(_ ring: [UInt8], from start: UInt64, to head: UInt64) -> ([[UInt8]], UInt64) {
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 65536, alignment: 8)
    defer { scratch.deallocate() }
    var found: [[UInt8]] = []
    var tail = start
    ring.withUnsafeBytes { bytes in
      while let record = RingRecords.next(in: bytes, from: tail, to: head, scratch: scratch) {
        found.append(Array(record))
        tail &+= UInt64(record.count)
      }
    }
    return (found, tail)
  }

  @Test("Records are found whole wherever the ring's end cuts them")
  func wrap() {
    let records = [
      PerfBytes.sample(process: 1, time: 2, Array(1...30)), PerfBytes.lost(3),
      PerfBytes.sample(process: 4, time: 5, Array(50...90)),
    ]
    let bytes = records.flatMap { $0 }
    // Beyond 2⁶³ too: head and tail only grow, and one day wrap.
    for base in [UInt64(0), 1 << 20, UInt64.max - 511] {
      for offset in UInt64(0)..<256 {
        let start = base &+ offset
        var ring = [UInt8](repeating: 0xEE, count: 256)
        for (index, byte) in bytes.enumerated() {
          ring[Int((start &+ UInt64(index)) % 256)] = byte
        }
        let head = start &+ UInt64(bytes.count)
        let (found, tail) = walk(ring, from: start, to: head)
        #expect(found == records)
        #expect(tail == head)
      }
    }
  }

  @Test("At no head before the end of a record is that record given")
  func headCuts() {
    let record = PerfBytes.sample(process: 1, time: 2, Array(1...30))
    let ring = record + [UInt8](repeating: 0, count: 256 - record.count)
    for head in 0..<record.count { #expect(walk(ring, from: 0, to: UInt64(head)).0.isEmpty) }
    #expect(walk(ring, from: 0, to: UInt64(record.count)).0 == [record])
  }

  @Test("Sizes and heads that cannot be give nothing")
  func impossible() {
    for size in [UInt8(0), 1, 7] {
      var ring = [UInt8](repeating: 0, count: 256)
      ring[6] = size
      #expect(walk(ring, from: 0, to: 64).0.isEmpty)
    }
    var ring = [UInt8](repeating: 0, count: 256)
    ring[6] = 16
    #expect(walk(ring, from: 0, to: 257).0.isEmpty)
    #expect(walk(ring, from: 8, to: 0).0.isEmpty)
    #expect(walk(ring, from: 0, to: 0).0.isEmpty)
  }

  @Test("No ring traps")
  func noise() {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<5_000 {
      let ring = (0..<256).map { _ in UInt8.random(in: 0...40, using: &generator) }
      let start = UInt64.random(in: 0...1 << 40, using: &generator)
      let (found, _) = walk(ring, from: start, to: start + .random(in: 0...256, using: &generator))
      for record in found { _ = parse(record) }
    }
  }

  @Test(
    "Lists of CPUs",
    arguments: [
      ("0-1\n", [0, 1]), ("0", [0]), ("0,2-3,7\n", [0, 2, 3, 7]), ("5-5", [5]),
    ])
  func processors(text: String, expected: [Int32]) {
    #expect(ProcessorList.parse(Array(text.utf8)) == expected)
  }

  @Test(
    "What is no list of CPUs is refused",
    arguments: [
      "", "\n", "a", "0-", "-1", "3-1", "0,,1", "0-1-2", "99999999", "0 1,x",
    ])
  func noProcessors(text: String) {
    #expect(ProcessorList.parse(Array(text.utf8)) == (text == "0 1,x" ? [0] : nil))
  }
}

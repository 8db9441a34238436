import LMKCore
import LMKTrace
import Synchronization

/// A bounded queue of pieces of bytes from one thread to one other. Neither waits: a full ring
/// refuses. The memory is made once, and touched from the start.
///
/// Before each piece stands its head: its kind, its count, and how long after the piece before it
/// came, the numbers as in `ByteWriter`. Most pieces are a few bytes, and so is that.
final class ByteRing: @unchecked Sendable {
  /// One byte, and two numbers of at most five and ten.
  private static let headLimit = 16

  private let memory: UnsafeMutableRawPointer
  private let capacity: Int
  /// Count up for ever.
  private let written = Atomic<Int>(0)
  private let read = Atomic<Int>(0)
  /// The moment of the last piece, as each side knows it.
  private var pushedAt: Int64 = 0
  private var poppedAt: Int64 = 0

  init(capacity: Int) {
    self.capacity = capacity
    memory = .allocate(byteCount: capacity, alignment: 16)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: capacity)
  }

  deinit { memory.deallocate() }

  /// Bytes that wait. Any thread.
  var count: Int { written.load(ordering: .acquiring) - read.load(ordering: .relaxed) }

  var isHalfFull: Bool { count > capacity / 2 }

  /// `false`: there is no room, and nothing was taken. Producer's thread; allocates nothing.
  func push(_ piece: TraceTap.Piece, _ bytes: [UInt8], at moment: Instant) -> Bool {
    let begin = written.load(ordering: .relaxed)
    return withUnsafeTemporaryAllocation(byteCount: Self.headLimit, alignment: 1) { head in
      head[0] = piece.rawValue
      var headCount = Self.put(UInt64(bytes.count), into: head, at: 1)
      let passed = moment.nanoseconds &- pushedAt
      headCount = Self.put(
        UInt64(bitPattern: passed << 1 ^ passed >> 63), into: head, at: headCount)
      let size = headCount + bytes.count
      guard size <= capacity - (begin - read.load(ordering: .acquiring)) else { return false }
      copy(UnsafeRawBufferPointer(rebasing: head[..<headCount]), to: begin)
      bytes.withUnsafeBytes { copy($0, to: begin + headCount) }
      pushedAt = moment.nanoseconds
      written.store(begin + size, ordering: .releasing)
      return true
    }
  }

  /// Takes the next piece; its bytes replace those of `bytes`. `nil`: there is none. Consumer's
  /// thread.
  func pop(into bytes: inout [UInt8]) -> (piece: TraceTap.Piece, at: Instant)? {
    var place = read.load(ordering: .relaxed)
    guard place < written.load(ordering: .acquiring) else { return nil }
    guard let piece = TraceTap.Piece(rawValue: take(&place)) else {
      preconditionFailure("only pieces are pushed")
    }
    let size = Int(number(&place))
    let folded = number(&place)
    poppedAt &+= Int64(bitPattern: folded >> 1) ^ -Int64(folded & 1)
    bytes.removeAll(keepingCapacity: true)
    let first = min(size, capacity - place % capacity)
    bytes.append(
      contentsOf: UnsafeRawBufferPointer(start: memory + place % capacity, count: first))
    bytes.append(contentsOf: UnsafeRawBufferPointer(start: memory, count: size - first))
    read.store(place + size, ordering: .releasing)
    return (piece, Instant(nanoseconds: poppedAt))
  }

  /// - Returns: where the next number goes.
  private static func put(
    _ number: UInt64, into head: UnsafeMutableRawBufferPointer, at place: Int
  ) -> Int {
    var rest = number
    var place = place
    while rest >= 0x80 {
      head[place] = UInt8(truncatingIfNeeded: rest) | 0x80
      rest >>= 7
      place += 1
    }
    head[place] = UInt8(truncatingIfNeeded: rest)
    return place + 1
  }

  private func take(_ place: inout Int) -> UInt8 {
    defer { place += 1 }
    return memory.load(fromByteOffset: place % capacity, as: UInt8.self)
  }

  private func number(_ place: inout Int) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = take(&place)
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  private func copy(_ bytes: UnsafeRawBufferPointer, to position: Int) {
    guard let source = bytes.baseAddress else { return }
    let place = position % capacity
    let first = min(bytes.count, capacity - place)
    (memory + place).copyMemory(from: source, byteCount: first)
    memory.copyMemory(from: source + first, byteCount: bytes.count - first)
  }
}

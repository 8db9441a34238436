import LMKCore
import LMKTrace
import Synchronization

/// A bounded queue of pieces of bytes from one thread to one other. Neither waits: a full ring
/// refuses. The memory is made once, and touched from the start.
final class ByteRing: @unchecked Sendable {
  /// piece, three unused, count, moment.
  private static let headBytes = 16

  private let memory: UnsafeMutableRawPointer
  private let capacity: Int
  /// Count up for ever.
  private let written = Atomic<Int>(0)
  private let read = Atomic<Int>(0)

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
    let size = Self.headBytes + bytes.count
    guard size <= capacity - (begin - read.load(ordering: .acquiring)) else { return false }
    var head = (
      UInt32(piece.rawValue), UInt32(truncatingIfNeeded: bytes.count), moment.nanoseconds
    )
    withUnsafeBytes(of: &head) { copy($0, to: begin) }
    bytes.withUnsafeBytes { copy($0, to: begin + Self.headBytes) }
    written.store(begin + size, ordering: .releasing)
    return true
  }

  /// Takes the next piece; its bytes replace those of `bytes`. `nil`: there is none. Consumer's
  /// thread.
  func pop(into bytes: inout [UInt8]) -> (piece: TraceTap.Piece, at: Instant)? {
    let begin = read.load(ordering: .relaxed)
    guard begin < written.load(ordering: .acquiring) else { return nil }
    var head: (UInt32, UInt32, Int64) = (0, 0, 0)
    withUnsafeMutableBytes(of: &head) { copy(from: begin, to: $0) }
    let size = Int(head.1)
    bytes.removeAll(keepingCapacity: true)
    let first = min(size, capacity - (begin + Self.headBytes) % capacity)
    let start = memory + (begin + Self.headBytes) % capacity
    bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: first))
    bytes.append(contentsOf: UnsafeRawBufferPointer(start: memory, count: size - first))
    read.store(begin + Self.headBytes + size, ordering: .releasing)
    guard let piece = TraceTap.Piece(rawValue: UInt8(truncatingIfNeeded: head.0)) else {
      preconditionFailure("only pieces are pushed")
    }
    return (piece, Instant(nanoseconds: head.2))
  }

  private func copy(_ bytes: UnsafeRawBufferPointer, to position: Int) {
    guard let source = bytes.baseAddress else { return }
    let place = position % capacity
    let first = min(bytes.count, capacity - place)
    (memory + place).copyMemory(from: source, byteCount: first)
    memory.copyMemory(from: source + first, byteCount: bytes.count - first)
  }

  private func copy(from position: Int, to bytes: UnsafeMutableRawBufferPointer) {
    guard let target = bytes.baseAddress else { return }
    let place = position % capacity
    let first = min(bytes.count, capacity - place)
    target.copyMemory(from: memory + place, byteCount: first)
    (target + first).copyMemory(from: memory, byteCount: bytes.count - first)
  }
}

import CLinux
import LMKCore

/// Memory for the bytes of one file, kept from one reading to the next.
struct RawBuffer: ~Copyable {
  private var memory: UnsafeMutableRawBufferPointer
  private(set) var count = 0

  init(capacity: Int) {
    memory = .allocate(byteCount: max(capacity, 64), alignment: 8)
  }

  deinit { memory.deallocate() }

  /// What was read last; valid until the next reading.
  var contents: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

  /// Reads a file from its beginning to its end (pread(2)), whatever was read before.
  ///
  /// The parsers take only lines that end, so that what a cut file says is never taken for whole;
  /// a last line without its newline did end here, and is given one.
  /// - Parameter limit: the memory grows up to this size, the first time it is too small; more
  ///   than that is EFBIG.
  /// - Throws: what pread says; the contents are empty then.
  mutating func fill(from file: borrowing FileDescriptor, upTo limit: Int) throws(Errno) {
    count = 0
    var filled = 0
    while true {
      if filled == memory.count - 1 {
        guard memory.count < limit else { throw .tooLarge }
        grow(keeping: filled)
      }
      let room = UnsafeMutableRawBufferPointer(rebasing: memory[filled..<(memory.count - 1)])
      let got = try file.pread(into: room, offset: filled)
      guard got > 0 else { break }
      filled += got
    }
    end(filled)
  }

  /// Reads a file that comes in one piece: one read(2), no growth. What does not fit is EFBIG.
  /// - Throws: what read says; the contents are empty then.
  mutating func fillOnce(from file: borrowing FileDescriptor) throws(Errno) {
    count = 0
    let room = UnsafeMutableRawBufferPointer(rebasing: memory[..<(memory.count - 1)])
    let got = try file.read(into: room)
    guard got < room.count else { throw .tooLarge }
    end(got)
  }

  /// Reads a file that comes in one piece from its beginning, through a descriptor that its owner
  /// keeps: one pread(2), no growth.
  /// - Throws: what pread says, and EFBIG; the contents are empty then.
  mutating func fillOnce(fromRaw raw: Int32) throws(Errno) {
    count = 0
    let got = Int(try System.check(lmk_pread(raw, memory.baseAddress, memory.count - 1, 0)))
    guard got < memory.count - 1 else { throw .tooLarge }
    end(got)
  }

  /// Reads a file to its end, or until the memory is full: what is longer is cut.
  /// - Throws: what read says; the contents are empty then.
  mutating func fillAndCut(from file: borrowing FileDescriptor) throws(Errno) {
    count = 0
    var filled = 0
    while filled < memory.count {
      let got = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[filled...]))
      guard got > 0 else { break }
      filled += got
    }
    count = filled
  }

  private mutating func end(_ filled: Int) {
    count = filled
    if filled > 0, memory[filled - 1] != UInt8(ascii: "\n") {
      memory[filled] = UInt8(ascii: "\n")
      count += 1
    }
  }

  private mutating func grow(keeping filled: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: memory.count * 2, alignment: 8)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<filled]))
    memory.deallocate()
    memory = larger
  }
}

import LMKCore
import LMKLinux

/// The lines of a file, as bytes without their newline, however long the file is.
struct LineReader: ~Copyable {
  /// A longer line is nobody's entry.
  private static let lineLimit = 1 << 20

  private let file: FileDescriptor
  /// Which file it is, whatever bears its name later.
  let identity: UInt64
  private let buffer: UnsafeMutableRawBufferPointer
  private var filled = 0
  private var position = 0
  private var line: [UInt8] = []

  /// - Throws: what openat(2) says.
  init(path: String) throws(Errno) {
    let file = try FileDescriptor.open(path: path, .read)
    identity = file.identity
    self.file = file
    buffer = .allocate(byteCount: 1 << 16, alignment: 8)
  }

  deinit { buffer.deallocate() }

  /// The next whole line; `nil` at the end of the file, of which more may come.
  mutating func next() throws(Errno) -> [UInt8]? {
    while true {
      if position == filled {
        filled = try file.read(into: buffer)
        position = 0
        if filled == 0 { return nil }
      }
      let rest = buffer[position..<filled]
      let end = rest.firstIndex(of: UInt8(ascii: "\n"))
      if line.count < Self.lineLimit { line += rest[..<(end ?? filled)] }
      position = end.map { $0 + 1 } ?? filled
      if end != nil {
        defer { line.removeAll(keepingCapacity: true) }
        return line
      }
    }
  }

  /// A last line without its newline; empty: there is none.
  var unfinished: [UInt8] { line }
}

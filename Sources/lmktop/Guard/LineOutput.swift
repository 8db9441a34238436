import LMKCore
import LMKLinux

/// Lines to a reader who may sleep or go away: what finds no room is dropped and counted, and
/// nothing here waits for him.
///
/// A line is written only when the kernel says that there is room for it. The descriptor is not made
/// non-blocking for that: it is shared with whoever started us.
struct LineOutput: ~Copyable {
  /// Most lines that are kept for a reader who is slow.
  static let capacity = 1024

  private let descriptor: Int32
  private var readiness: Epoll
  /// A file, or /dev/null, cannot be waited for and always has room.
  private let isAlwaysReady: Bool
  private var isClosed = false
  private var lines: [[UInt8]] = []
  /// The first line's bytes that are out already.
  private var written = 0
  private var lost = 0

  /// - Parameter descriptor: owned elsewhere, and open for as long as this lives.
  init(descriptor: Int32) throws(Errno) {
    let readiness = try Epoll()
    var isAlwaysReady = false
    do {
      try readiness.add(descriptor, [], token: 0)
    } catch .notPermitted {
      isAlwaysReady = true
    }
    self.descriptor = descriptor
    self.readiness = readiness
    self.isAlwaysReady = isAlwaysReady
  }

  /// Readable when there is something to flush and room for it, or when the reader has gone.
  var wakeDescriptor: Int32 { readiness.raw }

  /// Keeps a line, its newline included, for the next `flush`.
  mutating func put(_ line: [UInt8]) {
    guard !isClosed else { return }
    if lines.count < Self.capacity { lines.append(line) } else { lost += 1 }
  }

  /// Counts lines that never came here.
  mutating func noteLost(_ count: Int) { lost += count }

  /// Writes what there is room for. A reader who has gone is no error: then nothing is kept any
  /// more.
  ///
  /// - Parameter words: the line that says how many were lost.
  mutating func flush(lost words: (Int) -> [UInt8]) throws(Errno) {
    if lost > 0, lines.count < Self.capacity / 2 {
      lines.append(words(lost))
      lost = 0
    }
    // The room is given back once, behind the last line.
    var next = 0
    while next < lines.count, try hasRoom() {
      if writePart(of: lines[next]) { next += 1 }
    }
    lines.removeFirst(isClosed ? lines.count : next)
    if !isAlwaysReady, !isClosed {
      try readiness.modify(descriptor, lines.isEmpty ? [] : .writable, token: 0)
    }
  }

  private mutating func hasRoom() throws(Errno) -> Bool {
    if isClosed { return false }
    if isAlwaysReady { return true }
    try readiness.modify(descriptor, .writable, token: 0)
    try readiness.wait(timeoutMilliseconds: 0)
    return readiness.count > 0
  }

  /// `true`: the line is out, or lost.
  private mutating func writePart(of line: [UInt8]) -> Bool {
    do {
      written += try FileDescriptor.writeSome(line[written...], to: descriptor)
      guard written == line.count else { return false }
    } catch .brokenPipe {
      close()
    } catch {
      // A full disk, a terminal that went away: the next line is tried again.
      lost += 1
    }
    written = 0
    return true
  }

  private mutating func close() {
    isClosed = true
    // It would be readable for ever.
    try? readiness.remove(descriptor)
  }
}

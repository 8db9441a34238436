import LMKCore
import LMKLinux
import LMKTrace

/// The file of a recording, as its thread sees it: blocks are closed a second after they were begun,
/// at once after a kill, and each is one write(2).
struct TraceFileWriter: ~Copyable {
  /// A crash of the program loses no more than what happened in this time.
  static let blockAge: Duration = .seconds(1)
  /// A disk that refused is tried again after so long.
  static let retry: Duration = .seconds(10)

  private let settings: RecordingSettings
  private let writer: TraceWriter
  private var file: FileDescriptor
  private var bytes = 0
  /// What the last write said; `nil`: it went well.
  private(set) var trouble: Errno?
  /// What follows cannot be understood without a keyframe.
  private var isBroken = false
  /// Events that the last blocks could not bring to the file; a keyframe that can tells of them.
  private var missing: UInt64 = 0
  /// Events of the open block.
  private var open: UInt64 = 0
  private var told: UInt64 = 0
  private var brokenAt = Instant(nanoseconds: 0)

  /// - Throws: what making the file says, and ENOMEM.
  init(_ settings: RecordingSettings, pseudonyms: Pseudonyms?) throws(Errno) {
    // All that may fail comes first: a value without copies cannot be half made.
    guard let writer = TraceWriter(settings.info, pseudonyms: pseudonyms) else {
      throw .outOfMemory
    }
    let file = try Self.begin(settings)
    self.settings = settings
    self.writer = writer
    self.file = file
    writer.beginFile(at: MonotonicClock.now())
  }

  /// What is there under that name is kept, under others; nothing is written over.
  private static func begin(_ settings: RecordingSettings) throws(Errno) -> FileDescriptor {
    try FileWriting.makeFolders(above: settings.path)
    do throws(Errno) {
      return try FileDescriptor.open(path: settings.path, .createNew)
    } catch .exists {
      guard isRecording(settings.path) else { throw .exists }
      FileWriting.makeRoom(path: settings.path, kept: settings.kept)
      return try FileDescriptor.open(path: settings.path, .createNew)
    }
  }

  /// Whether a file is a recording: whatever else bears the name is left alone.
  static func isRecording(_ path: String) -> Bool {
    var head = [UInt8](repeating: 0, count: TraceFrame.size)
    do {
      let file = try FileDescriptor.open(path: path, .read)
      let count = try head.withUnsafeMutableBytes { bytes throws(Errno) in
        try file.read(into: bytes)
      }
      guard count == head.count else { return false }
      return try TraceFrame(head: head[...]).kind == .info
    } catch {
      return false
    }
  }

  /// A keyframe is wanted: the file is full, or was torn and may go on.
  func wantsKeyframe(at now: Instant) -> Bool {
    if isBroken { return brokenAt.duration(to: now) >= Self.retry }
    return bytes >= settings.sizeLimit
  }

  /// Events that are missing in the file because it could not be written.
  var lost: UInt64 { told + missing }

  mutating func append(_ events: [UInt8], _ piece: TraceTap.Piece, at moment: Instant) {
    if isBroken {
      if piece == .event { missing += 1 }
      return
    }
    if piece == .event {
      // Only in front of an event: what the effects of one come to stands behind it in its block.
      if writer.isFull { closeBlock(at: moment) }
      open += 1
    }
    writer.append(events, at: moment)
  }

  mutating func append(mark bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    // Our own bytes of a moment ago.
    if let mark = try? reader.read(TraceMark.self) { writer.append(mark) }
  }

  mutating func put(_ image: MonitorImage) {
    if !isBroken, bytes >= settings.sizeLimit { rotate(at: image.at) }
    if isBroken { writer.append(TraceMark(at: image.at, .gap(missing))) }
    isBroken = false
    if !writer.put(image) { tear(.outOfMemory, at: image.at) }
    writeOut(at: image.at)
    synchronize()
  }

  mutating func closeBlockIfDue(at now: Instant) {
    guard let since = writer.openSince else { return }
    let isUrgent = writer.hasMarks
    guard isUrgent || since.duration(to: now) >= Self.blockAge else { return }
    closeBlock(at: now)
    if isUrgent { synchronize() }
  }

  mutating func end(at now: Instant) {
    closeBlock(at: now)
    writer.end(at: now)
    writeOut(at: now)
    synchronize()
  }

  private mutating func closeBlock(at now: Instant) {
    if !writer.flush() { tear(.outOfMemory, at: now) }
    writeOut(at: now)
  }

  private mutating func writeOut(at now: Instant) {
    defer { writer.clearOutput() }
    if isBroken || writer.output.isEmpty { return }
    do {
      try file.writeAll(writer.output)
      bytes += writer.output.count
      trouble = nil
      told += missing
      missing = 0
      open = 0
    } catch {
      tear(error, at: now)
    }
  }

  /// The former file is whole, and becomes `path.1`.
  private mutating func rotate(at now: Instant) {
    closeBlock(at: now)
    writer.end(at: now)
    writeOut(at: now)
    do {
      file = try Self.begin(settings)
      bytes = 0
      writer.beginFile(at: now)
    } catch {
      // It goes on in the file that is there: longer than allowed is better than lost.
      trouble = error
      bytes = 0
    }
  }

  private mutating func tear(_ errno: Errno, at now: Instant) {
    trouble = errno
    isBroken = true
    brokenAt = now
    missing += open
    open = 0
  }

  /// So that a crash of the machine keeps it too, which is what a shortage may end in.
  private func synchronize() {
    do {
      try file.synchronize()
    } catch {
      // A pipe or a special file cannot be; a disk that fails says so at the next write.
    }
  }
}

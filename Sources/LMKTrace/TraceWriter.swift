import LMKCore

/// Makes frames of what a recorder hears. Its bytes are for whoever writes the file.
public final class TraceWriter {
  /// A block is closed when its events come to so many bytes.
  static let blockBytes = 64 * 1024

  /// Frames that are not written yet.
  public private(set) var output: [UInt8] = []
  private let compressor: Compressor
  private let info: TraceInfo
  private var events: [UInt8] = []
  private var marks: [TraceMark] = []
  private var image: ByteWriter
  private var first: Instant?
  private var last = Instant(nanoseconds: 0)
  private let pseudonyms: Pseudonyms?

  /// - Parameter pseudonyms: those that the events are written with.
  /// `nil`: there is no memory for it.
  public init?(_ info: TraceInfo, pseudonyms: Pseudonyms? = nil) {
    guard let compressor = Compressor() else { return nil }
    self.compressor = compressor
    self.info = info
    self.pseudonyms = pseudonyms
    image = Self.imageWriter(info, pseudonyms)
    events.reserveCapacity(2 * Self.blockBytes)
  }

  private static func imageWriter(_ info: TraceInfo, _ pseudonyms: Pseudonyms?) -> ByteWriter {
    var image = ByteWriter()
    image.pseudonyms = pseudonyms
    image.leavesOutTexts = info.isRedacted
    return image
  }

  /// A file begins; a keyframe must follow.
  public func beginFile(at now: Instant) {
    var writer = ByteWriter()
    writer.put(info)
    put(.info, writer.bytes[...], plainBytes: writer.bytes.count, first: now, last: now)
  }

  /// Closes the block, and writes a keyframe. `false`: it could not be compressed.
  public func put(_ keyframe: MonitorImage) -> Bool {
    guard flush() else { return false }
    image.put(keyframe)
    // Half a megabyte among 8,000 processes, and needed once a minute.
    defer { image = Self.imageWriter(info, pseudonyms) }
    compressor.begin()
    return putCompressed(.keyframe, image.bytes, first: keyframe.at, last: keyframe.at)
  }

  /// Appends an event as an encoder wrote it, or its check.
  public func append(_ bytes: some Collection<UInt8>, at moment: Instant) {
    events.append(contentsOf: bytes)
    first = first ?? moment
    last = moment
  }

  /// The block is large enough to be closed.
  public var isFull: Bool { events.count >= Self.blockBytes }

  public func append(_ mark: TraceMark) {
    var mark = mark
    if let pseudonyms { mark = mark.renamed(by: pseudonyms) }
    marks.append(mark)
  }

  /// When the open block was begun; `nil`: it is empty.
  public var openSince: Instant? { first ?? marks.first?.at }

  /// Something happened in the open block that must not be lost.
  public var hasMarks: Bool { !marks.isEmpty }

  /// Closes the block. `false`: it could not be compressed, and its events are lost; a keyframe must
  /// follow.
  public func flush() -> Bool {
    var isSound = true
    if let first {
      isSound = putCompressed(.events, events, first: first, last: last)
      events.removeAll(keepingCapacity: true)
      self.first = nil
    }
    if let begin = marks.first?.at {
      var writer = ByteWriter()
      writer.base = begin
      writer.put(marks)
      put(
        .marks, writer.bytes[...], plainBytes: writer.bytes.count, first: begin,
        last: marks[marks.count - 1].at)
      marks.removeAll(keepingCapacity: true)
    }
    return isSound
  }

  public func end(at now: Instant) {
    put(.end, [], plainBytes: 0, first: now, last: now)
  }

  /// A block's room is kept, a keyframe's is not.
  public func clearOutput() {
    output.removeAll(keepingCapacity: output.capacity <= Self.blockBytes)
  }

  private func putCompressed(
    _ kind: TraceFrame.Kind, _ bytes: [UInt8], first: Instant, last: Instant
  ) -> Bool {
    let begin = output.count
    output.append(contentsOf: repeatElement(0, count: TraceFrame.size))
    guard compressor.compress(bytes, into: &output) else {
      output.removeLast(output.count - begin)
      return false
    }
    let end = begin + TraceFrame.size
    let frame = TraceFrame(
      kind, stored: output[end...], plainBytes: bytes.count, first: first, last: last)
    output.replaceSubrange(begin..<end, with: frame.head)
    return true
  }

  private func put(
    _ kind: TraceFrame.Kind, _ bytes: ArraySlice<UInt8>, plainBytes: Int, first: Instant,
    last: Instant
  ) {
    let frame = TraceFrame(kind, stored: bytes, plainBytes: plainBytes, first: first, last: last)
    output += frame.head
    output += bytes
  }
}

extension TraceMark {
  fileprivate func renamed(by pseudonyms: Pseudonyms) -> TraceMark {
    switch kind {
    case .kill(let key, let name, let signal):
      TraceMark(at: at, .kill(key, pseudonyms.name(for: name), signal))
    case .wouldKill(let key, let name):
      TraceMark(at: at, .wouldKill(key, pseudonyms.name(for: name)))
    case .killMany(let key, let name, let reach, let signal, let count):
      TraceMark(at: at, .killMany(key, pseudonyms.name(for: name), reach, signal, count: count))
    case .level, .kernelKill, .armed, .disarmed, .edited, .gap: self
    }
  }
}

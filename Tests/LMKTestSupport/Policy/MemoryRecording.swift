import LMKCore
import LMKTrace

/// A recorder whose file is an array: what the engine's thread does, in place.
public final class MemoryRecording {
  private let writer: TraceWriter
  private var image = MonitorImage()
  public private(set) var tap: TraceTap!
  /// Pieces are refused while it is set: as by a full ring.
  public var isFull = false
  /// Closes a block after so many pieces; small, so that a test has many.
  public var blockPieces = 40
  private var pieces = 0

  public init(isRedacted: Bool = false) {
    let info = TraceInfo(
      version: "0.1.0", host: "vm", kernel: "6.1.0", processors: 2,
      wallOffset: 1_700_000_000_000_000_000, secondsFromUTC: 3600, pageSize: 4096,
      isRedacted: isRedacted, memory: MemoryReading(), users: [0: "root"])
    var deliver: TraceTap.Delivery = { _, _, _ in false }
    let tap = TraceTap(isRedacted: isRedacted) { deliver($0, $1, $2) }
    writer = TraceWriter(info, pseudonyms: tap.pseudonyms)!
    self.tap = tap
    deliver = { [unowned self] in take($0, $1, $2) }
    writer.beginFile(at: Instant(nanoseconds: 0))
  }

  public func keyframe(_ monitor: borrowing Monitor, at now: Instant) {
    monitor.write(into: &image, at: now)
    tap.begin(at: now)
  }

  /// The file as it is now.
  public func bytes(isEnded: Bool = true, at now: Instant) -> [UInt8] {
    _ = writer.flush()
    if isEnded { writer.end(at: now) }
    return writer.output
  }

  private func take(_ piece: TraceTap.Piece, _ bytes: [UInt8], _ at: Instant) -> Bool {
    if isFull { return false }
    switch piece {
    case .event, .check:
      writer.append(bytes, at: at)
      pieces += 1
      if pieces % blockPieces == 0 { return writer.flush() }
    case .mark:
      var reader = ByteReader(bytes)
      guard let mark = try? reader.read(TraceMark.self) else { return false }
      writer.append(mark)
    case .keyframe: return writer.put(image)
    }
    return true
  }
}

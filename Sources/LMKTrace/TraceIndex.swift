import LMKCore

/// The bytes of a recording, wherever they are.
public protocol TraceSource: AnyObject {
  var count: Int { get }
  /// Fewer bytes than asked for: there are no more, or they cannot be read.
  func read(at offset: Int, count: Int) -> [UInt8]
}

extension [UInt8] {
  /// A recording in memory.
  public var traceSource: any TraceSource { MemorySource(self) }
}

private final class MemorySource: TraceSource {
  private let bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }
  var count: Int { bytes.count }
  func read(at offset: Int, count: Int) -> [UInt8] {
    guard offset >= 0, offset < bytes.count else { return [] }
    return Array(bytes[offset..<min(bytes.count, offset + count)])
  }
}

/// Why a file is no recording at all.
public enum TraceError: Error, Hashable, Sendable, CustomStringConvertible {
  case empty
  case notATrace
  case version(UInt8)
  /// Its first frames are damaged, or torn: nothing of it can be read.
  case nothingWhole
  case noMemory

  public var description: String {
    switch self {
    case .empty: "it is empty"
    case .notATrace: "it is not a recording of lmktop"
    case .version(let version):
      "it is of version \(version), which this lmktop does not know; a newer one may"
    case .nothingWhole: "its beginning is damaged: nothing of it can be read"
    case .noMemory: "there is no memory to read it with"
    }
  }
}

/// A place from which on a part of the recording cannot be read.
public struct TraceDamage: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The last frame was torn: it ended without being ended, as in a crash.
    case torn
    case damaged
  }

  public var kind: Kind
  public var offset: Int
  /// The last moment before it.
  public var after: Instant
}

/// What a file holds, by the heads of its frames alone.
public struct TraceIndex: Sendable {
  public struct Entry: Hashable, Sendable {
    public var frame: TraceFrame
    /// Where its stored bytes begin.
    public var offset: Int
  }

  public private(set) var info: TraceInfo
  /// Keyframes and blocks of events, in order.
  public private(set) var entries: [Entry] = []
  /// Places in `entries` of the keyframes.
  public private(set) var keyframes: [Int] = []
  public private(set) var marks: [TraceMark] = []
  public private(set) var damages: [TraceDamage] = []
  /// It was ended as it should be.
  public private(set) var isEnded = false

  public var first: Instant { entries[keyframes[0]].frame.first }
  public private(set) var last: Instant

  /// Hops from head to head: O(frames), a page or two each. Behind a damage it goes on at the next
  /// keyframe that is whole.
  public init(_ source: any TraceSource) throws(TraceError) {
    guard source.count > 0 else { throw .empty }
    let head: TraceFrame
    do throws(TraceFrame.Defect) {
      head = try TraceFrame(head: source.read(at: 0, count: TraceFrame.size)[...])
    } catch {
      switch error {
      case .notAFrame:
        let begin = source.read(at: 0, count: TraceFrame.sign.count)
        let isCut = source.count < TraceFrame.size && TraceFrame.sign.starts(with: begin)
        throw isCut ? .nothingWhole : .notATrace
      case .version(let version): throw .version(version)
      case .damaged: throw .nothingWhole
      }
    }
    guard head.kind == .info,
      let bytes = Self.stored(of: head, at: TraceFrame.size, in: source)
    else { throw .nothingWhole }
    var reader = ByteReader(bytes)
    do {
      info = try reader.read()
    } catch {
      throw .nothingWhole
    }
    last = head.first
    var offset = TraceFrame.size + bytes.count
    var mustBeginAnew = true
    while offset < source.count {
      let place = offset
      guard let frame = Self.frame(at: offset, in: source) else {
        let isTorn = source.count - offset < TraceFrame.size
        damages.append(TraceDamage(kind: isTorn ? .torn : .damaged, offset: place, after: last))
        mustBeginAnew = true
        guard let next = Self.nextKeyframe(after: offset + 1, in: source) else { break }
        offset = next
        continue
      }
      offset += TraceFrame.size
      guard Int(frame.storedBytes) <= source.count - offset else {
        damages.append(TraceDamage(kind: .torn, offset: place, after: last))
        break
      }
      take(frame, at: offset, from: source, &mustBeginAnew)
      offset += Int(frame.storedBytes)
    }
    guard !keyframes.isEmpty else { throw .nothingWhole }
  }

  private mutating func take(
    _ frame: TraceFrame, at offset: Int, from source: any TraceSource,
    _ mustBeginAnew: inout Bool
  ) {
    switch frame.kind {
    case .info: break
    case .keyframe:
      mustBeginAnew = false
      keyframes.append(entries.count)
      entries.append(Entry(frame: frame, offset: offset))
      last = max(last, frame.last)
    case .events:
      if mustBeginAnew { return }
      entries.append(Entry(frame: frame, offset: offset))
      last = max(last, frame.last)
    case .marks:
      guard let bytes = Self.stored(of: frame, at: offset, in: source) else { return }
      var reader = ByteReader(bytes)
      reader.base = frame.first
      // They are a help for finding things: without them nothing else is lost.
      if let marks = try? reader.read([TraceMark].self) { self.marks += marks }
    case .end: isEnded = true
    }
  }

  /// The last keyframe at or before a moment, as a place in `keyframes`. O(log n).
  public func keyframe(before moment: Instant) -> Int {
    var low = 0
    var high = keyframes.count
    while low < high {
      let middle = (low + high) / 2
      if entries[keyframes[middle]].frame.first <= moment {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return max(0, low - 1)
  }

  /// The stored bytes of a frame; `nil`: they are not all there, or are damaged.
  static func stored(
    of frame: TraceFrame, at offset: Int, in source: any TraceSource
  ) -> [UInt8]? {
    guard Int(frame.storedBytes) <= source.count - offset else { return nil }
    let bytes = source.read(at: offset, count: Int(frame.storedBytes))
    guard bytes.count == Int(frame.storedBytes), Checksum.crc32c(bytes) == frame.sum else {
      return nil
    }
    return bytes
  }

  private static func frame(at offset: Int, in source: any TraceSource) -> TraceFrame? {
    try? TraceFrame(head: source.read(at: offset, count: TraceFrame.size)[...])
  }

  /// Looks for the sign of a frame, byte by byte: O(bytes), and only behind a damage.
  private static func nextKeyframe(after begin: Int, in source: any TraceSource) -> Int? {
    let step = 1 << 16
    var offset = begin
    while offset < source.count {
      // Heads may lie across two pieces.
      let piece = source.read(at: offset, count: step + TraceFrame.size)
      if piece.isEmpty { return nil }
      for place in piece.indices where place < step && piece[place] == UInt8(ascii: "L") {
        guard place + TraceFrame.size <= piece.count,
          let frame = try? TraceFrame(head: piece[place..<(place + TraceFrame.size)]),
          frame.kind == .keyframe
        else { continue }
        return offset + place
      }
      offset += step
    }
    return nil
  }
}

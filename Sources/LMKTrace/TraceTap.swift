import LMKCore

/// Listens to a monitor, and hands what it hears on as bytes: for a ring, and so for a thread that
/// makes blocks of them. Encodes in place: in steady state nothing is allocated.
public final class TraceTap: MonitorTap {
  /// What a piece of bytes is.
  public enum Piece: UInt8, Sendable {
    case event = 1
    /// What the effects of the event before came to.
    case check = 2
    /// A `TraceMark`.
    case mark = 3
    /// A keyframe stands in the image that both sides share.
    case keyframe = 4
  }

  /// Takes a piece; `false`: there is no room, and it is lost.
  public typealias Delivery = (Piece, [UInt8], Instant) -> Bool

  private var encoder: EventEncoder
  private var check = ByteWriter(capacity: 4096)
  private var markWriter = ByteWriter(capacity: 256)
  private let deliver: Delivery
  /// Before the first keyframe, and after a loss until the next one, nothing can be understood.
  public private(set) var isListening = false
  /// Events that were lost since the last keyframe.
  public private(set) var lost: UInt64 = 0
  private var now = Instant(nanoseconds: 0)
  private var hasBegun = false

  public init(isRedacted: Bool, deliver: @escaping Delivery) {
    self.deliver = deliver
    encoder = EventEncoder(isRedacted: isRedacted)
    check.pseudonyms = encoder.pseudonyms
    check.leavesOutTexts = isRedacted
  }

  public var pseudonyms: Pseudonyms? { encoder.pseudonyms }

  public func hear(_ event: Event, at moment: Instant, known: ProcessReading?) {
    now = moment
    guard isListening else {
      lost += 1
      return
    }
    encoder.clear()
    encoder.encode(event, at: moment, known: known)
    if !deliver(.event, encoder.writer.bytes, moment) { lose() }
  }

  public func hear(_ effects: ArraySlice<Effect>) {
    guard isListening else { return }
    let sum = EffectSum.of(effects, with: &check, at: now)
    encoder.clear()
    encoder.encodeCheck(sum)
    guard deliver(.check, encoder.writer.bytes, now) else {
      lose()
      return
    }
    for case .journal(let entry) in effects {
      if let mark = TraceMark(entry) { tell(mark) }
    }
  }

  /// A keyframe stands at this moment; what follows builds upon it. A loss before it is told.
  public func begin(at moment: Instant) {
    if !isListening, hasBegun { tell(TraceMark(at: moment, .gap(lost))) }
    encoder.begin(at: moment)
    isListening = deliver(.keyframe, [], moment)
    if isListening {
      hasBegun = true
      lost = 0
    }
  }

  private func tell(_ mark: TraceMark) {
    markWriter.removeAll()
    markWriter.put(mark)
    _ = deliver(.mark, markWriter.bytes, mark.at)
  }

  private func lose() {
    lost += 1
    isListening = false
  }
}

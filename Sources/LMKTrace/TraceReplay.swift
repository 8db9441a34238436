import LMKCore

/// Lets a monitor live through a recording: the same events at the same moments, so the same
/// verdicts. Nothing that it wants done is carried out.
///
/// Two proofs stand in the file. Behind an event with effects stands what these came to; a monitor
/// that wants something else is told of as a divergence. And each keyframe is compared, byte for byte,
/// with what this monitor has become.
///
/// Of one thread at a time: whoever made it may hand it on.
public final class TraceReplay: @unchecked Sendable {
  /// What happened in one step.
  public enum Step {
    /// An event was applied; its effects stand in `effects`.
    case event(Event)
    /// The recording goes on elsewhere: events are missing in between, or are damaged.
    case gap
    case end
  }

  public let index: TraceIndex
  public private(set) var monitor: Monitor
  /// Of the last event.
  public private(set) var effects = Effects()
  /// Of the last event.
  public private(set) var now: Instant
  /// How often this monitor wanted something else than the one that was recorded.
  public private(set) var divergences = 0
  public private(set) var firstDivergence: Instant?
  /// Keyframes that were compared and found equal.
  public private(set) var provenKeyframes = 0
  /// What could not be read, beside what the index knows.
  public private(set) var damages: [TraceDamage] = []

  private let source: any TraceSource
  private let decompressor: Decompressor
  /// The next entry of the index.
  private var next = 0
  private var block = ByteReader([])
  private var decoder: EventDecoder
  private var image = MonitorImage()
  private var check = ByteWriter()
  /// The event that was decoded and not applied yet.
  private var ahead: (event: Event, at: Instant)?
  private var gaps: [Instant]
  /// The next step goes on elsewhere.
  private var hasGap = false

  /// Stands at the first keyframe.
  public init(_ source: any TraceSource) throws(TraceError) {
    self.source = source
    index = try TraceIndex(source)
    guard let decompressor = Decompressor() else { throw .noMemory }
    self.decompressor = decompressor
    gaps = index.marks.compactMap {
      if case .gap = $0.kind { return $0.at }
      return nil
    }
    check.leavesOutTexts = index.info.isRedacted
    now = index.first
    monitor = Monitor(MonitorConfiguration(thresholds: Thresholds()), at: now)
    decoder = EventDecoder(at: now)
    guard restore(from: 0) else { throw .nothingWhole }
  }

  /// The moment of the next event; `nil`: there is none.
  public func peek() -> Instant? {
    prepare()
    return ahead?.at
  }

  /// Applies the next event.
  public func step() -> Step {
    prepare()
    if hasGap {
      hasGap = false
      return .gap
    }
    guard let (event, at) = ahead.take() else { return .end }
    effects.removeAll()
    monitor.apply(event, at: at, into: &effects)
    now = max(now, at)
    verify()
    return .event(event)
  }

  /// Goes to a moment: from the last keyframe before it, or on from here if that is nearer.
  /// O(a minute of events).
  public func seek(to moment: Instant) {
    let place = index.keyframe(before: moment)
    let isBehind = moment < now || index.entries[index.keyframes[place]].frame.first > now
    if isBehind { _ = restore(from: place) }
    while let at = peek(), at <= moment { _ = step() }
    now = max(now, min(moment, index.last))
    hasGap = false
  }

  /// Goes to a keyframe: a place in the index's list of them.
  /// - Returns: `false`: it and all behind it are damaged.
  public func begin(atKeyframe place: Int) -> Bool {
    hasGap = false
    return restore(from: place)
  }

  /// The rule that holds at this moment.
  public var recordedRule: Rule {
    monitor.write(into: &image, at: now)
    return image.configuration.rule
  }

  /// What the screen may see of this moment.
  /// - Parameter shown: what it looks at, which needs not be what was looked at then.
  public func writeSnapshot(
    into snapshot: inout Snapshot, at now: Instant, showing shown: SnapshotDemand = []
  ) {
    monitor.writeSnapshot(into: &snapshot, at: now, showing: shown)
  }

  // MARK: Reading

  /// Decodes the next event, if none is ahead.
  private func prepare() {
    while ahead == nil {
      if block.isAtEnd {
        guard openBlock() else { return }
        continue
      }
      do throws(RecordDefect) {
        let item = try decoder.decode(&block) { monitor.reading(pid: $0) }
        // A check stands behind its event, and is taken there.
        if case .event(let event, let at) = item { ahead = (event, at) }
      } catch {
        noteDamage(at: index.entries[max(0, next - 1)].offset)
        block = ByteReader([])
        guard skipToKeyframe() else { return }
      }
    }
  }

  /// `false`: there is no more.
  private func openBlock() -> Bool {
    while next < index.entries.count {
      let entry = index.entries[next]
      next += 1
      guard let bytes = plain(entry) else {
        noteDamage(at: entry.offset)
        guard skipToKeyframe() else { return false }
        return true
      }
      switch entry.frame.kind {
      case .keyframe: take(keyframe: bytes, entry)
      default:
        block = ByteReader(bytes)
        return true
      }
    }
    return false
  }

  private func plain(_ entry: TraceIndex.Entry) -> [UInt8]? {
    guard let stored = TraceIndex.stored(of: entry.frame, at: entry.offset, in: source) else {
      return nil
    }
    if entry.frame.kind == .keyframe { decompressor.begin() }
    return decompressor.decompress(stored[...], count: Int(entry.frame.plainBytes))
  }

  private func skipToKeyframe() -> Bool {
    guard let place = index.keyframes.first(where: { $0 >= next }) else {
      next = index.entries.count
      return false
    }
    return restore(from: index.keyframes.firstIndex(of: place) ?? 0)
  }

  private func noteDamage(at offset: Int) {
    let damage = TraceDamage(kind: .damaged, offset: offset, after: now)
    if !damages.contains(damage) { damages.append(damage) }
    hasGap = true
  }

  // MARK: Keyframes

  /// Begins at a keyframe, or at the next one that is whole.
  private func restore(from place: Int) -> Bool {
    ahead = nil
    block = ByteReader([])
    for keyframe in index.keyframes[place...] {
      let entry = index.entries[keyframe]
      next = keyframe + 1
      guard let bytes = plain(entry) else {
        noteDamage(at: entry.offset)
        continue
      }
      var reader = ByteReader(bytes)
      do {
        image = try reader.read()
      } catch {
        noteDamage(at: entry.offset)
        continue
      }
      adopt()
      return true
    }
    return false
  }

  private func adopt() {
    monitor = Monitor(image)
    decoder = EventDecoder(at: image.at)
    now = image.at
  }

  /// One that is met on the way: this monitor should have become the same.
  private func take(keyframe bytes: [UInt8], _ entry: TraceIndex.Entry) {
    let isBehindGap = gaps.contains { $0 > now && $0 <= entry.frame.first }
    monitor.write(into: &image, at: entry.frame.first)
    check.removeAll()
    check.put(image)
    if check.bytes == bytes {
      provenKeyframes += 1
      decoder = EventDecoder(at: entry.frame.first)
      return
    }
    if isBehindGap { hasGap = true } else { noteDivergence(at: entry.frame.first) }
    var reader = ByteReader(bytes)
    do {
      image = try reader.read()
      adopt()
    } catch {
      noteDamage(at: entry.offset)
      _ = skipToKeyframe()
    }
  }

  // MARK: Proof

  /// Compares what the monitor wants with what the recorded one wanted.
  private func verify() {
    // It may be the first of the next block.
    if block.isAtEnd, next < index.entries.count, index.entries[next].frame.kind == .events {
      let before = damages.count
      _ = openBlock()
      if damages.count > before { return }
    }
    var recorded: UInt32?
    if block.peek == EventKind.check.rawValue,
      case .check(let sum)? = try? decoder.decode(&block, known: { _ in nil })
    {
      recorded = sum
    }
    let own = effects.isEmpty ? nil : EffectSum.of(effects.list[...], with: &check, at: now)
    if own != recorded { noteDivergence(at: now) }
    while monitor.nextRuleQuestion() != nil {}
  }

  private func noteDivergence(at moment: Instant) {
    divergences += 1
    firstDivergence = firstDivergence ?? moment
  }
}

/// What effects come to, as a sum of their bytes.
public enum EffectSum {
  public static func of(
    _ effects: ArraySlice<Effect>, with writer: inout ByteWriter, at now: Instant
  ) -> UInt32 {
    writer.removeAll()
    writer.base = now
    for effect in effects { effect.write(to: &writer) }
    return Checksum.crc32c(writer.bytes)
  }
}

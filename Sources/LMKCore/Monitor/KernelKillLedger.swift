/// Makes one report of each kill by the kernel, of which up to three sources tell.
///
///     vmstat's oom_kill   rises with each kill; names nobody     read with the next sample
///     oom:mark_victim     who; also for one that dies already    a moment after the count
///     the log's sentence  who, and whose shortage it was         a moment after the mark
///
/// That is the kernel's order. In which order they reach us is chance: each is read when its
/// descriptor's turn comes. So a kill waits here until all that may come has come, or `patience` is
/// over; what belongs to a kill that was reported already is taken without a word.
struct KernelKillLedger {
  /// Two samples at their slowest: whoever has not told by then will not.
  static let patience: Duration = .seconds(2)
  /// More kills than this within `patience`, and the oldest is no longer waited for.
  static let capacity = 64

  enum Report: Hashable {
    case named(KernelKill)
    /// So many more, of whom nobody told.
    case counted(UInt64)
  }

  /// Which sources there are, beside the counter.
  struct Tellers: Hashable {
    var marks: Bool
    var sentences: Bool
  }

  private struct Told {
    var kill: KernelKill
    var at: Instant
    var isMarked: Bool
    var isSaid: Bool
    var isCounted = false
    var isReported = false
  }

  private struct Untold {
    var number: UInt64
    var at: Instant
  }

  private var told: ContiguousArray<Told> = []
  private var untold: ContiguousArray<Untold> = []

  init() {
    told.reserveCapacity(Self.capacity)
    untold.reserveCapacity(Self.capacity)
  }

  /// Takes what a source said of a kill. O(n), n at most `capacity`.
  ///
  /// Two sentences are two kills, even of one pid; a mark and a sentence of one pid are one.
  mutating func hear(_ kill: KernelKill, from source: KernelKill.Source, at now: Instant) {
    let isSentence = source == .sentence
    let match = told.lastIndex {
      $0.kill.pid == kill.pid && (isSentence ? !$0.isSaid : !$0.isMarked)
    }
    if let match {
      if isSentence {
        // What it says is the later truth; what it leaves out the mark may know.
        var whole = kill
        whole.complete(with: told[match].kill)
        told[match].kill = whole
        told[match].isSaid = true
        if !told[match].isCounted { told[match].isCounted = takeCount(forSentence: true) }
      } else {
        told[match].kill.complete(with: kill)
        told[match].isMarked = true
      }
      return
    }
    if told.count == Self.capacity { told.removeFirst() }
    var entry = Told(kill: kill, at: now, isMarked: !isSentence, isSaid: isSentence)
    entry.isCounted = takeCount(forSentence: isSentence)
    told.append(entry)
  }

  /// Takes a rise of the counter. A sentence was counted for certain, a mark perhaps.
  mutating func count(_ rise: UInt64, at now: Instant) {
    var rest = rise
    for index in told.indices where rest > 0 && !told[index].isCounted && told[index].isSaid {
      told[index].isCounted = true
      rest -= 1
    }
    for index in told.indices where rest > 0 && !told[index].isCounted {
      told[index].isCounted = true
      rest -= 1
    }
    guard rest > 0 else { return }
    if untold.count == Self.capacity {
      untold[untold.count - 1].number += rest
    } else {
      untold.append(Untold(number: rest, at: now))
    }
  }

  /// The next report that is due; ask until there is none. Forgets what is too old to be matched.
  mutating func next(at now: Instant, tellers: Tellers) -> Report? {
    for index in told.indices where !told[index].isReported {
      guard isDue(told[index], at: now, tellers) else { continue }
      told[index].isReported = true
      return .named(told[index].kill)
    }
    told.removeAll { $0.at.duration(to: now) >= Self.patience }
    guard let first = untold.first else { return nil }
    let isAwaited = tellers.marks || tellers.sentences
    guard !isAwaited || first.at.duration(to: now) >= Self.patience else { return nil }
    untold.removeFirst()
    return .counted(first.number)
  }

  /// When to ask again though nothing was heard; `nil`: nothing is waited for.
  var deadline: Instant? {
    var first = untold.first?.at
    if let waiting = told.first(where: { !$0.isReported })?.at {
      first = min(first ?? waiting, waiting)
    }
    return first?.advanced(by: Self.patience)
  }

  /// A sentence says all. A mark alone is a kill only if it was counted, and is reported when no
  /// sentence can come any more.
  private func isDue(_ entry: Told, at now: Instant, _ tellers: Tellers) -> Bool {
    if entry.isSaid { return true }
    guard entry.isCounted else { return false }
    return !tellers.sentences || entry.at.duration(to: now) >= Self.patience
  }

  /// One of those that were counted and not told. A sentence also takes the count of a mark, which
  /// may have been of no kill at all; if it was of one, its own sentence stands for it.
  private mutating func takeCount(forSentence isSentence: Bool) -> Bool {
    if !untold.isEmpty {
      untold[0].number -= 1
      if untold[0].number == 0 { untold.removeFirst() }
      return true
    }
    guard isSentence,
      let mark = told.firstIndex(where: { $0.isCounted && !$0.isSaid && !$0.isReported })
    else { return false }
    told[mark].isCounted = false
    return true
  }
}

extension KernelKillLedger: Recordable {
  func write(to writer: inout ByteWriter) {
    writer.put(number: UInt64(told.count))
    for entry in told {
      writer.put(entry.kill)
      writer.put(entry.at)
      writer.put(entry.isMarked)
      writer.put(entry.isSaid)
      writer.put(entry.isCounted)
      writer.put(entry.isReported)
    }
    writer.put(number: UInt64(untold.count))
    for entry in untold {
      writer.put(entry.number)
      writer.put(entry.at)
    }
  }

  init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init()
    for _ in 0..<(try reader.count(upTo: Self.capacity)) {
      told.append(
        Told(
          kill: try reader.read(), at: try reader.read(), isMarked: try reader.read(),
          isSaid: try reader.read(), isCounted: try reader.read(),
          isReported: try reader.read()))
    }
    for _ in 0..<(try reader.count(upTo: Self.capacity)) {
      untold.append(Untold(number: try reader.read(), at: try reader.read()))
      // A count of none is never kept.
      if untold[untold.count - 1].number == 0 { throw .invalid }
    }
  }
}

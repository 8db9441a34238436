/// Whether processes begin to stall on memory, by PSI's `some`: then it is worth looking again soon.
///
/// The kernel's own trigger speaks once in two seconds at most (without CAP_SYS_RESOURCE), and its
/// averages move every two seconds; `total` is exact at each read. While nothing stalls it stands
/// still, so the watch costs nothing on an idle machine.
///
///     share  ──▁▁▁▃▆▇▅▂▁▁▁▁▁▁▁▁▁▁▁▁──
///     look    1 s  │ every 100 ms            │ 1 s
///                  1 % or the trigger         quiet ten times in a row
struct StallWatch: Hashable, Sendable {
  /// 1 % of the time, which is 10 ms of a second: a page that one process waits for now and then
  /// stays below it, a machine that reclaims does not.
  static let noticeable = 0.01
  /// Below half of that it is quiet.
  static let quiet = 0.005
  /// So many quiet looks end the suspicion: about a second.
  static let quietLooks = 10
  static let interval: Duration = .milliseconds(100)
  /// Samples closer together say nothing: 1 % of 2 ms is 20 us, which a single fault may take.
  static let leastSpan: Duration = .milliseconds(50)

  private var base: (total: UInt64, at: Instant)?
  private var looksLeft = 0

  /// Look again within `interval`.
  var isSuspicious: Bool { looksLeft > 0 }

  /// Takes a sample.
  /// - Parameter total: stall since boot, in microseconds; `nil` where the kernel has no PSI.
  mutating func add(total: UInt64?, at now: Instant) {
    guard let total else {
      self = StallWatch()
      return
    }
    guard let base, total >= base.total else {
      base = (total, now)
      return
    }
    let span = base.at.duration(to: now)
    guard span >= Self.leastSpan else { return }
    self.base = (total, now)
    let share = Double(total - base.total) / 1e6 / span.inSeconds
    if share >= (isSuspicious ? Self.quiet : Self.noticeable) {
      looksLeft = Self.quietLooks
    } else if looksLeft > 0 {
      looksLeft -= 1
    }
  }

  /// The kernel's trigger fired.
  mutating func alarm() { looksLeft = Self.quietLooks }

  static func == (left: StallWatch, right: StallWatch) -> Bool {
    left.looksLeft == right.looksLeft && left.base?.total == right.base?.total
      && left.base?.at == right.base?.at
  }

  func hash(into hasher: inout Hasher) { hasher.combine(looksLeft) }
}

extension StallWatch: Recordable {
  func write(to writer: inout ByteWriter) {
    writer.put(base?.total)
    writer.put(base?.at)
    writer.put(looksLeft)
  }

  init(from reader: inout ByteReader) throws(RecordDefect) {
    let total: UInt64? = try reader.read()
    let at: Instant? = try reader.read()
    if let total, let at { base = (total, at) }
    looksLeft = try reader.read()
  }
}

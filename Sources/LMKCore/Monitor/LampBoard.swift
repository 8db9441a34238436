/// Says at each sample which gates are open and which stall rows act. It remembers since when a
/// condition has held, for some have to hold for a while, and each goes out later than it came on
/// (`LampBand`).
struct LampBoard: Sendable {
  /// One condition, over time.
  private struct Condition: Sendable {
    var since: Instant?
    var isOn = false

    mutating func note(_ band: LampBand, lasting: Duration, at now: Instant) -> Bool {
      if band.isReached {
        let start = since ?? now
        since = start
        if start.duration(to: now) >= lasting { isOn = true }
      } else {
        since = nil
        if !band.isNear { isOn = false }
      }
      return isOn
    }
  }

  private var gates: InlineArray<24, Condition> = InlineArray(repeating: Condition())
  private var stalls: InlineArray<3, Condition> = InlineArray(repeating: Condition())
  private var stallLimits: InlineArray<3, Condition> = InlineArray(repeating: Condition())
  private var gauge = StallGauge()

  /// What holds at this sample. O(rows); allocates nothing.
  mutating func lamps(
    of thresholds: Thresholds, _ reading: MemoryReading, _ terms: MemoryTerms, at now: Instant
  ) -> Lamps {
    var lamps = Lamps()
    gauge.add(
      StallGauge.Sums(
        some: reading.pressure?.some.total, full: reading.pressure?.full.total,
        refaults: reading.fileRefaults,
        filePages: reading.activeFilePages + reading.inactiveFilePages), at: now)
    gauge.measure(into: &lamps)
    guard thresholds.hasConditions else { return lamps }
    for row in thresholds.indices {
      let level = thresholds[row]
      for kind in Gates.Kind.allCases where level.gates.has(kind) {
        if note(kind, of: level, at: row * 4 + kind.rawValue, terms, lamps, at: now) {
          lamps.open(kind, ofRow: row)
        }
      }
    }
    for row in 0..<thresholds.stallCount {
      let stall = thresholds.stallRow(row)
      let isOn = Self.note(
        stall.condition, lamps.value(of: stall.measure), &stalls[row], at: now)
      let isLow =
        stall.available.map {
          Self.note($0, minfree: 0, terms, &stallLimits[row], at: now)
        } ?? true
      if isOn && isLow { lamps.light(stallRow: row) }
    }
    return lamps
  }

  /// A death is over: a stall has to last anew before another is named for it.
  mutating func restartStalls() {
    for row in 0..<3 { stalls[row] = Condition() }
  }

  private mutating func note(
    _ kind: Gates.Kind, of level: Level, at index: Int, _ terms: MemoryTerms, _ lamps: Lamps,
    at now: Instant
  ) -> Bool {
    switch kind {
    case .some:
      return level.gates.some.map { Self.note($0, lamps.some, &gates[index], at: now) } ?? false
    case .full:
      return level.gates.full.map { Self.note($0, lamps.full, &gates[index], at: now) } ?? false
    case .available:
      return level.gates.available.map {
        Self.note($0, minfree: level.minfreePages, terms, &gates[index], at: now)
      } ?? false
    case .swapFree:
      guard let limit = level.gates.swapFreePercent else { return false }
      return gates[index].note(
        LampBand(swapFreePercent: limit, terms), lasting: .zero, at: now)
    }
  }

  private static func note(
    _ wanted: StallCondition, _ value: Float?, _ condition: inout Condition, at now: Instant
  ) -> Bool {
    condition.note(LampBand(wanted, value), lasting: wanted.duration, at: now)
  }

  private static func note(
    _ limit: AvailableLimit, minfree: Int, _ terms: MemoryTerms, _ condition: inout Condition,
    at now: Instant
  ) -> Bool {
    condition.note(LampBand(limit, minfree: minfree, terms), lasting: .zero, at: now)
  }
}

extension AvailableLimit {
  func pages(minfree: Int, total: Int) -> Double {
    switch self {
    case .timesMinfree(let factor): Double(factor) * Double(minfree)
    case .percent(let percent): Double(percent) * Double(total) / 100
    }
  }
}

extension MemoryTerms {
  /// 0 without swap.
  public var swapFreePercent: Float {
    swapTotal > 0 ? Float(Double(swapFree) * 100 / Double(swapTotal)) : 0
  }
}

extension LampBoard: FieldRecordable {
  static var blank: LampBoard { LampBoard() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    for place in gates.indices { try Self.pass(&gates[place], to: &coder) }
    for place in stalls.indices { try Self.pass(&stalls[place], to: &coder) }
    for place in stallLimits.indices { try Self.pass(&stallLimits[place], to: &coder) }
    try coder.pass(&gauge)
  }

  private static func pass(
    _ condition: inout Condition, to coder: inout some FieldCoder
  ) throws(RecordDefect) {
    try coder.pass(&condition.since)
    try coder.pass(&condition.isOn)
  }
}

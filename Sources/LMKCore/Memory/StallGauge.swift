/// How much of the last second was lost to stalls, and how many file pages came back in it: sums
/// since boot, sampled at any pace.
struct StallGauge: Sendable {
  struct Sums: Sendable {
    /// PSI totals, in microseconds; `nil` where the kernel has none.
    var some: UInt64?
    var full: UInt64?
    var refaults: UInt64
    var filePages: Int
  }

  private struct Sample: Sendable {
    var at: Instant
    var sums: Sums
  }

  /// Samples closer together replace each other, so that more than a second fits at any pace.
  private static let spacing: Duration = .milliseconds(90)
  private static let window: Duration = .seconds(1)
  /// Two samples that span less say nothing.
  private static let leastSpan: Duration = .milliseconds(450)
  private static let capacity = 16

  private var samples: ContiguousArray<Sample> = []

  init() { samples.reserveCapacity(Self.capacity) }

  /// Takes a sample. O(1), sixteen samples at most; allocates nothing.
  mutating func add(_ sums: Sums, at now: Instant) {
    if samples.count > 1, samples[samples.count - 2].at.duration(to: now) < Self.spacing {
      samples[samples.count - 1] = Sample(at: now, sums: sums)
    } else {
      if samples.count == Self.capacity { samples.removeFirst() }
      samples.append(Sample(at: now, sums: sums))
    }
  }

  /// Shares of the time since the newest sample that is a second old (or the oldest there is).
  func measure(into lamps: inout Lamps) {
    lamps.some = nil
    lamps.full = nil
    lamps.refaults = nil
    guard let last = samples.last else { return }
    var base = samples[0]
    for sample in samples where sample.at.duration(to: last.at) >= Self.window { base = sample }
    let span = base.at.duration(to: last.at)
    guard span >= Self.leastSpan else { return }
    let seconds = span.inSeconds
    lamps.some = Self.percent(base.sums.some, last.sums.some, seconds)
    lamps.full = Self.percent(base.sums.full, last.sums.full, seconds)
    if last.sums.refaults >= base.sums.refaults, last.sums.filePages > 0 {
      let came = Double(last.sums.refaults - base.sums.refaults) / seconds
      lamps.refaults = Float(came * 100 / Double(last.sums.filePages))
    }
  }

  private static func percent(_ before: UInt64?, _ after: UInt64?, _ seconds: Double) -> Float? {
    guard let before, let after, after >= before else { return nil }
    return Float(min(100, Double(after - before) / 1e4 / seconds))
  }
}

extension StallGauge: Recordable {
  func write(to writer: inout ByteWriter) {
    writer.put(number: UInt64(samples.count))
    for sample in samples {
      writer.put(sample.at)
      writer.put(sample.sums.some)
      writer.put(sample.sums.full)
      writer.put(sample.sums.refaults)
      writer.put(sample.sums.filePages)
    }
  }

  init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init()
    for _ in 0..<(try reader.count(upTo: Self.capacity)) {
      samples.append(
        Sample(
          at: try reader.read(),
          sums: Sums(
            some: try reader.read(), full: try reader.read(), refaults: try reader.read(),
            filePages: try reader.read())))
    }
  }
}

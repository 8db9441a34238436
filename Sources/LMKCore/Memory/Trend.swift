/// How fast headroom moves: a least-squares line through the samples of the last ten seconds, and
/// one through the last second, for a hog that has just begun.
public struct Trend: Sendable {
  private struct Sample {
    var at: Instant
    var headroom: Int
  }

  private static let capacity = 128
  /// Samples closer together than this replace each other, so that ten seconds fit at any rate.
  private static let spacing: Duration = .milliseconds(80)
  private static let window = 10.0
  /// Samples that span less time than this, in seconds, have no slope: two of them 2 ms apart would
  /// make a storm of a single page list.
  private static let leastSpan = 0.1
  /// Nothing is said of what is further away, in seconds.
  private static let horizon = 3600.0

  private var samples: [Sample] = []
  /// Headroom in pages per second over ten seconds; negative: shrinking. 0 before two samples.
  public private(set) var pagesPerSecond = 0.0
  /// The standard error of that, never negative: how much the samples scatter around their line.
  public private(set) var pagesPerSecondError = 0.0
  /// The same over the last second.
  public private(set) var recentPagesPerSecond = 0.0

  public init() { samples.reserveCapacity(Self.capacity) }

  /// Takes one sample. O(n), n at most 128; allocates nothing.
  public mutating func add(headroom: Int, at now: Instant) {
    if samples.count > 1,
      samples[samples.count - 2].at.duration(to: now) < Self.spacing
    {
      samples[samples.count - 1] = Sample(at: now, headroom: headroom)
    } else {
      if samples.count == Self.capacity { samples.removeFirst() }
      samples.append(Sample(at: now, headroom: headroom))
    }
    (pagesPerSecond, pagesPerSecondError) = line(seconds: Self.window, to: now)
    recentPagesPerSecond = line(seconds: 1.2, to: now).slope
  }

  /// The time until headroom falls to `pages`, for people: by the ten-second slope, and only while
  /// the last second falls too; `nil` otherwise, where the samples scatter so much that they may as
  /// well not fall at all, and for more than an hour.
  public func forecast(to pages: Int, from headroom: Int) -> Forecast? {
    guard headroom > pages, pagesPerSecond < 0, recentPagesPerSecond < 0 else { return nil }
    let fall = -pagesPerSecond
    // Two standard errors to either side: 95 % of what a straight line with such noise would give.
    let margin = 2 * pagesPerSecondError
    guard fall > margin else { return nil }
    let distance = Double(headroom - pages)
    guard distance / fall <= Self.horizon else { return nil }
    let late = distance / (fall - margin)
    return Forecast(
      likely: .seconds(distance / fall), early: .seconds(distance / (fall + margin)),
      late: late <= Self.horizon ? .seconds(late) : nil)
  }

  /// The time until headroom falls to `pages`, for caution: by the faster of both slopes; `nil` if
  /// it is not falling. Zero if it is there already.
  public func time(to pages: Int, from headroom: Int) -> Duration? {
    guard headroom > pages else { return .zero }
    let fall = -min(pagesPerSecond, recentPagesPerSecond)
    guard fall > 0 else { return nil }
    return .seconds(min(Double(headroom - pages) / fall, 1e9))
  }

  /// The least-squares slope, in pages per second, and its standard error.
  private func line(seconds: Double, to now: Instant) -> (slope: Double, error: Double) {
    // From the newest sample, so that little is lost in the sums of squares.
    let base = samples.last?.headroom ?? 0
    var count = 0.0
    var sumX = 0.0
    var sumY = 0.0
    var sumXX = 0.0
    var sumXY = 0.0
    var sumYY = 0.0
    var first = 0.0
    for sample in samples {
      let x = sample.at.seconds(since: now)
      guard x >= -seconds else { continue }
      let y = Double(sample.headroom - base)
      first = min(first, x)
      count += 1
      sumX += x
      sumY += y
      sumXX += x * x
      sumXY += x * y
      sumYY += y * y
    }
    let spread = count * sumXX - sumX * sumX
    guard count >= 2, -first >= Self.leastSpan else { return (0, 0) }
    let slope = (count * sumXY - sumX * sumY) / spread
    guard count >= 3 else { return (slope, 0) }
    // What the line leaves over, and what that says about its slope.
    let rest = max(0, (count * sumYY - sumY * sumY) / count - slope * slope * spread / count)
    return (slope, (rest / (count - 2) / (spread / count)).squareRoot())
  }
}

/// When headroom will have fallen so far, if it goes on as it did.
public struct Forecast: Hashable, Sendable {
  public var likely: Duration
  /// With two standard errors of the slope to either side; `late` is `nil` for more than an hour.
  public var early: Duration
  public var late: Duration?

  public init(likely: Duration, early: Duration, late: Duration?) {
    self.likely = likely
    self.early = early
    self.late = late
  }
}

extension Trend: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(number: UInt64(samples.count))
    for sample in samples {
      writer.put(sample.at)
      writer.put(sample.headroom)
    }
    writer.put(pagesPerSecond)
    writer.put(pagesPerSecondError)
    writer.put(recentPagesPerSecond)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init()
    let count = try reader.count(upTo: Self.capacity)
    for _ in 0..<count {
      samples.append(Sample(at: try reader.read(), headroom: try reader.read()))
    }
    pagesPerSecond = try reader.read()
    pagesPerSecondError = try reader.read()
    recentPagesPerSecond = try reader.read()
  }
}

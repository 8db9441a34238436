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

  private var samples: [Sample] = []
  /// Headroom in pages per second over ten seconds; negative: shrinking. 0 before two samples.
  public private(set) var pagesPerSecond = 0.0
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
    pagesPerSecond = slope(seconds: Self.window, to: now)
    recentPagesPerSecond = slope(seconds: 1.2, to: now)
  }

  /// The time until headroom falls to `pages`, for people: by the ten-second slope, and only while
  /// the last second falls too; `nil` otherwise, and for more than an hour.
  public func forecast(to pages: Int, from headroom: Int) -> Duration? {
    guard headroom > pages, pagesPerSecond < 0, recentPagesPerSecond < 0 else { return nil }
    let seconds = Double(headroom - pages) / -pagesPerSecond
    return seconds <= 3600 ? .seconds(seconds) : nil
  }

  /// The time until headroom falls to `pages`, for caution: by the faster of both slopes; `nil` if
  /// it is not falling. Zero if it is there already.
  public func time(to pages: Int, from headroom: Int) -> Duration? {
    guard headroom > pages else { return .zero }
    let fall = -min(pagesPerSecond, recentPagesPerSecond)
    guard fall > 0 else { return nil }
    return .seconds(min(Double(headroom - pages) / fall, 1e9))
  }

  private func slope(seconds: Double, to now: Instant) -> Double {
    var count = 0.0
    var sumX = 0.0
    var sumY = 0.0
    var sumXX = 0.0
    var sumXY = 0.0
    var first = 0.0
    for sample in samples {
      let x = sample.at.seconds(since: now)
      guard x >= -seconds else { continue }
      let y = Double(sample.headroom)
      first = min(first, x)
      count += 1
      sumX += x
      sumY += y
      sumXX += x * x
      sumXY += x * y
    }
    let spread = count * sumXX - sumX * sumX
    guard count >= 2, -first >= Self.leastSpan else { return 0 }
    return (count * sumXY - sumX * sumY) / spread
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
    writer.put(recentPagesPerSecond)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init()
    let count = try reader.count(upTo: Self.capacity)
    for _ in 0..<count {
      samples.append(Sample(at: try reader.read(), headroom: try reader.read()))
    }
    pagesPerSecond = try reader.read()
    recentPagesPerSecond = try reader.read()
  }
}

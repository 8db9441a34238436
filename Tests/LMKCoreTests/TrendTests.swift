import LMKCore
import LMKTestSupport
import Testing

@Suite("The trend of headroom")
struct TrendTests {
  /// Headroom every 100 ms, from a function of the seconds.
  private func trend(seconds: Double, _ headroom: (Double) -> Int) -> Trend {
    var trend = Trend()
    for step in 0...Int(seconds * 10) {
      let at = Double(step) / 10
      trend.add(headroom: headroom(at), at: Instant(nanoseconds: Int64(at * 1e9)))
    }
    return trend
  }

  @Test("A steady fall has its slope and its forecast")
  func steady() throws {
    let trend = trend(seconds: 8) { 10_000 - Int($0 * 500) }
    #expect(abs(trend.pagesPerSecond + 500) < 1)
    let time = try #require(trend.forecast(to: 1000, from: 6000)).likely
    #expect(abs(time.inSeconds - 10) < 0.1)
  }

  @Test("What grows, or has just stopped falling, has no forecast")
  func quiet() {
    #expect(trend(seconds: 8) { 1000 + Int($0 * 10) }.forecast(to: 0, from: 1080) == nil)
    let stopped = trend(seconds: 8) { $0 < 5 ? 10_000 - Int($0 * 500) : 7500 }
    #expect(stopped.forecast(to: 0, from: 7500) == nil)
    #expect(stopped.pagesPerSecond < 0)
  }

  @Test("A straight fall has no margin; one that scatters has, and the truth lies in it")
  func margin() throws {
    let straight = trend(seconds: 8) { 10_000 - Int($0 * 500) }
    let exact = try #require(straight.forecast(to: 1000, from: 6000))
    #expect((exact.late ?? .zero) - exact.early < .milliseconds(100))
    var noise = SeededGenerator(seed: 7)
    let scattered = trend(seconds: 9) {
      10_000 - Int($0 * 500) + Int.random(in: -600...600, using: &noise)
    }
    // Whether the last second falls is chance here: ask for the ten seconds' line.
    #expect(scattered.pagesPerSecondError > 10)
    #expect(abs(scattered.pagesPerSecond + 500) < 3 * scattered.pagesPerSecondError)
  }

  @Test("Where it may as well not fall, nothing is said")
  func noTrend() {
    // Up and down by 2,000 pages, and down by 20 in all.
    let trend = trend(seconds: 9) { 10_000 - Int($0 * 2) + (Int($0 * 10) % 4 < 2 ? 2000 : 0) }
    #expect(trend.forecast(to: 0, from: 10_000) == nil)
    #expect(trend.pagesPerSecondError > 5)
  }

  @Test("For caution the faster slope counts: a hog that has just begun")
  func caution() throws {
    let trend = trend(seconds: 9) { $0 < 8 ? 10_000 : 10_000 - Int(($0 - 8) * 5000) }
    let time = try #require(trend.time(to: 0, from: 5000))
    #expect(time < .seconds(1.5))
  }

  @Test("A thousand samples a second fit into ten seconds")
  func fast() {
    var trend = Trend()
    for step in 0..<20_000 {
      trend.add(headroom: 100_000 - step, at: Instant(nanoseconds: Int64(step) * 1_000_000))
    }
    #expect(abs(trend.pagesPerSecond + 1000) < 20)
    #expect(abs(trend.recentPagesPerSecond + 1000) < 50)
  }
}

import LMKCore
import LMKLinux

/// Prints medians: these machines are noisy.
struct BenchReport {
  /// Runs `body` `runs` times, `operations` operations each, and prints the median and the fastest
  /// of one operation.
  func measure(_ name: String, runs: Int = 15, operations: Int = 1, _ body: () -> Void) {
    var times: [Int64] = []
    for _ in 0..<runs {
      let began = MonotonicClock.now()
      body()
      times.append(MonotonicClock.now().nanoseconds - began.nanoseconds)
    }
    times.sort()
    let median = Double(times[times.count / 2]) / Double(operations)
    let least = Double(times[0]) / Double(operations)
    print("\(name): median \(words(median)), least \(words(least))")
  }

  private func words(_ nanoseconds: Double) -> String {
    if nanoseconds < 10_000 { return "\(Int(nanoseconds * 10) / 10) ns" }
    if nanoseconds < 10_000_000 { return "\(Int(nanoseconds / 100) / 10) us" }
    return "\(Int(nanoseconds / 100_000) / 10) ms"
  }
}

/// Random numbers that are the same in every run.
struct BenchRandom {
  private var state: UInt64 = 88_172_645_463_325_252

  mutating func next(below limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(limit))
  }
}

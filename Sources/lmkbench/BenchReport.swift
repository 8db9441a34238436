import LMKCore
import LMKLinux

/// Medians in nanoseconds, and their ratios to one of them: these machines are noisy, a ratio
/// within one run is not.
struct BenchReport {
  private var base = 0.0

  init(title: String) {
    print("\n\(title)\n")
    print("| | median | least | of the first |")
    print("|---|---|---|---|")
  }

  /// Runs `body` `runs` times, `operations` operations each. The first one measured is what the
  /// others are compared with.
  mutating func measure(
    _ name: String, runs: Int = 21, operations: Int = 1, _ body: () -> Void
  ) {
    var times: [Double] = []
    for _ in 0..<runs { times.append(Self.time(body) / Double(operations)) }
    note(name, times)
  }

  /// Nanoseconds.
  static func time(_ body: () -> Void) -> Double {
    let began = MonotonicClock.now()
    body()
    return Double(MonotonicClock.now().nanoseconds - began.nanoseconds)
  }

  /// Takes times that were measured elsewhere.
  mutating func note(_ name: String, _ times: [Double]) {
    let sorted = times.sorted()
    guard let least = sorted.first else { return }
    let median = sorted[sorted.count / 2]
    if base == 0 { base = median }
    print("| \(name) | \(Self.words(median)) | \(Self.words(least)) | \(share(of: median)) |")
  }

  private func share(of time: Double) -> String {
    let ratio = base / time
    return ratio < 9.95 ? "1/\(Double(Int(ratio * 10)) / 10)" : "1/\(Int(ratio))"
  }

  static func words(_ nanoseconds: Double) -> String {
    if nanoseconds < 10_000 { return "\(Int(nanoseconds)) ns" }
    if nanoseconds < 10_000_000 { return "\(Double(Int(nanoseconds / 100)) / 10) µs" }
    return "\(Double(Int(nanoseconds / 100_000)) / 10) ms"
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

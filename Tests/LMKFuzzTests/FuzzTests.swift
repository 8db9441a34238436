import Glibc
import LMKFuzz
import Testing

/// Every parser of what comes from outside lives through the seeds and through changes of them. More
/// of them: `LMKTOP_FUZZ=100000`, or `lmkfuzz`.
@Suite("Bytes that nobody would write")
struct FuzzTests {
  static let count = getenv("LMKTOP_FUZZ").flatMap { Int(String(cString: $0)) } ?? 300

  @Test("No parser traps on a seed, or on a changed one", arguments: FuzzTarget.allCases)
  func target(target: FuzzTarget) {
    let seeds = Seeds.of(target.rawValue)
    #expect(seeds.count > 1, "Tests/Seeds/\(target.rawValue) is empty")
    for seed in seeds { target.run(seed) }
    var mutator = Mutator(seed: 1)
    for number in 0..<Self.count {
      let one = seeds[number % seeds.count]
      target.run(mutator.change(one, and: seeds[(number / 7) % seeds.count]))
    }
  }
}

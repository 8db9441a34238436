// Feeds the parsers with bytes that nobody would write.
//
//     swift run -c release lmkfuzz COUNT [SEED] [TARGET…]     COUNT changed inputs for each target
//
// From Tests/Seeds/TARGET/*. Guided by coverage, `Tests/Fuzz/run` does it.
import Glibc
import LMKFuzz

#if !LIBFUZZER
  @main
  struct Fuzz {
    static func main() {
      let words = CommandLine.arguments.dropFirst()
      guard let count = words.first.flatMap({ Int($0) }) else {
        print("usage: lmkfuzz COUNT [SEED] [TARGET…]")
        exit(64)
      }
      let seed = words.dropFirst().first.flatMap { UInt64($0) } ?? 1
      let named = words.dropFirst().compactMap { FuzzTarget(rawValue: $0) }
      var total = 0
      for target in named.isEmpty ? FuzzTarget.allCases : named {
        let seeds = Seeds.of(target.rawValue)
        var mutator = Mutator(seed: seed)
        for number in 0..<count {
          let one = seeds[number % seeds.count]
          let other = seeds[(number / 7) % seeds.count]
          target.run(mutator.change(one, and: other))
        }
        total += count
        print("\(target.rawValue): \(count) inputs from \(seeds.count) seeds")
      }
      print("\(total) inputs, seed \(seed)")
    }
  }
#endif

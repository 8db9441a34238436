// Feeds the parsers with bytes that nobody would write.
//
//     swift run -c release lmkfuzz COUNT [SEED] [TARGET…]     COUNT changed inputs for each target
//
// From Tests/Seeds/TARGET/*. Guided by coverage, with the libFuzzer of Swift's own toolchain:
//
//     swift build -c release --product lmkfuzz --scratch-path /tmp/lmkfuzz \
//       -Xswiftc -sanitize=fuzzer -Xswiftc -DLIBFUZZER
//     LMKFUZZ=trace /tmp/lmkfuzz/release/lmkfuzz CORPUS Tests/Seeds/trace
import Glibc
import LMKFuzz

#if LIBFUZZER
  @_silgen_name("LLVMFuzzerRunDriver")
  func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
  ) -> Int32

  nonisolated(unsafe) let target: FuzzTarget = {
    guard let name = getenv("LMKFUZZ"), let target = FuzzTarget(rawValue: String(cString: name))
    else { fatalError("LMKFUZZ names one of \(FuzzTarget.allCases.map(\.rawValue))") }
    return target
  }()

  @main
  struct Fuzz {
    static func main() {
      var count = CommandLine.argc
      var words = CommandLine.unsafeArgv
      exit(
        runDriver(&count, &words) { bytes, count in
          target.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
          return 0
        })
    }
  }
#else
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

import CBench
import LMKCore
import LMKEngine
import LMKLinux

// Measures what lmktop promises to be fast. Every time limit of the project lives here, in a
// release build; a debug build prints numbers that mean nothing.
//
//     swift run -c release lmkbench
//         [tree | decision | whatif | refresh | frame | verdict | trace | feed]... [SIZE...]
//
// Without words all of it, at 1,000, 8,000 and 20,000. Where times are too noisy, instructions:
//
//     valgrind --tool=callgrind .build/release/lmkbench tree 8000
//
// Allocations between a verdict and its signal, in a PID namespace of its own:
//
//     unshare --fork --pid --mount-proc --kill-child .build/release/lmkbench kill [/RECORDING]
//
// How soon a victim that gets no CPU gives its memory back, beside a plain kill -9:
//
//     .build/release/lmkbench reap [MIB]

let words = CommandLine.arguments.dropFirst()
let given = words.compactMap { Int($0) }.filter { $0 > 0 }
let sizes = given.isEmpty ? [1000, 8000, 20_000] : given
let parts = words.filter { Int($0) == nil }

func isWanted(_ part: String) -> Bool { parts.isEmpty || parts.contains(part) }

if parts.contains("kill") {
  // `kill FILE`: with a recording to it.
  let file = parts.first { $0.contains("/") }
  lmk_bench_exit(try KillBench(recording: file).run() ? 0 : 1)
}
if parts.contains("reap") {
  lmk_bench_exit(try ReapBench(mebibytes: given.first ?? 2048).run() ? 0 : 1)
}
if parts.contains("verdict-inside") {
  do {
    try VerdictBench(processes: sizes[0]).runInside()
  } catch {
    print("verdicts: \(error)")
  }
} else {
  for size in sizes where isWanted("tree") { TreeBench(processes: size).run() }
  for size in sizes where isWanted("decision") { DecisionBench(processes: size).run() }
  for size in sizes where isWanted("whatif") { try WhatIfBench(processes: size).run() }
  for size in sizes where isWanted("refresh") { RefreshBench(processes: size).run() }
  for size in sizes where isWanted("frame") { FrameBench(processes: size).run() }
  for size in sizes where isWanted("verdict") { VerdictBench.runApart(processes: size) }
  for size in sizes where isWanted("trace") { TraceBench(processes: size).run() }
  if isWanted("feed") { FeedBench().run() }
}

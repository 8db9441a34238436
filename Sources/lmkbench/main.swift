import CBench
import LMKCore
import LMKEngine
import LMKLinux

/// Measures what lmktop promises to be fast. Every time limit of the project lives here, in a
/// release build; a debug build prints numbers that mean nothing.
///
///     swift run -c release lmkbench
///     unshare --fork --pid --mount-proc --kill-child .build/release/lmkbench kill

if CommandLine.arguments.dropFirst().first == "kill" {
  lmk_bench_exit(try KillBench().run() ? 0 : 1)
}
let report = BenchReport()
TreeBench(processes: 20_000).run(report)
DecisionBench(processes: 20_000).run(report)
PassBench().run(report)

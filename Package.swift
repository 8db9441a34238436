// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors only where we ask for it (.ci/run sets LMKTOP_STRICT): a newer compiler
// with a new warning must not break a newcomer's build.
let strict: [SwiftSetting] =
  (Context.environment["LMKTOP_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])
  // Each function in a section of its own, so that the linker can order them: see `hotCode`.
  + [.unsafeFlags(["-Xfrontend", "-function-sections"], .when(configuration: .release))]

// The pure rooms hold strict memory safety; the rooms at the system's edge work with raw
// descriptors and buffers all the time, where the marks would only be noise.
let pure: [SwiftSetting] = strict + [.strictMemorySafety()]

// One static executable: 7 MB resident instead of 20, started in half a millisecond, and nothing
// to page in from shared libraries while memory is short. Debug builds stay dynamic.
let staticExecutable: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-executable", "-l_FoundationCShims", "-l_FoundationCollections",
      "-lswiftSynchronization",
    ],
    .when(platforms: [.linux], configuration: .release))
]

// The functions that run all the time stand side by side in the executable: scattered over 13 MB of
// code they kept 6 MB of it resident. Gold's option, and Swift links by gold on x86-64 only.
#if arch(x86_64)
  let hotCode: [LinkerSetting] = [
    .unsafeFlags(
      [
        "-Xlinker",
        "--section-ordering-file=\(Context.packageDirectory)/Sources/lmktop/hot-code.order",
      ],
      .when(platforms: [.linux], configuration: .release))
  ]
#else
  let hotCode: [LinkerSetting] = []
#endif

// Fuzzing guided by coverage (Tests/Fuzz/run): the program's configuration and themes are parsed within
// `lmkfuzz` then, so lmktop is a library without `main`.
let isFuzzing = Context.environment["LMKTOP_FUZZER"] != nil
let lmktopDependencies: [Target.Dependency] = [
  "LMKCore", "LMKLinux", "LMKTrace", "LMKEngine", "LMKOpinions", "LMKScreen", "LMKCurses",
  .product(name: "ArgumentParser", package: "swift-argument-parser"),
]
let lmktop: Target =
  isFuzzing
  ? .target(
    name: "lmktop", dependencies: lmktopDependencies, exclude: ["hot-code.order"],
    swiftSettings: [
      .unsafeFlags(["-Xfrontend", "-entry-point-function-name", "-Xfrontend", "lmktop_main"])
    ])
  : .executableTarget(
    name: "lmktop", dependencies: lmktopDependencies, exclude: ["hot-code.order"],
    swiftSettings: strict, linkerSettings: staticExecutable + hotCode)

let package = Package(
  name: "lmktop",
  products: isFuzzing ? [] : [.executable(name: "lmktop", targets: ["lmktop"])],
  dependencies: [
    // Options, help texts and shell completion are not what lmktop exists for.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
  ],
  targets: [
    .target(name: "CLinux"),
    .target(name: "CBench"),
    .systemLibrary(
      name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    // Regular expressions of rules. Some of the texts are chosen by those who are to be killed, so
    // an expression must have limits: PCRE2 counts steps, depth and memory and gives up, which
    // neither Swift's Regex nor POSIX's regexec can; RE2 would be linear, but is C++ and five times
    // as large. Debian brings the .a for the static executable.
    .systemLibrary(
      name: "CPCRE", providers: [.apt(["libpcre2-dev"])]),
    // Blocks of recordings. A block must be whole on the disk a second after it happened, and small
    // all the same: zstd flushes without forgetting what came before, and costs little. Its decoder
    // is fuzzed all the time (OSS-Fuzz), for what it is given may be damaged. Debian brings the .a.
    .systemLibrary(
      name: "CZstd", providers: [.apt(["libzstd-dev"])]),

    .target(name: "LMKCore", swiftSettings: pure),
    .target(name: "LMKTrace", dependencies: ["LMKCore", "CZstd"], swiftSettings: strict),
    .target(name: "LMKLinux", dependencies: ["LMKCore", "CLinux"], swiftSettings: strict),
    .target(
      name: "LMKEngine", dependencies: ["LMKCore", "LMKLinux", "LMKTrace", "CPCRE"],
      swiftSettings: strict),
    .target(name: "LMKOpinions", dependencies: ["LMKCore"], swiftSettings: pure),
    .target(name: "LMKScreen", dependencies: ["LMKCore"], swiftSettings: pure),
    .target(name: "LMKCurses", dependencies: ["LMKScreen", "CNcurses"], swiftSettings: strict),
    lmktop,
    .executableTarget(
      name: "lmkbench",
      dependencies: ["LMKCore", "LMKLinux", "LMKTrace", "LMKEngine", "LMKScreen", "CBench"],
      swiftSettings: strict),

    // Processes made for tests: grow to a size, ignore SIGTERM, leave a zombie leader, …
    .executableTarget(
      name: "lmkstorm", dependencies: ["CLinux", "CStorm", "LMKCore", "LMKLinux", "LMKEngine"],
      path: "Tests/lmkstorm"),
    // What lmkstorm asks of the kernel that nobody else should.
    .target(name: "CStorm", path: "Tests/CStorm"),
    // A herd of sleeping, dying and growing processes, for measurements; in C, so that 8,000 are cheap.
    .executableTarget(name: "lmkherd", path: "Tests/lmkherd"),
    // Every parser of what comes from outside, fed with changed seeds; `lmkfuzz` does it for hours,
    // and guided by coverage.
    .target(
      name: "LMKFuzz", dependencies: ["LMKCore", "LMKLinux", "LMKTrace"], path: "Tests/LMKFuzz"),
    .executableTarget(
      name: "lmkfuzz", dependencies: ["LMKFuzz"] + (isFuzzing ? ["lmktop"] : []),
      path: "Tests/lmkfuzz",
      swiftSettings: isFuzzing ? [.define("LIBFUZZER")] : [],
      // Gold fails on what the coverage's counters need.
      linkerSettings: isFuzzing ? [.unsafeFlags(["-use-ld=lld"])] : []),
    // A terminal for tests: shows frames on the tty it is given, tells the keys it reads.
    .executableTarget(
      name: "lmkterm", dependencies: ["LMKCurses", "LMKScreen"], path: "Tests/lmkterm"),
    .target(
      name: "LMKTestSupport", dependencies: ["LMKCore", "LMKScreen", "LMKTrace"], path: "Tests/LMKTestSupport",
      exclude: ["Screen/generate-widths.py"]),
    // Answers of system calls that a test chooses; stands before libc's in the program of the tests.
    .target(name: "CFaults", path: "Tests/CFaults"),
    .testTarget(name: "LMKCoreTests", dependencies: ["LMKCore", "LMKTestSupport"]),
    .testTarget(name: "LMKTraceTests", dependencies: ["LMKTrace", "LMKCore", "LMKTestSupport"]),
    .testTarget(name: "LMKFuzzTests", dependencies: ["LMKFuzz"]),
    .testTarget(name: "LMKOpinionsTests", dependencies: ["LMKOpinions", "LMKCore"]),
    .testTarget(
      name: "LMKLinuxTests",
      dependencies: ["LMKLinux", "CLinux", "CFaults", "LMKTestSupport", "lmkstorm"]),
    .testTarget(
      name: "LMKEngineTests", dependencies: ["LMKEngine", "LMKTrace", "CFaults", "LMKTestSupport", "lmkstorm"]),
    .testTarget(
      name: "LMKScreenTests", dependencies: ["LMKScreen", "LMKTestSupport"], exclude: ["Goldens"]),
    .testTarget(
      name: "LMKCursesTests", dependencies: ["LMKCurses", "LMKScreen", "CNcurses", "lmkterm"]),
    .testTarget(
      name: "lmktopTests", dependencies: ["lmktop", "LMKCore", "LMKTrace", "LMKFuzz", "lmkstorm", "LMKTestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)

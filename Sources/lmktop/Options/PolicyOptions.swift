import ArgumentParser
import LMKCore

extension FileTerm: ExpressibleByArgument {}
extension RankBasis: ExpressibleByArgument {}
extension Preset: ExpressibleByArgument {}

/// What decides who dies: the same options for the screen and for `list`.
struct PolicyOptions: ParsableArguments {
  @Option(
    name: .customLong("thresholds"),
    help: ArgumentHelp(
      "Up to six rows, row 1 (the last resort) first.",
      discussion: """
        SIZE is pages (18432p), 64MiB, 2GiB or a share of usable memory (2%); ADJ is -1000 to 1000. \
        Sizes rise strictly, adj never falls.
        """, valueName: "SIZE:ADJ,..."))
  var thresholds: String?

  @Option(
    help: """
      A table with a name: classic (6, 8, 16, 64 MiB with adj 0, 1, 6, 12) or android (72, 90, 108, \
      126, 216, 315 MiB with adj 0, 100, 200, 250, 900, 950). Both imply --file-term driver.
      """)
  var preset: Preset?

  @Option(
    help: """
      What counts as file memory: lru (active + inactive file pages, the default) or driver (file - \
      shmem - unevictable - swapcache).
      """)
  var fileTerm: FileTerm?

  @Option(
    help: "What orders equal adj: rss (the default) or freeable (what a kill gives back).")
  var rank: RankBasis?

  @Option(
    help: ArgumentHelp(
      "Where it may kill: user:NAME, cgroup:PATH or subtree:PID. Default: the whole machine.",
      discussion: """
        Outside nothing is ever signalled, not even by hand. In a cgroup, memory, shares and pressure \
        are the cgroup's own.
        """, valueName: "scope"))
  var scope: String?

  @Option(
    help: ArgumentHelp(
      "Show a captured copy of /proc. Nothing in it can be killed.", valueName: "dir"))
  var procRoot: String?

  /// The first option that was given, by its name; `nil`: none was.
  var firstGiven: String? {
    let given = [
      ("--thresholds", thresholds != nil), ("--preset", preset != nil),
      ("--file-term", fileTerm != nil), ("--rank", rank != nil), ("--scope", scope != nil),
      ("--proc-root", procRoot != nil),
    ]
    return given.first { $0.1 }?.0
  }

  func validate() throws {
    if thresholds != nil, preset != nil {
      throw ValidationError("--thresholds and --preset exclude each other.")
    }
  }
}

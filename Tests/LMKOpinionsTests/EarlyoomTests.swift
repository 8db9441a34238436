import LMKCore
import Testing

@testable import LMKOpinions

@Suite("earlyoom's opinion")
struct EarlyoomTests {
  private func pid(_ population: Population, _ version: Earlyoom.Version) -> Int32? {
    Earlyoom(version).opinion(of: population).victim?.key.pid
  }

  @Test(
    "The highest oom_score, then the largest RSS, then the first listed",
    arguments: Earlyoom.Version.allCases)
  func order(version: Earlyoom.Version) {
    #expect(pid(population("10 0 9000 score 700\n11 0 10 score 701"), version) == 11)
    #expect(pid(population("10 0 900\n11 0 901"), version) == 11)
    #expect(pid(population("10 0 900\n11 0 900"), version) == 10)
    #expect(pid(population("10 -1000 9000 score 800\n11 0 9"), version) == 11)
    #expect(pid(population("1 0 9000 score 800\n11 0 9"), version) == 11)
  }

  @Test("A zombie leader: 1.7 passes it over, 1.8 takes it by its score")
  func zombieLeader() {
    let text = "10 0 9000 leader score 800\n11 0 9"
    #expect(pid(population(text), .v17) == 11)
    #expect(pid(population(text), .v18) == 10)
  }

  @Test("pid 2 and its children are kernel threads to 1.8, even in a pid namespace")
  func pidTwo() {
    let text = "2 0 9000\n3 0 8000 parent 2\n4 0 10"
    #expect(pid(population(text), .v17) == 2)
    #expect(pid(population(text), .v18) == 4)
  }

  @Test("--sort-by-rss, --ignore-root-user and shifts are 1.8's, 1.8's and both's")
  func options() {
    var settings = EarlyoomSettings()
    settings.sortsByRSS = true
    let text = "10 0 9000 score 700 uid 0\n11 0 10 score 701 uid 5"
    #expect(Earlyoom(.v18, settings).opinion(of: population(text)).victim?.key.pid == 10)
    #expect(Earlyoom(.v17, settings).opinion(of: population(text)).victim?.key.pid == 11)
    settings.ignoresRoot = true
    #expect(Earlyoom(.v18, settings).opinion(of: population(text)).victim?.key.pid == 11)
    var shifted = Earlyoom(.v17)
    shifted.shifts = [ProcessKey(pid: 11, startTime: 110): -300]
    #expect(shifted.opinion(of: population(text)).victim?.key.pid == 10)
  }

  @Test("Both memory and swap must be at or below their limits; no swap counts as 0 %")
  func trigger() {
    func opinion(_ available: Int, swap: Int, of total: Int) -> Opinion {
      Earlyoom(.v17).opinion(
        of: population(
          "10 0 5", total: 1000, available: available, swapTotal: total, swapFree: swap))
    }
    #expect(opinion(100, swap: 0, of: 0).wouldAct)
    #expect(opinion(100, swap: 0, of: 0).why.contains("SIGTERM: available 10 % at or below 10 %"))
    #expect(opinion(50, swap: 0, of: 0).why.contains("SIGKILL"))
    #expect(!opinion(101, swap: 0, of: 0).wouldAct)
    let full = opinion(50, swap: 200, of: 1000)
    #expect(!full.wouldAct && full.pagesLeft == 100)
    #expect(full.why.contains("swap free 20 % above 10 %"))
  }

  @Test("1.8 takes its share of what users have: available and anonymous pages")
  func userMemory() {
    let machine = population("10 0 5", total: 1000, available: 60, anonymous: 440)
    // 60 of 500 are 12 %.
    #expect(!Earlyoom(.v18).opinion(of: machine).wouldAct)
    #expect(Earlyoom(.v17).opinion(of: machine).wouldAct)
  }

  @Test(
    "Arguments, as getopt reads them",
    arguments: [
      (["-m", "4", "-s", "10"], 4.0, 2.0, 10.0, 5.0),
      (["-m4", "-ds10,3"], 4, 2, 10, 3),
      (["-m", "5,9"], 9, 9, 10, 5),
      (["-r", "3600", "-s", "100"], 10, 5, 100, 50),
      (["-p", "-m", "2.5,0"], 2.5, 0, 10, 5),
    ])
  func arguments(
    arguments: [String], term: Double, kill: Double, swapTerm: Double, swapKill: Double
  ) {
    let settings = EarlyoomSettings(arguments: arguments)
    #expect(settings.unknown.isEmpty)
    #expect(settings.memory == EarlyoomSettings.Limit(term: term, kill: kill))
    #expect(settings.swap == EarlyoomSettings.Limit(term: swapTerm, kill: swapKill))
  }

  @Test("Long options and sizes; what is not known is kept")
  func longOptions() {
    let settings = EarlyoomSettings(
      arguments: [
        "--prefer", "^(cc1|ld)$", "--avoid=init", "-M", "1048576", "-m", "10", "--dryrun", "-z",
        "-m", "nan%",
      ])
    #expect(settings.prefer == "^(cc1|ld)$" && settings.avoid == "init" && settings.isDry)
    #expect(settings.unknown == ["-z", "-m nan%"])
    // 1 GiB of 24 GiB is less than 10 %.
    #expect(Int(settings.memoryLimit(totalKiB: 24 * 1_048_576).term * 100) == 416)
    #expect(settings.memoryLimit(totalKiB: 4 * 1_048_576).term == 10)
  }

  @Test("It never takes itself")
  func itself() {
    var earlyoom = Earlyoom(.v17)
    earlyoom.ownPid = 10
    let opinion = earlyoom.opinion(of: population("10 0 900\n11 0 10"))
    #expect(opinion.victim == nil && opinion.why.hasPrefix("it finds itself"))
  }
}

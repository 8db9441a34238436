import LMKCore
import Testing

@testable import LMKOpinions

@Suite("lmkd's and systemd-oomd's opinions")
struct OtherKillersTests {
  private let table = try! Thresholds([
    Level(minfreePages: 100, adj: 0), Level(minfreePages: 1000, adj: 900),
  ])

  private func lmkd(_ text: String, free: Int, heaviest: Bool = false) -> Opinion {
    var population = population(text)
    population.memory.freePages = free
    return LMKD(thresholds: table, takesHeaviest: heaviest).opinion(of: population)
  }

  @Test("lmkd: the highest adj; above 200 the one registered longest ago, below the heaviest")
  func minfree() {
    #expect(lmkd("10 950 5 born 7\n11 950 9 born 5\n12 0 90", free: 500).victim?.key.pid == 11)
    #expect(
      lmkd("10 950 50 born 7\n11 950 9 born 5", free: 500, heaviest: true).victim?.key.pid == 10)
    #expect(lmkd("10 200 5 born 7\n11 200 9 born 8", free: 50).victim?.key.pid == 11)
  }

  @Test("lmkd waits until both of the driver's terms are below a row")
  func waits() {
    let waits = lmkd("10 950 5", free: 1500)
    #expect(!waits.wouldAct && waits.pagesLeft == 501)
    #expect(lmkd("10 950 5", free: 999).wouldAct)
    let nobody = lmkd("10 0 5", free: 999)
    #expect(!nobody.wouldAct && nobody.victim == nil)
  }

  private func groups() -> Population {
    var population = population(
      "10 0 5", total: 1000, available: 90, swapTotal: 1000, swapFree: 99)
    func group(_ path: String, memory: UInt64, swap: UInt64, scanned: UInt64) -> GroupReading {
      var group = GroupReading(path: path)
      (group.memoryBytes, group.swapBytes, group.scanned) = (memory, swap, scanned)
      return group
    }
    var slice = group("/user.slice", memory: 900, swap: 900_000, scanned: 90)
    slice.isCandidate = false
    slice.fullAverage10 = 61
    var avoided = group("/user.slice/shell", memory: 9, swap: 800_000, scanned: 70)
    avoided.preference = .avoid
    var omitted = group("/user.slice/never", memory: 9, swap: 900_000, scanned: 80)
    omitted.preference = .omit
    population.groups = [
      slice, group("/user.slice/tab", memory: 5, swap: 300_000, scanned: 10),
      group("/user.slice/job", memory: 7, swap: 210_000, scanned: 10), avoided, omitted,
      group("/system.slice", memory: 1, swap: 204_800, scanned: 99),
    ]
    return population
  }

  @Test("systemd-oomd by swap: most swap above 5 % of it, avoided ones last, omitted ones never")
  func swap() {
    let opinion = OOMD().opinions(of: groups())[0]
    #expect(opinion.wouldAct && opinion.group == "/user.slice/tab" && opinion.victim == nil)
    var population = groups()
    population.memory.swapFreePages = 100
    #expect(!OOMD().opinions(of: population)[0].wouldAct)
    population.memory.swapTotalPages = 0
    #expect(OOMD().opinions(of: population)[0].why == "never: the machine has no swap")
  }

  @Test("systemd-oomd by pressure: most pages looked at within the group that stalls")
  func pressure() {
    let opinion = OOMD().opinions(of: groups())[1]
    #expect(opinion.wouldAct && opinion.group == "/user.slice/job")
    var settings = OOMDSettings()
    settings.read("[OOM]\n# x\nDefaultMemoryPressureLimit = 70%\nSwapUsedLimit=800\u{2030}\n")
    #expect(settings.pressurePercent == 70 && settings.swapUsedPercent == 80)
    #expect(!OOMD(settings).opinions(of: groups())[1].wouldAct)
  }

  @Test("Without version 2 it says why it has no opinion")
  func noGroups() {
    var population = groups()
    population.groups = nil
    population.groupsReason = "no version 2"
    #expect(OOMD().opinions(of: population)[1].why == "no version 2")
  }

  @Test("Of those that run, the one with the fewest pages left acts first")
  func first() {
    var council = Council()
    council.minfree = table
    let population = population("10 0 5", total: 1000, available: 200)
    let idle = Opinions(council.opinions(of: population), at: Instant(nanoseconds: 0))
    #expect(idle.firstToAct?.name == "kernel")
    council.running[.earlyoom] = 812
    let opinions = Opinions(council.opinions(of: population), at: Instant(nanoseconds: 0))
    #expect(opinions.firstToAct?.name == "earlyoom-1.7")
    #expect(opinions.firstToAct?.pagesLeft == 100)
    #expect(opinions.list.first?.pagesLeft == 200)
  }
}

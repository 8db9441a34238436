import LMKCore
import LMKScreen
import LMKTestSupport
import Testing

@Suite("Opinions on the screen")
struct OpinionsBehaviour {
  private static func opinions(at now: Instant) -> Opinions {
    func opinion(
      _ name: String, acts: Bool = false, pid: Int32? = nil, _ why: String, left: Int? = nil
    ) -> Opinion {
      let victim = pid.map {
        Opinion.Victim(
          key: ProcessKey(pid: $0, startTime: UInt64($0) * 10),
          name: ProcessName($0 == 4711 ? "chrome" : "mysqld"))
      }
      var opinion = Opinion(name: name, wouldAct: acts, victim: victim, why: why)
      opinion.pagesLeft = left
      return opinion
    }
    var earlyoom = opinion(
      "earlyoom-1.7", acts: true, pid: 4711,
      "highest oom_score 1266, RSS 812M; SIGTERM: available 8 % at or below 10 %, swap free 9 % at"
        + " or below 10 %", left: 0)
    earlyoom.runningPid = 812
    var oomd = opinion("systemd-oomd-swap", "most swap (2.10G): all of /user.slice; waits")
    oomd.group = "/user.slice"
    return Opinions(
      [
        opinion("lmktop", acts: true, pid: 4711, "first of those at or above adj 529", left: 0),
        opinion(
          "kernel", pid: 3100, "badness 602880: RSS 2.30G; acts when nothing is left", left: 5000),
        earlyoom, oomd,
      ], at: now)
  }

  @Test("The pane, and before it was read", arguments: [(80, 24), (40, 10), (200, 50)])
  func pane(width: Int, height: Int) {
    var screen = TestScreen(.busyDesktop())
    (screen.width, screen.height) = (width, height)
    #expect(screen.press(.character("O")) == [.readOpinions])
    #expect(screen.view.showsOpinions)
    #expect(screen.text.contains("being read"))
    screen.environment.opinions = Self.opinions(at: screen.now)
    GoldenFrames.check("opinions-\(width)x\(height)", &screen)
    screen.press(.escape)
    #expect(!screen.view.showsOpinions)
  }

  @Test("Who acts first of those that run is said")
  func first() {
    var screen = TestScreen(.busyDesktop())
    screen.press(.character("O"))
    screen.environment.opinions = Self.opinions(at: screen.now)
    #expect(screen.text.contains("earlyoom-1.7 acts now (of those that run here)"))
    screen.environment.opinions?.list[2].runningPid = nil
    #expect(screen.text.contains("kernel acts first, when about 20M more are taken"))
  }
}

import LMKCore

/// All killers but this program's own table, with the settings that hold here.
public struct Council: Hashable, Sendable {
  public var kernel = KernelKiller()
  public var earlyoom = EarlyoomSettings()
  public var oomd = OOMDSettings()
  /// lmkd's table; usually the preset android.
  public var minfree = Thresholds()
  /// What `--prefer`, `--avoid` and `--ignore` of the running earlyoom mean for each process.
  public var shifts: [ProcessKey: Int] = [:]
  public var ignored: Set<ProcessKey> = []
  /// Who of them runs, by its pid.
  public var running: [Killer: Int32] = [:]

  /// Programs that kill, by the kernel's name of their process.
  public enum Killer: String, Hashable, Sendable, CaseIterable {
    case earlyoom
    case lmkd
    case oomd = "systemd-oomd"
  }

  public init() {}

  /// The kernel first, then by name. O(n) for each.
  public func opinions(of population: Population) -> [Opinion] {
    var opinions = [kernel.opinion(of: population)]
    for version in Earlyoom.Version.allCases {
      var earlyoom = Earlyoom(version, earlyoom)
      earlyoom.shifts = shifts
      earlyoom.ignored = ignored
      earlyoom.ownPid = running[.earlyoom]
      opinions.append(noting(.earlyoom, earlyoom.opinion(of: population)))
    }
    for takesHeaviest in [false, true] {
      let lmkd = LMKD(thresholds: minfree, takesHeaviest: takesHeaviest)
      opinions.append(noting(.lmkd, lmkd.opinion(of: population)))
    }
    opinions += OOMD(oomd).opinions(of: population).map { noting(.oomd, $0) }
    return opinions
  }

  private func noting(_ killer: Killer, _ opinion: Opinion) -> Opinion {
    var opinion = opinion
    opinion.runningPid = running[killer]
    return opinion
  }
}

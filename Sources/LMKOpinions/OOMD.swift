import LMKCore

/// systemd-oomd: it takes whole control groups, with SIGKILL.
///
/// - **By swap**: MemAvailable and SwapFree both below 100 % − SwapUsedLimit. The group with the
///   most swap is taken, if it holds more than 5 % of all swap.
/// - **By pressure**: a watched group's `full avg10` is above its limit for the whole duration.
///   Within it, the group is taken for which the kernel looks at most pages for reclaim; among
///   equals the one with the most memory.
///
/// Groups with user.oomd_omit are left out, those with user.oomd_avoid come last. Which units it
/// watches (ManagedOOMSwap=, ManagedOOMMemoryPressure=) is told on D-Bus alone: here it counts as
/// watching the root for swap, and every group at the first level for pressure.
public struct OOMD: Hashable, Sendable {
  public var settings: OOMDSettings

  public init(_ settings: OOMDSettings = OOMDSettings()) { self.settings = settings }

  /// THRESHOLD_SWAP_USED_PERCENT.
  static let leastSwapPercent: UInt64 = 5

  public func opinions(of population: Population) -> [Opinion] {
    [bySwap(population), byPressure(population)]
  }

  private func bySwap(_ population: Population) -> Opinion {
    let memory = population.memory
    let limit = 100 - settings.swapUsedPercent
    var opinion = Opinion(name: "systemd-oomd-swap", wouldAct: false, why: "")
    guard memory.swapTotalPages > 0 else {
      opinion.why = "never: the machine has no swap"
      return opinion
    }
    let available = population.availablePercent(of: memory.totalPages)
    let swapFree = population.swapFreePercent
    let isReached = available < limit && swapFree < limit
    opinion.pagesLeft = Int(
      max(0, Double(memory.availablePages) - Double(memory.totalPages) * limit / 100)
        + max(0, Double(memory.swapFreePages) - Double(memory.swapTotalPages) * limit / 100))
    let trigger =
      (isReached ? "" : "waits: ")
      + "available \(whole(available)) %, swap free \(whole(swapFree)) %, both below "
      + "\(whole(limit)) % needed"
    guard let groups = population.groups else {
      opinion.why = "\(population.groupsReason); \(trigger)"
      return opinion
    }
    let least =
      UInt64(memory.swapTotalPages) * UInt64(population.pageSize) * Self.leastSwapPercent / 100
    let victim = groups.filter { $0.isCandidate && $0.preference != .omit && $0.swapBytes > least }
      .min { ($0.preference, $1.swapBytes) < ($1.preference, $0.swapBytes) }
    guard let victim else {
      opinion.why =
        "no group holds more than \(SizeText.words(bytes: Int(clamping: least))) of swap; "
        + trigger
      return opinion
    }
    opinion.wouldAct = isReached
    opinion.group = victim.path
    opinion.why =
      "most swap (\(SizeText.words(bytes: Int(clamping: victim.swapBytes)))): all of "
      + "\(victim.path); \(trigger)"
    return opinion
  }

  private func byPressure(_ population: Population) -> Opinion {
    var opinion = Opinion(name: "systemd-oomd-pressure", wouldAct: false, why: "")
    guard let groups = population.groups else {
      opinion.why = population.groupsReason
      return opinion
    }
    let watched = groups.filter { $0.path.dropFirst().firstIndex(of: "/") == nil }
      .max { $0.fullAverage10 < $1.fullAverage10 }
    guard let watched else {
      opinion.why = "there is no control group to watch"
      return opinion
    }
    let isAbove = Double(watched.fullAverage10) > settings.pressurePercent
    let trigger =
      (isAbove ? "" : "waits: ")
      + "\(watched.path) stalls full \(whole(Double(watched.fullAverage10))) % of 10 s, "
      + "\(isAbove ? "above" : "not above") \(whole(settings.pressurePercent)) %, which must last "
      + "\(settings.pressureSeconds) s"
    let within = groups.filter {
      $0.isCandidate && $0.preference != .omit && ($0.scanned > 0 || $0.memoryBytes > 0)
        && ($0.path == watched.path || $0.path.hasPrefix(watched.path + "/"))
    }
    let victim = within.min {
      ($0.preference, $1.scanned, $1.memoryBytes) < ($1.preference, $0.scanned, $0.memoryBytes)
    }
    guard let victim else {
      opinion.why = "no group below \(watched.path) can be taken; \(trigger)"
      return opinion
    }
    opinion.wouldAct = isAbove
    opinion.group = victim.path
    opinion.why = "most pages looked at (\(victim.scanned)): all of \(victim.path); \(trigger)"
    return opinion
  }

  private func whole(_ percent: Double) -> String { "\(Int(percent + 0.5))" }
}

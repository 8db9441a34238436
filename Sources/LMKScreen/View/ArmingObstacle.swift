import LMKCore

/// What makes arming impossible here, from the capabilities.
struct ArmingObstacle: Hashable, Sendable {
  var name: Capability.Name
  var words: String

  /// Empty: it may be armed.
  static func all(in snapshot: Snapshot) -> [ArmingObstacle] {
    var obstacles = snapshot.capabilities.compactMap { capability -> ArmingObstacle? in
      guard !capability.isAvailable, let words = words(for: capability.name) else { return nil }
      let reason = capability.reason.isEmpty ? "" : " (\(capability.reason))"
      return ArmingObstacle(name: capability.name, words: words + reason)
    }
    if snapshot.memory.isOfTwoMinds {
      obstacles.append(
        ArmingObstacle(name: .meminfo, words: ArmingRefusal.memoryDisagrees.words))
    }
    if snapshot.thresholds.isEmpty {
      obstacles.append(ArmingObstacle(name: .vmstat, words: "there is no row of thresholds"))
    }
    return obstacles
  }

  private static func words(for name: Capability.Name) -> String? {
    switch name {
    case .processes: "other users' processes are hidden"
    case .vmstat: "memory cannot be read from /proc/vmstat"
    case .pidfd: "the kernel has no pidfd: nothing can be killed safely"
    case .live: "this is a captured tree, not the running machine"
    case .scope: "the scope is gone"
    case .zoneinfo, .meminfo, .pressure, .signalAll, .memoryLock, .priority, .ownAdj, .journal,
      .recording, .reading,
      .procConnector, .tracepoints, .pressureTrigger, .kernelLog, .journald, .reaping, .rules:
      nil
    }
  }
}

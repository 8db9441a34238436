import LMKCore

extension Header {
  // MARK: What else is wrong?

  var warnings: [String] {
    var warnings: [String] = []
    if let unkillable = scene.unkillable { warnings.append(unkillable) }
    for capability in snapshot.capabilities where !capability.isAvailable {
      switch capability.name {
      case .processes: warnings.append("other users' processes are hidden")
      case .vmstat: warnings.append("no /proc/vmstat: no rule")
      case .pidfd: warnings.append("no pidfd: nothing can be killed")
      case .live: warnings.append("a captured tree: nothing can be killed")
      case .zoneinfo: warnings.append("no /proc/zoneinfo: the reserve counts as 0")
      case .meminfo: warnings.append("no /proc/meminfo")
      case .reading: warnings.append("some processes could not be read")
      case .journal: warnings.append("no journal is written")
      case .pressure, .signalAll, .memoryLock, .priority, .ownAdj, .procConnector, .tracepoints,
        .pressureTrigger, .kernelLog:
        break
      }
    }
    if snapshot.signallableCount < snapshot.candidateCount {
      warnings.append(
        "may signal \(snapshot.signallableCount) of \(snapshot.candidateCount) candidates")
    }
    if age > .seconds(3), age > snapshot.sweepBound + snapshot.interval * 3 {
      warnings.append("data up to \(NumberText.span(age)) old")
    }
    return warnings
  }

  /// Of the oldest reading that matters.
  private var age: Duration {
    max(.zero, snapshot.oldestReading.duration(to: scene.now))
  }

  var facts: FlexLine {
    var line = FlexLine()
    let kills = snapshot.memory.kernelKills
    line.add(
      StyledText("kernel OOM kills \(kills)", kills > 0 ? .warn : .dim), "", weight: 5)
    line.add(
      StyledText("data \(scene.glyphs.atMost) \(NumberText.span(age)) old", .dim), "", weight: 4)
    line.add(
      StyledText(
        "may signal \(snapshot.signallableCount) of \(snapshot.candidateCount)", .dim), "",
      weight: 3)
    if snapshot.statistics.lost > 0 {
      line.add(StyledText("lost events \(snapshot.statistics.lost)", .warn), "", weight: 4)
    }
    line.add(StyledText("exempt \(snapshot.exemptCount)", .dim), "", weight: 2)
    let elapsed = snapshot.at.seconds(since: snapshot.earlierAt)
    if elapsed > 0, snapshot.ownCPU >= snapshot.ownCPUEarlier {
      let share = Double(snapshot.ownCPU - snapshot.ownCPUEarlier) / 1e9 / elapsed * 100
      line.add(StyledText("own CPU \(NumberText.tenths(share))%", .dim), "", weight: 1)
    }
    return line
  }
}

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
      case .recording: warnings.append("the recording has holes")
      case .scope: warnings.append("the scope is gone: nothing can be killed")
      case .rules: warnings.append("rules are not answered for some processes")
      case .pressure, .signalAll, .memoryLock, .priority, .ownAdj, .procConnector, .tracepoints,
        .pressureTrigger, .kernelLog, .journald, .reaping:
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
    max(.zero, min(snapshot.oldestReading, snapshot.oldestAdj).duration(to: scene.now))
  }

  var facts: FlexLine {
    var line = FlexLine()
    let kills = snapshot.memory.kernelKills
    line.add(
      StyledText("kernel OOM kills \(kills)", kills > 0 ? .warn : .dim), "", weight: 5)
    // Who is eligible now, and how old the oldest reading among them may become.
    let oldest = NumberText.span(max(age, .milliseconds(100)))
    let bound = NumberText.span(snapshot.sweepBound)
    line.add(
      StyledText("data \(scene.glyphs.atMost) \(oldest) old (bound \(bound))", .dim),
      StyledText("data \(scene.glyphs.atMost) \(oldest) old", .dim), "", weight: 6)
    line.add(
      StyledText(
        "may signal \(snapshot.signallableCount) of \(snapshot.candidateCount)", .dim), "",
      weight: 2)
    line.add(feed, "", weight: 3)
    if snapshot.statistics.lost > 0 {
      line.add(StyledText("lost events \(snapshot.statistics.lost)", .warn), "", weight: 4)
    }
    line.add(StyledText("exempt \(snapshot.exemptCount)", .dim), "", weight: 1)
    if snapshot.statistics.unanswered > 0 {
      line.add(
        StyledText("rules unanswered \(snapshot.statistics.unanswered)", .dim), "", weight: 2)
    }
    let elapsed = snapshot.at.seconds(since: snapshot.earlierAt)
    if elapsed > 0, snapshot.cost.cpu >= snapshot.costEarlier.cpu { addCost(elapsed, to: &line) }
    return line
  }

  /// Which of the kernel's events feed the cache; what is missing is found by looking instead.
  private var feed: StyledText {
    let sources: [(Capability.Name, String)] = [
      (.procConnector, "births"), (.tracepoints, "adj"), (.pressureTrigger, "stalls"),
    ]
    let told = sources.filter { source in
      snapshot.capabilities.contains { $0.name == source.0 && $0.isAvailable }
    }
    let missing = sources.filter { source in
      snapshot.capabilities.contains { $0.name == source.0 && !$0.isAvailable }
    }
    if missing.isEmpty {
      return StyledText(told.isEmpty ? "" : "told of \(words(told))", .dim)
    }
    let rest = told.isEmpty ? "no events: all is looked for" : "not told of \(words(missing))"
    return StyledText(rest, .warn)
  }

  private func words(_ sources: [(Capability.Name, String)]) -> String {
    sources.map(\.1).joined(separator: ", ")
  }

  /// What lmktop itself costs, and what the kernel's reclaim does beside it.
  private func addCost(_ elapsed: Double, to line: inout FlexLine) {
    let cost = snapshot.cost
    let earlier = snapshot.costEarlier
    func percent(_ now: UInt64, _ before: UInt64) -> String {
      NumberText.tenths(Double(now &- min(before, now)) / 1e9 / elapsed * 100) + "%"
    }
    var own = "own CPU \(percent(cost.cpu, earlier.cpu))"
    if cost.residentPages > 0 { own += " \(scene.size(cost.residentPages))" }
    if snapshot.demand.contains(.times) { own += " with a stat of all" }
    let files = Double(cost.filesRead &- min(earlier.filesRead, cost.filesRead)) / elapsed
    line.add(
      StyledText("\(own) \(NumberText.rate(files)) files/s", .dim), StyledText(own, .dim), "",
      weight: 5)
    if let kswapd = cost.kswapd, let before = earlier.kswapd {
      line.add(StyledText("kswapd \(percent(kswapd, before))", .dim), "", weight: 4)
    }
  }
}

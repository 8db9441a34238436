import LMKCore

/// At least one event of each kind, with what it can carry.
enum SampleEvents {
  static let key = ProcessKey(pid: 4711, startTime: 998_877)

  static var reading: ProcessReading {
    ProcessReading(
      key: key, parent: 12, uid: 1000, adj: 300, state: .sleeping, threadCount: 7,
      rssPages: 70_000, sharedPages: 1200, swapPages: 34, name: ProcessName("a\u{1b}[31mb"),
      inode: .max)
  }

  static var memory: MemoryReading {
    var memory = MemoryReading()
    memory.freePages = 1000
    memory.activeFilePages = 3000
    memory.availablePages = 9000
    memory.totalPages = 100_000
    memory.reservePages = 77
    memory.fileRefaults = 5_000_000_000
    memory.pressure = Pressure(
      some: Pressure.Line(average10: 1.25, average60: 0.5, average300: 0, total: 123_456_789),
      full: Pressure.Line(average10: 0.25, total: 99))
    return memory
  }

  static var steps: Escalation {
    try! Escalation(parsing: "HUP 500ms, TERM 3s, KILL")
  }

  static var thresholds: Thresholds {
    try! Thresholds([
      Level(minfreePages: 100, adj: 0), Level(minfreePages: 400, adj: 500, steps: steps),
    ])
  }

  static var record: KillRecord {
    var candidate = Candidate(reading, effectiveAdj: 400, growth: 12.5)
    candidate.group = ControlGroupID(rawValue: 3)
    candidate.isContainerInit = true
    var record = KillRecord(
      victim: candidate, signal: .terminate, cause: .row(level: 1, thresholds[1]),
      terms: MemoryTerms(memory, fileTerm: .lru))
    record.steps.sampled = Instant(nanoseconds: 77)
    record.steps.signalled = Instant(nanoseconds: 99)
    record.reaping = .done(after: .milliseconds(4))
    return record
  }

  static var book: RuleBook {
    var match = ProcessRule.Match()
    match.name = "^cc1plus$"
    match.isRootOwned = true
    return RuleBook(
      rules: [
        ProcessRule(label: "build", action: .prefer(weight: 300), match: match),
        ProcessRule(label: "old", action: .spareYoung, minimumAge: .seconds(5)),
        ProcessRule(label: "db", action: .protect),
        ProcessRule(label: "less", action: .avoid(weight: 7)),
      ], minimumAge: .milliseconds(1500))
  }

  static var all: [Event] {
    let work = Work(filesRead: 3, nanoseconds: 12_345)
    let kill: KernelKill = {
      var kill = KernelKill(scope: .cgroup, pid: 9, name: ProcessName("hog"))
      kill.anonymous = 1234
      kill.adj = -17
      return kill
    }()
    var rule = Rule(thresholds: thresholds, fileTerm: .driver, rankBasis: .freeable, steps: steps)
    rule.book = book
    var events: [Event] = [
      .started, .sampled(memory, work), .measured(reading),
      .refreshed(reading, [.adj, .everyPass]), .grouped(key, ControlGroupID(rawValue: 3)),
      .groupNamed(
        ControlGroupID(rawValue: 3), ControlGroup(memoryPath: "/a.slice/b", unitPath: "/c.service")),
      .containerInit(key), .ancestors([key, ProcessKey(pid: 2, startTime: 0)]), .groupsForgotten,
      .seen(pid: 4_194_303), .vanished(pid: 1), .passEnded(met: 8000, work),
      .fed(events: 12, lost: 3), .stalled, .kernelKilled(kill, by: .mark),
      .kernelKilled(kill, by: .sentence), .bound(key),
      .ticked(OwnCost(cpu: 5_000_000_000, residentPages: 1700, filesRead: 99, kswapd: 7)),
      .confirmed(
        key, Confirmation(adj: 300, rssPages: nil, sharedPages: 5, memory: memory), work),
      .ruled(key, RuleEffect(of: [0, 1], in: book), question: 4),
      .notRuled(key, question: .max), .execed(pid: 5), .exited(key),
      .reaped(key, .failed(.noProcess)), .reaped(key, .done(after: .microseconds(3))),
      .capability(Capability(.pidfd, isAvailable: false, reason: "ENOSYS: a sentence")),
      .journalLost(5), .leaving(nil), .leaving(.terminate),
    ]
    events += [PassKind.walk, .sweep, .reconciliation, .head].map { .passBegan($0) }
    let commands: [Command] = [
      .arm, .disarm(.panic), .disarm(.noRelief(kills: 3)), .disarm(.lost(.vmstat)),
      .setThresholds(thresholds, edited: 1), .setThresholds(Thresholds(), edited: nil),
      .adopt(rule), .refuseRule("config.toml:3: \u{1F4A5}"), .bind(key), .release,
      .signal(key, .kill), .pin(key), .unpin(key), .setInterval(.milliseconds(500)),
      .noteWritten(.refused(.readOnly)), .noteWritten(.noPlace), .noteWritten(.written),
    ]
    events += commands.map { .command($0) }
    for purpose in [KillPurpose.binding, .byHand, .scan, .escalation] {
      events.append(.signalled(key, .terminate, purpose))
      for failure in [
        KillFailure.gone, .reused, .outsideScope, .refused(.notPermitted), .error(.outOfMemory),
      ] {
        events.append(.failed(key, failure, purpose))
      }
    }
    let outcome = DeathOutcome(took: .milliseconds(70), freedPages: -5, isRelief: true)
    let ends: [HookEnd] = [
      .exited(status: -1), .signalled(.kill), .timedOut(after: .seconds(2)),
      .notStarted(.accessDenied), .queueFull,
    ]
    events += ends.map {
      .hookEnded(HookCall(phase: .after, record: record, outcome: outcome), $0)
    }
    return events
  }
}

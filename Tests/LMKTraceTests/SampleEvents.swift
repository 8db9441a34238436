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
    memory.arcPages = 4242
    memory.pressure = Pressure(
      some: Pressure.Line(average10: 1.25, average60: 0.5, average300: 0, total: 123_456_789),
      full: Pressure.Line(average10: 0.25, total: 99))
    return memory
  }

  static var steps: Escalation {
    try! Escalation(parsing: "HUP 500ms, TERM 3s, KILL")
  }

  static var thresholds: Thresholds {
    var gates = Gates()
    gates.swapFreePercent = 10
    gates.some = StallCondition(percent: 20, lasting: .seconds(3))
    gates.full = StallCondition(percent: 12.5, lasting: .milliseconds(1500))
    gates.available = .timesMinfree(3)
    return try! Thresholds([
      Level(minfreePages: 100, adj: 0, gates: gates),
      Level(minfreePages: 400, adj: 500, steps: steps),
    ]).stalling([
      StallRow(.full, StallCondition(percent: 25, lasting: .seconds(3)), adj: 300),
      StallRow(
        .refaults, StallCondition(percent: 50, lasting: .seconds(10)), adj: 600,
        available: .percent(10)),
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
    record.ruleSteps = steps
    record.terms.lamps.full = 12.5
    record.reaping = .done(after: .milliseconds(4))
    return record
  }

  static var book: RuleBook {
    var match = ProcessRule.Match()
    match.name = "^cc1plus$"
    match.isRootOwned = true
    return RuleBook(
      rules: [
        ProcessRule(label: "build", action: .prefer(weight: 300), match: match, steps: steps),
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
      .arm, .disarm(.panic), .disarm(.noRelief(kills: 3, HeldMemory(memory))),
      .disarm(.lost(.vmstat)),
      .setThresholds(thresholds, edited: 1), .setThresholds(Thresholds(), edited: nil),
      .adopt(rule), .refuseRule("config.toml:3: \u{1F4A5}"), .bind(key), .release,
      .signal(key, .kill), .pin(key), .unpin(key), .setInterval(.milliseconds(500)),
      .setAdj(key, -17), .survey(.subtree, key), .survey(.process, key),
      .signalReach(.cgroup, key, .kill), .signalReach(.processGroup, key, .terminate),
      .look([.shape, .times]), .look([]), .goOnAlone, .noteWritten(.refused(.readOnly)),
      .noteWritten(.noPlace), .noteWritten(.written),
    ]
    events += commands.map { .command($0) }
    for purpose in [KillPurpose.binding, .byHand, .scan, .escalation, .reach] {
      events.append(.signalled(key, .terminate, purpose))
      for failure in [
        KillFailure.gone, .reused, .outsideScope, .refused(.notPermitted), .error(.outOfMemory),
        .readOnly,
      ] {
        events.append(.failed(key, failure, purpose))
      }
    }
    let outcome = DeathOutcome(took: .milliseconds(70), freedPages: -5, takenPages: 7, isRelief: true)
    let ends: [HookEnd] = [
      .exited(status: -1), .signalled(.kill), .timedOut(after: .seconds(2)),
      .notStarted(.accessDenied), .queueFull,
    ]
    events += ends.map {
      .hookEnded(HookCall(phase: .after, record: record, outcome: outcome), $0)
    }
    return events + adjEvents + reachEvents
  }

  private static var adjEvents: [Event] {
    [
      .timed(key, ticks: 123_456), .adjSet(key, from: 0, to: -1000),
      .adjNotSet(key, 1000, .refused(.accessDenied)), .adjNotSet(key, 0, .readOnly),
    ]
  }

  static var place: ReachPlace {
    ReachPlace(
      path: "/a.slice/b", folder: "/sys/fs/cgroup/a.slice/b", identity: .max, canKill: true,
      freezer: .two("/sys/fs/cgroup/a.slice/b/cgroup.freeze"))
  }

  static var obstacles: [ReachObstacle] {
    [
      .gone, .noGroup, .unseen, .unreadable(.accessDenied),
      .holds(key, ProcessName("init"), .initProcess), .tooMany(5000),
      .notBound(key, ProcessName("a"), .outsideScope), .cannotKill(.pidfd), .noAnswer, .busy,
      .leaving,
    ]
  }

  private static var reachEvents: [Event] {
    var questions: [ReachQuestion] = []
    for act in [ReachQuestion.Act.list, .freeze, .kill, .thaw] {
      for reach in KillReach.allCases {
        var question = ReachQuestion(number: 7, act: act, reach: reach, known: [key])
        question.processGroup = 4711
        question.place = place
        questions.append(question)
      }
    }
    var old = place
    old.freezer = .one("/sys/fs/cgroup/freezer/b/freezer.state")
    let answers: [ReachAnswer] =
      [
        .members([reading, reading], processGroup: nil, old),
        .members([], processGroup: 4711, nil), .frozen(nil), .frozen(.again), .killed(.noProcess),
        .killed(nil), .thawed(nil), .thawed(.accessDenied),
      ] + obstacles.map { .failed($0) }
    return questions.map { .reachAnswered($0, .frozen(nil)) }
      + answers.map { .reachAnswered(questions[0], $0) } + [.reachStep, .memberBound(key)]
  }
}

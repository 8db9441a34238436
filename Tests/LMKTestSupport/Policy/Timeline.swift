import LMKCore

/// A policy test as a text: what happens when, and what the monitor must answer.
///
///     let timeline = """
///       rows 100:0 200:500
///       0.0 | process 10 adj 900 rss 50  |
///       1.0 | free 500 file 0            | zero
///       2.0 | free 150 file 0            | would kill 10
///       """
///
/// Between the bars stands one happening; behind them, joined by commas, what it must bring: the
/// counters that rose (`zero`, `no kill`, `busy`, `would kill 10`, `gone`, `reused`, `refused`,
/// `recovered`, `error`), the signals sent (`TERM 10`, `KILL 10`) and the journal's acts
/// (`died 10 relief`, `timed out 10`, `armed`, `disarmed`). Sizes are in pages.
///
/// `table` instead of `rows` takes gates and stall rows as a configuration writes them. A sample may
/// say `some` and `full` (PSI's totals, in microseconds), `swap` and `swap-free`, `total`,
/// `available`, `arc` (pages) and `refaults` (a count).
///
/// `kernel says 10 machine|cgroup` and `kernel marks 10` are the kernel's own kills, as its log and
/// its tracepoint tell them; `free 900 file 0 oom 3` is a sample that counts them, and one with
/// `stall 5000` has PSI's total of `some`, in microseconds. `look` asks when memory is to
/// be looked at again (`in 100 ms`).
///
/// With a line `hook 2` at the beginning there is a hook before each kill that may take two seconds,
/// with `hook-after` one after it; `run before 10` is what is asked for, `hook-ends 10 0` (its
/// status, or `late`) the answer.
/// Rules are configured by `rule LABEL protect`, `rule LABEL prefer 200`, `rule LABEL avoid 200`,
/// `rule LABEL steps TERM 5s, KILL`, `rule LABEL young 5`, and `age 5`; `ruled 10 LABEL …` is the worker's answer to the last question
/// about 10 (`late 10 …`: to the one before it, `unruled 10`: there is none). `scope user 7`,
/// `scope cgroup /a`, `scope subtree 10`; `group 10 /a/b` puts 10 into a control group. `stand 10`
/// asks where 10 stands: `candidate 300`, `spared: rule x`, `outside the scope`.
///
/// `adj 10 500` is an edit of its `oom_score_adj` by hand, after `bind 10`; `read-only` at the
/// beginning forbids it and all else.
///
/// Each timeline is recorded too, and lived through again (`TimelineRecording`).
///
/// The killer is played by the timeline: it does what `killer 10 gone|reused|refuses|errs` says,
/// and finds the memory that `then free 900` announced when it confirms.
public struct Timeline {
  public struct Mismatch: CustomStringConvertible {
    public var line: String
    public var got: String
    public var description: String { "\(line)\n    got: \(got)" }
  }

  private var memory = MemoryReading()
  private var memoryAtConfirm: (free: Int?, file: Int?) = (nil, nil)
  var processes: [Int32: ProcessReading] = [:]
  private var adjAtConfirm: [Int32: OOMScoreAdj] = [:]
  private var rssAtConfirm: [Int32: Int] = [:]
  private var killer: [Int32: KillFailure] = [:]
  var configuration = MonitorConfiguration(thresholds: Thresholds())
  var questions: [ProcessKey: UInt16] = [:]
  var groups: [String] = []
  var lastQuestion: ReachQuestion?
  var sender: [Int32: KillFailure] = [:]

  /// A line `freed` at the beginning: what each death has brought is told in pages.
  private var tellsFreed = false

  private var hookCalls: [Int32: HookCall] = [:]

  private init() {}

  /// Runs a timeline and returns the lines that did not come out as written.
  public static func run(_ text: String) -> [Mismatch] {
    var mismatches: [Mismatch] = []
    var setup = Timeline()
    var monitor: Monitor?
    let recording = TimelineRecording()
    for rawLine in text.split(separator: "\n") {
      let line = String(rawLine)
      let parts = line.split(separator: "|", omittingEmptySubsequences: false).map { part in
        part.split(separator: " ").map(String.init)
      }
      guard let first = parts.first, let head = first.first, !head.hasPrefix("#") else { continue }
      guard let seconds = Double(head), parts.count >= 2 else {
        setup.configure(first)
        continue
      }
      let now = Instant(nanoseconds: Int64((seconds + 1000) * 1e9))
      if monitor == nil { monitor = Monitor(setup.configuration, at: now) }
      recording.look(&monitor!, at: now)
      let got = setup.happen(parts[1], at: now, to: &monitor!)
      let expected = parts.count > 2 ? parts[2].joined(separator: " ") : ""
      if got != expected { mismatches.append(Mismatch(line: line, got: got)) }
      if let broken = monitor!.checkInvariants() {
        mismatches.append(Mismatch(line: line, got: "broken: \(broken)"))
      }
    }
    if monitor != nil, let defect = recording.defect(of: monitor!) {
      mismatches.append(Mismatch(line: "the recording of it", got: defect))
    }
    return mismatches
  }

  private mutating func configure(_ words: [String]) {
    switch words[0] {
    case "rows":
      configuration.thresholds = Self.rows(words.dropFirst())
    case "table":
      // With gates and stall rows, as a configuration has them.
      configuration.thresholds = try! Thresholds(
        parsing: words.dropFirst().joined(separator: " "), usablePages: 1000, ramPages: nil,
        pageSize: 4096)
    case "pause": configuration.noRelief = .pause(.milliseconds(Int64(Double(words[1])! * 1000)))
    case "grace": configuration.patience.grace = .milliseconds(Int64(Double(words[1])! * 1000))
    case "steps":
      let rows = try! Escalation.rows(parsing: words.dropFirst().joined(separator: " "))
      configuration.patience.steps = rows.last!
      configuration.thresholds = configuration.thresholds.stepping(rows.dropLast())
    case "rank": configuration.rankBasis = RankBasis(rawValue: words[1])!
    case "only": configuration.signalsOnly = UInt32(words[1])!
    case "read-only": configuration.isReadOnly = true
    case "freed": tellsFreed = true
    case "hook":
      configuration.hooks.before = .milliseconds(Int64(Double(words[1])! * 1000))
    case "hook-after": configuration.hooks.runsAfter = true
    case "rule": configuration.book.rules.append(Self.rule(words))
    case "age": configuration.book.minimumAge = .seconds(Int(words[1])!)
    case "scope":
      let root = ProcessKey(pid: Int32(words[2]) ?? 0, startTime: UInt64(words[2]) ?? 0)
      let scopes: [String: Scope] = [
        "user": .user(UInt32(words[2]) ?? 0), "cgroup": .cgroup(words[2]),
        "subtree": .subtree(root),
      ]
      configuration.scope = scopes[words[1]]!
    case "own": configuration.ownPid = Int32(words[1])!
    default: preconditionFailure("a timeline cannot be configured with \(words)")
    }
  }

  private static func rows(_ words: some Sequence<String>) -> Thresholds {
    try! Thresholds(
      words.map { word in
        let parts = word.split(separator: ":")
        return Level(minfreePages: Int(parts[0])!, adj: OOMScoreAdj(Int(parts[1])!)!)
      })
  }

  private mutating func happen(
    _ words: [String], at now: Instant, to monitor: inout Monitor
  ) -> String {
    let before = counters(monitor, at: now)
    var effects = Effects()
    var said: [String] = []
    switch words[0] {
    case "free", "file":
      set(words, in: &memory)
      monitor.apply(.sampled(memory, Work(filesRead: 3)), at: now, into: &effects)
    case "then":
      memoryAtConfirm = (number("free", in: words), number("file", in: words))
    case "process":
      let reading = process(words)
      processes[reading.key.pid] = reading
      monitor.apply(.measured(reading), at: now, into: &effects)
    case "adj-at-kill":
      adjAtConfirm[Int32(words[1])!] = OOMScoreAdj(Int(words[2])!)!
    case "rss-at-kill":
      rssAtConfirm[Int32(words[1])!] = Int(words[2])!
    case "container":
      monitor.apply(.containerInit(key(words[1])), at: now, into: &effects)
    case "ancestors":
      monitor.apply(.ancestors(words.dropFirst().map { key($0) }), at: now, into: &effects)
    case "reaped":
      // `reaped 10` or `reaped 10 ESRCH`
      let reaping: Reaping =
        words.count == 2 ? .done(after: .milliseconds(50)) : .failed(Errno(Int32(words[2])!))
      monitor.apply(.reaped(key(words[1]), reaping), at: now, into: &effects)
    case "killer":
      let failures: [String: KillFailure] = [
        "gone": .gone, "reused": .reused, "refuses": .refused(.notPermitted),
        "errs": .error(.outOfMemory), "breaks": .error(.inputOutput),
      ]
      killer[Int32(words[1])!] = failures[words[2]]
    case "look":
      said.append("in \(monitor.nextSample(after: now).wholeNanoseconds / 1_000_000) ms")
    case "stall": monitor.apply(.stalled, at: now, into: &effects)
    case "kernel":
      let scopes: [String: KernelKill.Scope] = ["machine": .machine, "cgroup": .cgroup]
      let kill = KernelKill(
        scope: words.last.flatMap { scopes[$0] } ?? .untold, pid: Int32(words[2])!,
        name: ProcessName("p\(words[2])"))
      monitor.apply(
        .kernelKilled(kill, by: words[1] == "says" ? .sentence : .mark), at: now, into: &effects)
    case "exit":
      monitor.apply(.exited(key(words[1])), at: now, into: &effects)
    case "vanish":
      monitor.apply(.vanished(pid: Int32(words[1])!), at: now, into: &effects)
    case "arm": monitor.apply(.command(.arm), at: now, into: &effects)
    case "adopt":
      // `adopt 100:0 rank freeable grace 0`
      var rule = configuration.rule
      rule.thresholds = Self.rows(words.dropFirst().prefix { $0.contains(":") })
      if let index = words.firstIndex(of: "rank") {
        rule.rankBasis = RankBasis(rawValue: words[index + 1])!
      }
      if let grace = number("grace", in: words) { rule.steps = Escalation(grace: .seconds(grace)) }
      monitor.apply(.command(.adopt(rule)), at: now, into: &effects)
    case "disarm": monitor.apply(.command(.disarm(.byOperator)), at: now, into: &effects)
    case "bind": monitor.apply(.command(.bind(key(words[1]))), at: now, into: &effects)
    case "adj":
      monitor.apply(
        .command(.setAdj(key(words[1]), OOMScoreAdj(Int(words[2])!)!)), at: now, into: &effects)
    case "signal":
      let signal = Signal.offered.first { $0.shortName == words[2] }!
      monitor.apply(.command(.signal(key(words[1]), signal)), at: now, into: &effects)
    case "hook-ends":
      guard let call = hookCalls[Int32(words[1])!] else { break }
      let end: HookEnd =
        switch words[2] {
        case "late": .timedOut(after: .seconds(2))
        default: .exited(status: Int32(words[2])!)
        }
      monitor.apply(.hookEnded(call, end), at: now, into: &effects)
    case "written":
      monitor.apply(.command(.noteWritten(.written)), at: now, into: &effects)
    case "pin", "unpin", "ruled", "late", "unruled", "exec", "group", "pass", "stand", "rules":
      happenByRule(words, at: now, to: &monitor, into: &effects, saying: &said)
    case "ask", "order", "release", "step", "sender", "members", "nobody", "frozen", "ended",
      "thawed", "reach":
      happenByReach(words, at: now, to: &monitor, into: &effects, saying: &said)
    case "leave": monitor.apply(.leaving(.hangUp), at: now, into: &effects)
    case "find":
      let name = Capability.Name(rawValue: words[1])!
      monitor.apply(.capability(Capability(name, isAvailable: true)), at: now, into: &effects)
    case "lose":
      let name = Capability.Name(rawValue: words[1])!
      monitor.apply(
        .capability(Capability(name, isAvailable: false, reason: "lost")), at: now, into: &effects)
    default: preconditionFailure("nothing happens by \(words)")
    }
    carryOut(&effects, at: now, by: &monitor, saying: &said)
    let after = counters(monitor, at: now)
    let risen = zip(before, after).filter { $0.0.value < $0.1.value }.map { $0.0.name }
    return (risen + said).joined(separator: ", ")
  }

  private mutating func carryOut(
    _ effects: inout Effects, at now: Instant, by monitor: inout Monitor,
    saying said: inout [String]
  ) {
    var batch = Effects()
    while !effects.isEmpty {
      effects.take(into: &batch)
      for effect in batch.list {
        switch effect {
        case .bind(let key):
          let failure = killer[key.pid]
          monitor.apply(
            failure.map { .failed(key, $0, .binding) } ?? .bound(key), at: now, into: &effects)
        case .confirm(let key):
          confirm(key, at: now, by: &monitor, into: &effects)
        case .askReach(let question):
          if question.act != .thaw { lastQuestion = question }
          said.append(question.act.timelineWord)
        case .bindMember(let key):
          said.append("bind \(key.pid)")
          monitor.apply(
            killer[key.pid].map { .failed(key, $0, .reach) } ?? .memberBound(key), at: now,
            into: &effects)
        case .signal(let key, let signal, .reach) where sender[key.pid] != nil:
          said.append("\(signal.shortName) \(key.pid) fails")
          monitor.apply(.failed(key, sender[key.pid]!, .reach), at: now, into: &effects)
        case .signal(let key, let signal, let purpose):
          said.append("\(signal.shortName) \(key.pid)")
          monitor.apply(.signalled(key, signal, purpose), at: now, into: &effects)
        case .journal(let entry):
          if let words = words(entry.kind) { said.append(words) }
        case .runHook(let call):
          hookCalls[call.record.victim.key.pid] = call
          said.append("run \(call.phase) \(call.record.victim.key.pid)")
        case .setAdj(let key, let adj):
          let old = processes[key.pid]?.adj ?? 0
          let failure = killer[key.pid]
          monitor.apply(
            failure.map { .adjNotSet(key, adj, $0) } ?? .adjSet(key, from: old, to: adj), at: now,
            into: &effects)
        case .follow(let key): said.append("follow \(key.pid)")
        case .release, .armed, .disarmed, .setInterval, .adoptRules: break
        }
      }
    }
  }

  private mutating func confirm(
    _ key: ProcessKey, at now: Instant, by monitor: inout Monitor, into effects: inout Effects
  ) {
    if let failure = killer[key.pid] {
      monitor.apply(.failed(key, failure, .scan), at: now, into: &effects)
      return
    }
    memory.freePages = memoryAtConfirm.free ?? memory.freePages
    memory.activeFilePages = memoryAtConfirm.file ?? memory.activeFilePages
    memoryAtConfirm = (nil, nil)
    let adj = adjAtConfirm[key.pid] ?? processes[key.pid]!.adj
    let confirmation = Confirmation(
      adj: adj, rssPages: rssAtConfirm[key.pid] ?? processes[key.pid]!.rssPages, sharedPages: nil,
      memory: memory)
    monitor.apply(.confirmed(key, confirmation, Work(filesRead: 4)), at: now, into: &effects)
  }

  private func words(_ kind: JournalEntry.Kind) -> String? {
    switch kind {
    case .died(let record, let outcome):
      "died \(record.victim.key.pid) \(outcome.isRelief ? "relief" : "no relief")"
        + (tellsFreed ? " freed \(outcome.freedPages)" : "")
    case .timedOut(let record, _): "timed out \(record.victim.key.pid)"
    case .armed: "armed"
    case .armingRefused(let refusal): "refused to arm: \(refusal)"
    case .disarmed(.byOperator): "disarmed"
    case .disarmed(.noRelief): "disarmed: no relief"
    case .disarmed(.lost): "disarmed: lost"
    case .disarmed: "disarmed"
    case .failed(let record, let failure):
      record.cause == .byHand ? "failed \(record.victim.key.pid) \(failure)" : nil
    case .wouldKill(let record): "named \(record.victim.key.pid)"
    case .kernelKilled(let kill): "kernel killed \(kill.pid) \(kill.scope)"
    case .kernelKillsCounted(let count): "kernel killed \(count) more"
    case .paused: "paused"
    case .respawned(let candidate, let times): "respawned \(candidate.key.pid) \(times)"
    case .hungUp: "hung up"
    case .ruleAdopted: "adopted"
    case .ruleRefused: "refused to adopt"
    case .diedLate(let record, _): "died late \(record.victim.key.pid)"
    case .notBound(let key, _, let failure): "not bound \(key.pid) \(failure)"
    case .thresholdsWritten(let outcome): "written: \(outcome)"
    case .journalLost(let count): "lost \(count)"
    case .recording(let isWritten, _): isWritten ? "recorded" : "not recorded"
    case .hookBegan: nil
    case .hookFailed(let phase, let record, _): "hook \(phase) \(record.victim.key.pid) failed"
    case .pinned(let candidate): "pinned \(candidate.key.pid)"
    case .unpinned(let candidate): "unpinned \(candidate.key.pid)"
    case .adjWritten(let candidate, let old):
      "adj \(candidate.key.pid) \(old) to \(candidate.adj)"
    case .adjRefused(let candidate, let adj, let failure):
      "adj \(candidate.key.pid) not \(adj): \(failure)"
    case .scopeLost: "scope lost"
    case .reachIntent: nil
    case .reachSignalled(let record): words(record)
    case .reachRefused(_, let obstacle): "not sent: \(words(obstacle))"
    case .leftFrozen(let path, let errno): "left frozen \(path) \(errno.code)"
    case .reachEnded(_, let outcome): "ended \(outcome.exited) left \(outcome.left)"
    case .started, .levelChanged, .edited, .thresholdsReplaced, .intent, .signalled, .recovered,
      .leaving:
      nil
    }
  }

  private func counters(
    _ monitor: borrowing Monitor, at now: Instant
  ) -> [(name: String, value: UInt64)] {
    let statistics = monitor.currentStatistics
    return [
      ("zero", statistics.zero.calls), ("no kill", statistics.noKill.calls),
      ("busy", statistics.busy.calls), ("would kill", statistics.wouldKill.calls),
      ("gone", statistics.gone.calls), ("reused", statistics.reused.calls),
      ("refused", statistics.refused.calls), ("recovered", statistics.recovered.calls),
      ("error", statistics.error.calls), ("corrected", statistics.headCorrections),
    ]
  }

  // MARK: Words to values

  func key(_ pid: String) -> ProcessKey {
    let pid = Int32(pid)!
    return processes[pid]?.key ?? ProcessKey(pid: pid, startTime: UInt64(pid))
  }

  private func process(_ words: [String]) -> ProcessReading {
    let pid = Int32(words[1])!
    let state = words.firstIndex(of: "state").map { words[$0 + 1].utf8.first! }
    return ProcessReading(
      key: ProcessKey(pid: pid, startTime: UInt64(number("start", in: words) ?? Int(pid))),
      parent: Int32(number("parent", in: words) ?? 1),
      uid: UInt32(number("uid", in: words) ?? 0), adj: OOMScoreAdj(number("adj", in: words) ?? 0)!,
      state: state.map(ProcessState.init(rawValue:)) ?? .sleeping,
      isKernelThread: words.contains("kernel"),
      threadCount: Int32(number("threads", in: words) ?? 1),
      rssPages: number("rss", in: words) ?? 1, sharedPages: number("shared", in: words) ?? 0,
      name: ProcessName(words.firstIndex(of: "name").map { words[$0 + 1] } ?? "p\(pid)"))
  }

  private func set(_ words: [String], in reading: inout MemoryReading) {
    if let free = number("free", in: words) { reading.freePages = free }
    if let file = number("file", in: words) { reading.activeFilePages = file }
    if let pages = number("anon", in: words) { reading.anonPages = pages }
    if let count = number("oom", in: words) { reading.kernelKills = UInt64(count) }
    if let total = number("stall", in: words) {
      reading.pressure = Pressure(some: .init(total: UInt64(total)), full: .init())
    }
    if words.contains("some") || words.contains("full") {
      let before = reading.pressure
      let some = number("some", in: words).map(UInt64.init) ?? before?.some.total ?? 0
      let full = number("full", in: words).map(UInt64.init) ?? before?.full.total ?? 0
      reading.pressure = Pressure(some: .init(total: some), full: .init(total: full))
    }
    if let total = number("total", in: words) { reading.totalPages = total }
    if let refaults = number("refaults", in: words) { reading.fileRefaults = UInt64(refaults) }
    if let free = number("swap-free", in: words) { reading.swapFreePages = free }
    if let total = number("swap", in: words) { reading.swapTotalPages = total }
    if let arc = number("arc", in: words) { reading.arcPages = arc }
    reading.availablePages =
      number("available", in: words) ?? reading.freePages + reading.activeFilePages
  }

  private func number(_ name: String, in words: [String]) -> Int? {
    words.firstIndex(of: name).flatMap { Int(words[$0 + 1]) }
  }
}

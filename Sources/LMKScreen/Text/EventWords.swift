import LMKCore

/// A journal entry in words: `AUTO KILL`, `4699 chrome adj 900 frees 790M: …`.
///
/// The names in it are filtered for a terminal; sizes are binary.
public struct EventWords: Hashable, Sendable {
  /// What happened, in one or two capital words.
  public var tag: String
  public var text: String
  public var role: Role

  /// - Parameter pageSize: bytes.
  public init(_ entry: JournalEntry, pageSize: Int, isASCII: Bool = false) {
    self.init(
      entry.kind, Speaker(size: SizeText(pageSize: pageSize), glyphs: Glyphs(isASCII: isASCII)))
  }

  private init(_ tag: String, _ text: String, _ role: Role) {
    self.tag = tag
    self.text = text
    self.role = role
  }

  private init(_ kind: JournalEntry.Kind, _ speaker: Speaker) {
    let size = speaker.size
    let arrow = speaker.glyphs.arrow
    switch kind {
    case .started:
      self.init("START", "disarmed, dry run: nothing is killed", .text)
    case .armed(let steps):
      self.init("ARMED", "automatic kills are on: \(Self.words(steps, arrow))", .armed)
    case .armingRefused(let refusal):
      self.init("NOT ARMED", refusal.words, .warn)
    case .disarmed(let reason):
      self.init("DISARMED", speaker.words(reason), .disarmed)
    case .levelChanged(let old, let new, let terms):
      let change =
        switch (old, new) {
        case (nil, nil): "no row crossed"
        case (nil, let new?): "row \(new + 1) crossed"
        case (let old?, nil): "row \(old + 1) left: no row crossed"
        case (let old?, let new?):
          "row \(old + 1) \(arrow) row \(new + 1)" + (new < old ? ", more severe" : ", less severe")
        }
      self.init(
        "LEVEL", "\(change): free \(size(terms.otherFree)), file \(size(terms.otherFile))",
        new == nil ? .ok : .warn)
    case .edited(let row, let old, let new):
      var changes: [String] = []
      if old.minfreePages != new.minfreePages {
        changes.append("\(size(old.minfreePages)) \(arrow) \(size(new.minfreePages))")
      }
      if old.adj != new.adj { changes.append("adj \(old.adj) \(arrow) \(new.adj)") }
      self.init(
        "EDIT",
        "row \(row + 1): \(changes.isEmpty ? "unchanged" : changes.joined(separator: ", "))",
        .edit)
    case .thresholdsReplaced(let table):
      self.init("TABLE", speaker.rows(table), .edit)
    case .ruleAdopted(let rule):
      self.init(
        "RELOADED",
        "\(speaker.rows(rule.thresholds)), file term \(rule.fileTerm.rawValue), rank "
          + "\(rule.rankBasis.rawValue), \(Self.words(rule.steps, arrow))", .edit)
    case .ruleRefused(let words):
      self.init("NOT RELOADED", "\(words); what was there stands", .error)
    case .wouldKill(let record):
      self.init("WOULD KILL", speaker.sentence(record), .victim)
    case .intent(let record) where record.cause == .byHand:
      self.init(
        "INTENT",
        "\(speaker.process(record)): kill -\(record.signal.shortName) \(record.victim.key.pid)",
        .victim)
    case .intent(let record):
      self.init("INTENT", "\(record.signal) \(speaker.sentence(record))", .victim)
    case .signalled(let record) where record.cause == .byHand:
      let tag = record.signal.mayEnd ? "HAND KILL" : "HAND SIGNAL"
      self.init(
        tag,
        "\(speaker.process(record)): kill -\(record.signal.shortName) \(record.victim.key.pid)"
          + (record.victim.isContainerInit ? ", and all of its container" : ""),
        .victim)
    case .signalled(let record):
      self.init("AUTO KILL", "\(record.signal) \(speaker.sentence(record))", .victim)
    case .failed(let record, let failure):
      self.init(
        "NOT KILLED", "\(speaker.process(record)): \(Self.words(failure, record.victim.key.pid))",
        .warn)
    case .recovered(let record):
      self.init("RECOVERED", "\(speaker.process(record)) spared: memory had recovered", .ok)
    case .died(let record, let outcome):
      let taken =
        outcome.takenPages > outcome.freedPages
        ? ", others took \(size(outcome.takenPages)) meanwhile" : ""
      let relief = outcome.isRelief ? taken : ", no relief"
      // What was expected is said where it did not come.
      let expected = outcome.isRelief ? "" : " of \(size(record.victim.freesPages))"
      self.init(
        "DIED",
        "\(speaker.process(record)) freed \(size(outcome.freedPages))\(expected) in "
          + "\(NumberText.span(outcome.took))\(relief)",
        outcome.isRelief ? .ok : .warn)
    case .timedOut(let record, let after):
      self.init(
        "STUCK",
        "\(speaker.process(record)) still there \(NumberText.span(after)) after \(record.signal)"
          + Self.words(record.reaping),
        .error)
    case .pinned(let candidate):
      self.init("PINNED", "\(speaker.process(candidate)): no automatic kill while it lives", .edit)
    case .unpinned(let candidate):
      self.init("UNPINNED", speaker.process(candidate), .edit)
    case .adjWritten(let candidate, let old):
      self.init("ADJ", "\(speaker.process(candidate)): \(old) \(arrow) \(candidate.adj)", .edit)
    case .adjRefused(let candidate, let adj, let failure):
      self.init(
        "NOT WRITTEN",
        "\(speaker.process(candidate)): adj \(candidate.adj) \(arrow) \(adj): "
          + AdjWords.refusal(failure, candidate, to: adj), .warn)
    case .scopeLost(let reason):
      self.init("SCOPE LOST", "\(reason): nothing can be killed any more", .error)
    case .paused(let kills, let time, let held):
      self.init(
        "PAUSED",
        "\(Self.inVain(kills)), \(held.explanation(size)): nobody dies for "
          + "\(NumberText.span(time)), then it goes on", .warn)
    case .respawned(let candidate, let times):
      self.init(
        "RESPAWNED",
        "\(speaker.process(candidate)): its name came back after a kill, "
          + "\(NumberText.count(times, "time", "times")) by now (a supervisor?)", .warn)
    case .hungUp:
      self.init(
        "HUNG UP", "the terminal is gone: armed, it goes on without a screen until SIGTERM",
        .warn)
    case .diedLate(let record, let after):
      self.init(
        "DIED LATE",
        "\(speaker.process(record)), given up as stuck, ended \(NumberText.span(after)) after it was "
          + "signalled", .ok)
    case .notBound(let key, let name, let failure):
      self.init(
        "NOT BOUND", "\(speaker.process(key.pid, name)): \(Self.words(failure, key.pid))", .warn)
    case .reachIntent(let record):
      self.init(
        "INTENT",
        "\(ReachWords.what(record)): \(record.signal) to "
          + "\(ReachWords.processes(record.found.count))", .victim)
    case .reachSignalled(let record):
      self.init(
        record.signal.mayEnd ? "HAND KILL" : "HAND SIGNAL", ReachWords.sentence(record, size),
        .victim)
    case .reachRefused(let record, let obstacle):
      self.init(
        "NOT KILLED",
        "\(ReachWords.what(record)): \(ReachWords.words(obstacle)): nothing sent", .warn)
    case .reachEnded(let record, let outcome):
      self.init(
        "DIED", ReachWords.sentence(record, outcome, size), outcome.left == 0 ? .ok : .warn)
    case .leftFrozen(let path, let errno):
      self.init(
        "FROZEN", "control group \(path): its thaw was refused: \(errno): tried on", .error)
    case .hookBegan(let record, let limit):
      self.init(
        "HOOK",
        "before \(speaker.process(record)) is signalled: for \(NumberText.span(limit)) at most",
        .text)
    case .hookFailed(let phase, let record, let end):
      self.init(
        "HOOK", "\(phase.rawValue) \(speaker.process(record)): \(Self.words(end))", .warn)
    case .thresholdsWritten(.written):
      self.init("WRITTEN", "the thresholds, to the configuration", .edit)
    case .thresholdsWritten(.refused(let errno)):
      self.init("NOT WRITTEN", "the thresholds: \(errno)", .warn)
    case .thresholdsWritten(.noPlace):
      self.init("NOT WRITTEN", "the thresholds: there is no place for them", .warn)
    case .journalLost(let count):
      self.init(
        "LOST", "\(NumberText.count(count, "line", "lines")) of the journal: the disk was too slow",
        .error)
    case .recording(let isWritten, let reason):
      self.init(isWritten ? "RECORDING" : "NOT RECORDED", reason, isWritten ? .ok : .error)
    case .kernelKilled(let kill):
      self.init("KERNEL KILL", speaker.sentence(kill), .error)
    case .kernelKillsCounted(let count):
      self.init(
        "KERNEL KILL",
        "the kernel's own OOM killer ended \(NumberText.count(count, "process", "processes"))",
        .error)
    case .leaving(let signal):
      self.init("LEAVING", signal.map { "on \($0)" } ?? "by the operator", .text)
    }
  }

  /// What a kill goes through: `SIGTERM 3 s → SIGKILL`.
  static func words(_ steps: Escalation, _ arrow: String) -> String {
    if steps.count == 1 { return "SIGKILL at once" }
    return steps.indices.map { index in
      let step = steps[index]
      return step.patience == .zero
        ? "\(step.signal)" : "\(step.signal) \(NumberText.span(step.patience))"
    }.joined(separator: " \(arrow) ")
  }

  static func words(_ reason: DisarmReason) -> String {
    switch reason {
    case .atStart: "at start"
    case .byOperator: "by the operator"
    case .panic: "PANIC key"
    case .leaving: "leaving"
    case .hangUp: "the terminal hung up"
    case .noRelief(let kills, _): inVain(kills)
    case .lost(let name): "lost: \(name.rawValue)"
    }
  }

  /// Who is stuck may have given its memory back all the same.
  private static func words(_ reaping: Reaping?) -> String {
    if case .done = reaping { return ", its memory reaped" }
    return ""
  }

  private static func inVain(_ kills: Int) -> String { "\(kills) kills brought no memory back" }

  static func words(_ failure: KillFailure, _ pid: Int32) -> String {
    switch failure {
    case .gone: "\(pid) is gone: nothing sent"
    case .reused: "\(pid) belongs to another process now: nothing sent"
    case .outsideScope: "\(pid) is outside the scope: nothing sent"
    case .readOnly: "read-only: nothing sent"
    case .refused(let errno): "refused, \(errno)"
    case .error(let errno): "failed, \(errno)"
    }
  }

  static func words(_ end: HookEnd) -> String {
    switch end {
    case .exited(let status): "the hook ended with status \(status)"
    case .signalled(let signal): "the hook ended by \(signal)"
    case .timedOut(let after): "the hook was ended after \(NumberText.span(after))"
    case .notStarted(let errno): "the hook could not be started, \(errno)"
    case .queueFull: "the hook was left out: too many are waiting"
    }
  }

  private struct Speaker {
    var size: SizeText
    var glyphs: Glyphs

    /// In a header there is no room for who holds the memory.
    func words(_ reason: DisarmReason) -> String {
      guard case .noRelief(_, let held) = reason else { return EventWords.words(reason) }
      return "\(EventWords.words(reason)), \(held.explanation(size))"
    }

    func process(_ record: KillRecord) -> String {
      process(record.victim.key.pid, record.victim.name)
    }

    func process(_ candidate: Candidate) -> String {
      process(candidate.key.pid, candidate.name)
    }

    func process(_ pid: Int32, _ name: ProcessName) -> String {
      name.count > 0 ? "\(pid) \(TextCells(name.text).filtered)" : "\(pid)"
    }

    /// Who, adj, how large, whose shortage: as far as the kernel told.
    func sentence(_ kill: KernelKill) -> String {
      var who = "\(kill.pid)"
      if kill.name.count > 0 { who += " \(TextCells(kill.name.text).filtered)" }
      if let adj = kill.adj { who += " adj \(adj)" }
      if let anonymous = kill.anonymous {
        who += ", anon \(SizeText.words(bytes: Int(clamping: min(anonymous, 1 << 50) << 10)))"
      }
      return switch kill.scope {
      case .machine: who + ", whole machine"
      case .cgroup: who + ", in a memory cgroup"
      case .untold: who
      }
    }

    func rows(_ table: Thresholds) -> String {
      let rows = table.levels.map { level in
        "\(size(level.minfreePages)):\(level.adj)"
          + (level.gates.isEmpty ? "" : " if \(level.gates.text)")
      }
      return (rows + table.stallRows.map(\.text))
        .joined(separator: table.hasConditions ? ", " : " ")
    }

    /// Who, adj, how much it frees, on whose behalf.
    func sentence(_ record: KillRecord) -> String {
      var who =
        "\(process(record)) adj \(record.victim.effectiveAdj) frees \(size(record.victim.freesPages))"
      if record.victim.isContainerInit { who += " and all of its container" }
      let terms =
        "free \(size(record.terms.otherFree)), file \(size(record.terms.otherFile))"
      return switch record.cause {
      case .byHand: who
      // A stall row's.
      case .row(let level, let values) where values.minfreePages == 0:
        "\(who), row \(level + 1): stalls, \(terms)"
      case .row(let level, let values):
        "\(who), row \(level + 1): \(terms) < \(size(values.minfreePages))"
          + (record.ruleSteps.map { ", by its rule \(EventWords.words($0, glyphs.arrow))" } ?? "")
      }
    }
  }
}

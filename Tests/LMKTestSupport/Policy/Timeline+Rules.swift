import LMKCore
import LMKScreen

/// Rules and scopes of a timeline; see there for the words.
extension Timeline {
  static func rule(_ words: [String]) -> ProcessRule {
    if words[2] == "steps" {
      let text = words.dropFirst(3).joined(separator: " ")
      return ProcessRule(
        label: words[1], action: .spareYoung, steps: try! Escalation(parsing: text))
    }
    let number = words.count > 3 ? Int(words[3])! : 0
    let actions: [String: ProcessRule.Action] = [
      "protect": .protect, "prefer": .prefer(weight: number), "avoid": .avoid(weight: number),
      "young": .spareYoung,
    ]
    return ProcessRule(
      label: words[1], action: actions[words[2]]!,
      minimumAge: words[2] == "young" ? .seconds(number) : nil)
  }

  mutating func happenByRule(
    _ words: [String], at now: Instant, to monitor: inout Monitor, into effects: inout Effects,
    saying said: inout [String]
  ) {
    // The worker takes its questions before it answers.
    while let question = monitor.nextRuleQuestion() { questions[question.key] = question.number }
    let none = ProcessKey(pid: 0, startTime: 0)
    let named = words.count > 1 && Int32(words[1]) != nil ? key(words[1]) : none
    let question = questions[named] ?? 0
    switch words[0] {
    case "pin": monitor.apply(.command(.pin(named)), at: now, into: &effects)
    case "unpin": monitor.apply(.command(.unpin(named)), at: now, into: &effects)
    case "ruled", "late":
      let places = configuration.book.rules.indices.filter {
        words.dropFirst(2).contains(configuration.book.rules[$0].label)
      }
      let number = words[0] == "late" ? question - 1 : question
      monitor.apply(
        .ruled(named, RuleEffect(of: places, in: configuration.book), question: number), at: now,
        into: &effects)
    case "unruled": monitor.apply(.notRuled(named, question: question), at: now, into: &effects)
    case "exec": monitor.apply(.execed(pid: named.pid), at: now, into: &effects)
    case "group":
      let number: Int
      if let known = groups.firstIndex(of: words[2]) {
        number = known + 1
      } else {
        groups.append(words[2])
        number = groups.count
        monitor.apply(
          .groupNamed(
            ControlGroupID(rawValue: Int32(number)),
            ControlGroup(memoryPath: words[2], unitPath: "/")), at: now, into: &effects)
      }
      monitor.apply(
        .grouped(named, ControlGroupID(rawValue: Int32(number))), at: now, into: &effects)
    case "rules":
      // `rules x protect`: other rules are read.
      var rule = configuration.rule
      rule.book.rules = [Self.rule(words)]
      configuration.rule = rule
      monitor.apply(.command(.adopt(rule)), at: now, into: &effects)
    case "pass":
      // A whole pass, which meets everybody but those that are named.
      monitor.apply(.passBegan(.walk), at: now, into: &effects)
      for reading in processes.values where !words.contains("\(reading.key.pid)") {
        monitor.apply(.measured(reading), at: now, into: &effects)
      }
      monitor.apply(.passEnded(met: processes.count, Work()), at: now, into: &effects)
    default: said.append(Self.standing(of: named, in: &monitor, at: now))
    }
  }

  private static func standing(
    of key: ProcessKey, in monitor: inout Monitor, at now: Instant
  ) -> String {
    var snapshot = Snapshot()
    monitor.writeSnapshot(into: &snapshot, at: now)
    guard let row = snapshot.rows.first(where: { $0.candidate.key == key }) else { return "gone" }
    switch row.standing {
    case .candidate: return "candidate \(row.candidate.effectiveAdj)"
    case .protected(let protection): return protection.words(in: snapshot.book)
    case .exempt(let exemption): return exemption.words
    case .dying, .stuck, .refused: return "\(row.standing)"
    }
  }
}

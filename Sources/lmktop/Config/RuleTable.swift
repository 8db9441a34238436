import LMKCore
import LMKEngine

/// One `[[rule]]` of a configuration file, read as strictly as the rest.
struct RuleTable {
  private static let keys = [
    "label", "action", "weight", "name", "command", "user", "cgroup", "unit", "executable",
    "root_owned", "minimum_age", "steps",
  ]
  private static let actions = ["protect", "prefer", "avoid"]

  private let table: TOMLTable
  /// Says where a part of this table stands.
  private let failure: (Part, String) -> SettingsDefect

  enum Part { case rule, key(String), value(String) }

  init(_ table: TOMLTable, failure: @escaping (Part, String) -> SettingsDefect) {
    self.table = table
    self.failure = failure
  }

  /// - Throws: the first defect.
  func rule() throws(SettingsDefect) -> ProcessRule {
    for key in table.keys where !Self.keys.contains(key) {
      let question = NearestWord(words: Self.keys).question(about: key)
      throw failure(.key(key), "a rule has no '\(key)'\(question)")
    }
    let match = try match()
    if match.isEmpty {
      throw failure(
        .rule,
        "the rule says of whom: it needs at least one of name, command, user, cgroup, unit, executable"
      )
    }
    let action = try action()
    let age = try minimumAge()
    let steps = try steps()
    if action == .spareYoung, age == nil, steps == nil {
      throw failure(.rule, "the rule needs an 'action': protect, prefer or avoid")
    }
    if action == .protect, steps != nil {
      throw failure(.key("steps"), "'steps' says nothing of what is protected")
    }
    if action == .protect, age != nil {
      throw failure(
        .key("minimum_age"), "'minimum_age' says nothing of what is protected at any age")
    }
    let first =
      [match.name, match.executable, match.unit, match.cgroup, match.user, match.command]
      .compactMap { $0 }.first ?? ""
    return ProcessRule(
      label: try text("label") ?? first, action: action, match: match, minimumAge: age,
      steps: steps)
  }

  /// Of one process, whatever row reaches it.
  private func steps() throws(SettingsDefect) -> Escalation? {
    guard let text = try text("steps") else { return nil }
    do {
      return try Escalation(parsing: text)
    } catch {
      throw failure(.value("steps"), "'steps': \(error)")
    }
  }

  private func match() throws(SettingsDefect) -> ProcessRule.Match {
    var match = ProcessRule.Match()
    match.name = try pattern("name")
    match.command = try pattern("command")
    match.user = try pattern("user")
    match.cgroup = try pattern("cgroup")
    match.unit = try pattern("unit")
    match.executable = try pattern("executable")
    if let value = table["root_owned"] {
      guard let flag = value.bool else {
        throw failure(.value("root_owned"), "'root_owned' must be true or false")
      }
      match.isRootOwned = flag
    }
    return match
  }

  private func action() throws(SettingsDefect) -> ProcessRule.Action {
    let weight = try weight()
    guard let word = try text("action") else {
      if weight != nil {
        throw failure(.rule, "the rule needs an 'action': protect, prefer or avoid")
      }
      return .spareYoung
    }
    switch (word, weight) {
    case ("protect", nil): return .protect
    case ("protect", _):
      throw failure(
        .key("weight"), "'weight' goes with prefer and avoid: who is protected has none")
    case ("prefer", let weight?): return .prefer(weight: weight)
    case ("avoid", let weight?): return .avoid(weight: weight)
    case ("prefer", nil), ("avoid", nil):
      throw failure(.value("action"), "'\(word)' needs a 'weight' from 1 to 1000")
    default:
      let question = NearestWord(words: Self.actions).question(about: word)
      throw failure(
        .value("action"), "'action' must be one of \"protect\", \"prefer\", \"avoid\"\(question)")
    }
  }

  private func weight() throws(SettingsDefect) -> Int? {
    guard let value = table["weight"] else { return nil }
    guard let weight = value.int, (1...1000).contains(weight) else {
      throw failure(.value("weight"), "'weight' must be a whole number from 1 to 1000")
    }
    return weight
  }

  private func minimumAge() throws(SettingsDefect) -> Duration? {
    guard let value = table["minimum_age"] else { return nil }
    guard let number = value.number,
      SettingsFile.ages.contains(number)
    else {
      throw failure(
        .value("minimum_age"),
        "'minimum_age' must be seconds from \(SettingsFile.ages.lowerBound) to "
          + "\(SettingsFile.ages.upperBound)")
    }
    return .milliseconds(Int64(number * 1000))
  }

  private func text(_ key: String) throws(SettingsDefect) -> String? {
    guard let value = table[key] else { return nil }
    guard let text = value.string, !text.isEmpty else {
      throw failure(.value(key), "'\(key)' must be text, in quotes, and not empty")
    }
    return text
  }

  private func pattern(_ key: String) throws(SettingsDefect) -> String? {
    guard let text = try text(key) else { return nil }
    do {
      _ = try Pattern(text)
      return text
    } catch {
      throw failure(.value(key), "'\(key)' is no regular expression: \(error)")
    }
  }
}

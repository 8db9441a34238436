import LMKCore
import LMKLinux

/// Says which rules match a process. A worker's: it reads what a rule asks for, and nothing else;
/// what is cheap first, so that a command line is read only for a rule that everything else agrees
/// with.
struct RuleMatcher: ~Copyable {
  /// A rule with its expressions.
  private struct Compiled {
    var name: Pattern?
    var user: Pattern?
    var cgroup: Pattern?
    var unit: Pattern?
    var executable: Pattern?
    var command: Pattern?
    var isRootOwned: Bool
    /// An expression is wrong: it was checked where it was read, so this cannot be.
    var isBroken = false

    init(_ match: ProcessRule.Match) {
      isRootOwned = match.isRootOwned
      do {
        name = try match.name.map { try Pattern($0) }
        user = try match.user.map { try Pattern($0) }
        cgroup = try match.cgroup.map { try Pattern($0) }
        unit = try match.unit.map { try Pattern($0) }
        executable = try match.executable.map { try Pattern($0) }
        command = try match.command.map { try Pattern($0) }
      } catch {
        isBroken = true
      }
    }
  }

  /// What is known of the process that is looked at.
  private struct Facts {
    var question: RuleQuestion
    var group: ControlGroup??
    var executable: [UInt8]??
    var owner: UInt32??
    var command: [UInt8]??
  }

  private let book: RuleBook
  private let rules: [Compiled]
  private let users: UserNames
  private let matcher: Pattern.Matcher?
  private var reader: ProcessReader
  private var names = CgroupNames()
  private var groups: [ControlGroupID: ControlGroup] = [:]
  private var executables: ExecutableReader
  private var commandLines: CommandLineReader
  /// Looks that were given up at their limit.
  private(set) var givenUp = 0

  init(_ book: RuleBook, root: ProcRoot, users: UserNames) {
    self.book = book
    rules = book.rules.map { Compiled($0.match) }
    self.users = users
    matcher = Pattern.Matcher()
    reader = ProcessReader(root: root)
    executables = ExecutableReader(root: root)
    commandLines = CommandLineReader(root: root)
  }

  /// What all rules together mean for a process. Reading it may hang for as long as the process does.
  mutating func effect(of question: RuleQuestion) -> RuleEffect {
    var facts = Facts(question: question)
    var matching: [Int] = []
    for place in rules.indices where matches(rules[place], &facts) { matching.append(place) }
    return RuleEffect(of: matching, in: book)
  }

  private mutating func matches(_ rule: Compiled, _ facts: inout Facts) -> Bool {
    if rule.isBroken { return false }
    let question = facts.question
    if let name = rule.name, !find(name, in: question.name.bytes) { return false }
    if let user = rule.user {
      let words = users.name(of: question.uid) ?? String(question.uid)
      guard find(user, in: Array(words.utf8)) else { return false }
    }
    if let cgroup = rule.cgroup {
      guard let group = group(&facts) else { return false }
      let path = group.unitPath.utf8.count > 1 ? group.unitPath : group.memoryPath
      guard find(cgroup, in: Array(path.utf8)) else { return false }
    }
    if let unit = rule.unit {
      guard let group = group(&facts), find(unit, in: Array(group.unit.utf8)) else { return false }
    }
    if question.isCheap, rule.executable != nil || rule.isRootOwned || rule.command != nil {
      return false
    }
    if let executable = rule.executable {
      guard let path = executablePath(&facts), find(executable, in: path) else { return false }
    }
    if rule.isRootOwned, owner(&facts) != 0 { return false }
    if let command = rule.command {
      guard let line = commandLine(&facts), find(command, in: line) else { return false }
    }
    return true
  }

  private mutating func find(_ pattern: Pattern, in bytes: [UInt8]) -> Bool {
    let result: Pattern.Result
    switch matcher {
    case .some(let matcher): result = matcher.find(pattern, in: bytes)
    case .none: result = .gaveUp
    }
    if result == .gaveUp { givenUp += 1 }
    return result == .found
  }

  // MARK: Facts, read once each

  private mutating func group(_ facts: inout Facts) -> ControlGroup? {
    if let known = facts.group { return known }
    var found: ControlGroup?
    switch reader.group(of: facts.question.key.pid, names: &names) {
    case .known(let number): found = groups[number]
    case .new(let number, let group):
      groups[number] = group
      found = group
    case .newAfterAll(let number, let group):
      groups = [number: group]
      found = group
    case nil: break
    }
    facts.group = .some(found)
    return found
  }

  private mutating func executablePath(_ facts: inout Facts) -> [UInt8]? {
    if let known = facts.executable { return known }
    let path = executables.path(of: facts.question.key.pid)
    facts.executable = .some(path)
    return path
  }

  private mutating func owner(_ facts: inout Facts) -> UInt32? {
    if let known = facts.owner { return known }
    let owner = executables.owner(of: facts.question.key.pid)
    facts.owner = .some(owner)
    return owner
  }

  private mutating func commandLine(_ facts: inout Facts) -> [UInt8]? {
    if let known = facts.command { return known }
    let key = facts.question.key
    let line = commandLines.read(pid: key.pid, startTime: key.startTime)?.bytes
    facts.command = .some(line)
    return line
  }
}

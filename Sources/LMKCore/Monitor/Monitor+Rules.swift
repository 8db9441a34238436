extension Monitor {
  /// The next process about which the rules are to be asked; `nil`: there is none. The answer is
  /// `Event.ruled` or `.notRuled`.
  public mutating func nextRuleQuestion() -> RuleQuestion? { table.nextQuestion() }

  /// Whether a question about a process waits to be asked, or for its answer. O(n).
  public borrowing func awaitsRules() -> Bool { table.hasOpenQuestions }

  /// Whether a first pass is over.
  public var hasSeenAll: Bool { pass > 0 && !isBlind }

  /// Passes that were begun.
  public var passCount: UInt64 { pass }

  /// Whether a process that is new has to be told with its control group at once.
  public var asksForGroups: Bool {
    guard case .cgroup = configuration.scope else { return false }
    return true
  }

  // MARK: Scope

  /// The root of the scope's subtree has ended: nobody can say any more who is in it.
  mutating func watchScope(at now: Instant, into effects: inout Effects) {
    guard case .subtree(let root) = configuration.scope, !table.policy.isScopeLost, !isBlind,
      pass > 0
    else { return }
    let state = table.record(root)?.reading
    if let state, state.state != .dead, state.state != .zombie || state.isZombieLeader { return }
    note(
      Capability(
        .scope, isAvailable: false, reason: "\(root.pid), the root of the scope, has ended"),
      at: now, into: &effects)
  }

  /// Once for all: a group of the same name, or a process with the same pid, is another one.
  mutating func loseScope(_ reason: String, at now: Instant, into effects: inout Effects) {
    guard !table.policy.isScopeLost else { return }
    table.loseScope(at: now)
    record(.scopeLost(reason), at: now, into: &effects)
    if scanUnderWay == nil {
      evaluation = evaluate(terms, table.tree, configuration.thresholds, credit)
    }
  }
}

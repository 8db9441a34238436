/// A victim that is held until its hook has ended, or may take no longer.
struct HookWait: Hashable, Sendable {
  /// Whose hook it is.
  var key: ProcessKey
  /// One limit for the whole scan, whoever is its victim in the end.
  var until: Instant
  /// The hook has ended, or is not waited for any more.
  var isOver = false
}

/// The hook before an automatic kill. The engine never waits for it: the scan stays under way, memory
/// is looked at meanwhile, and the victim is confirmed anew before the signal.
///
///     confirmed ──► hook asked for ──► it ended, or its time is over, or memory would be gone before
///                     │                   │
///                     │                   └──► confirmed again: adj, memory ──► signal, or not
///                     ├──► disarmed: nobody is signalled
///                     └──► the victim ends by itself: the next in the order
extension Monitor {
  /// Memory is looked at as often while a hook is under way: it must not cost the machine.
  static let hookLook: Duration = .milliseconds(50)

  /// Lets the victim of a scan wait for its hook. `false`: there is none, it has ended, or there is
  /// no time for it.
  mutating func waitsForHook(
    _ scan: ScanUnderWay, at now: Instant, into effects: inout Effects
  ) -> Bool {
    guard let limit = configuration.hooks.before else { return false }
    let key = scan.record.victim.key
    if let wait = scan.hook, wait.key == key { return !wait.isOver }
    let until = scan.hook?.until ?? now.advanced(by: limit)
    let left = now.duration(to: until)
    guard left > .zero, !isGone(within: left) else { return false }
    scanUnderWay?.hook = HookWait(key: key, until: until)
    record(.hookBegan(scan.record, limit: left), at: now, into: &effects)
    effects.append(.runHook(HookCall(phase: .before, record: scan.record)))
    return true
  }

  /// A look at memory while a hook is under way: its time may be over, or memory fall too fast.
  mutating func advanceHook(at now: Instant, into effects: inout Effects) {
    guard let wait = scanUnderWay?.hook, !wait.isOver else { return }
    // For the screen: nothing is counted, for nothing new is decided.
    evaluation = evaluate(terms, table.tree, configuration.thresholds, credit)
    let left = now.duration(to: wait.until)
    if left <= .zero || isGone(within: left) { endHookWait(for: wait.key, into: &effects) }
  }

  mutating func noteHook(
    _ call: HookCall, _ end: HookEnd, at now: Instant, into effects: inout Effects
  ) {
    if end.isFailure {
      record(.hookFailed(call.phase, call.record, end), at: now, into: &effects)
    }
    if call.phase == .before { endHookWait(for: call.record.victim.key, into: &effects) }
  }

  /// The victim is confirmed anew, if it is this one that is waited for.
  mutating func endHookWait(for key: ProcessKey, into effects: inout Effects) {
    guard let wait = scanUnderWay?.hook, wait.key == key, !wait.isOver else { return }
    scanUnderWay?.hook?.isOver = true
    effects.append(.confirm(key))
  }

  /// Disarmed: whoever waits is not signalled.
  mutating func leaveHook(into effects: inout Effects) {
    guard let scan = scanUnderWay, let wait = scan.hook, !wait.isOver else { return }
    end(scan, as: \.wouldKill, into: &effects)
  }

  mutating func runHookAfter(
    _ record: KillRecord, _ outcome: DeathOutcome?, into effects: inout Effects
  ) {
    guard configuration.hooks.runsAfter else { return }
    effects.append(.runHook(HookCall(phase: .after, record: record, outcome: outcome)))
  }

  /// When a victim is not held any longer.
  var hookDeadline: Instant? {
    guard let wait = scanUnderWay?.hook, !wait.isOver else { return nil }
    return wait.until
  }
}

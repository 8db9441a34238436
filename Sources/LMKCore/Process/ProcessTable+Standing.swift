/// What decides where a process stands, beside what was read of it.
struct StandingPolicy {
  /// This program's own pid; `nil` in a captured tree.
  var ownPid: Int32?
  var book = RuleBook()
  var scope = Scope.machine
  /// The parents of this program, up to pid 1, which is not among them.
  var ancestors: [ProcessKey] = []
  /// What the scope names is gone: nobody is in it any more.
  var isScopeLost = false
  /// The control groups that are in the scope, by number.
  var groupsInScope: Set<ControlGroupID> = []
  /// Processes that the operator protects; whoever has ended may stay in it, for nobody else gets
  /// his key.
  var pins: Set<ProcessKey> = []
  /// See `MonitorConfiguration`.
  var boot: Instant?
  var clockTicks = 100

  init(_ configuration: MonitorConfiguration) {
    ownPid = configuration.ownPid
    book = configuration.book
    scope = configuration.scope
    boot = configuration.boot
    clockTicks = configuration.clockTicks
  }
}

extension ProcessTable {
  /// Where a record stands by what is known of it now.
  func standing(of record: Record, at now: Instant) -> Standing {
    switch record.standing {
    case .dying, .stuck: return record.standing
    case .refused where setAside[record.reading.key].map({ now < $0 }) ?? false:
      return record.standing
    case .candidate, .protected, .refused, .exempt: return plainStanding(of: record, at: now)
    }
  }

  /// The same, whatever was tried on it.
  func plainStanding(of record: Record, at now: Instant) -> Standing {
    if let exemption = exemption(of: record) { return .exempt(exemption) }
    return protection(of: record, at: now).map(Standing.protected) ?? .candidate
  }

  private func exemption(of record: Record) -> Exemption? {
    let reading = record.reading
    if reading.isKernelThread { return .kernelThread }
    if reading.key.pid == 1 { return .initProcess }
    if reading.key.pid == policy.ownPid { return .lmktop }
    if !isInScope(record) { return .outsideScope }
    if reading.adj == .never { return .never }
    if policy.ancestors.contains(reading.key) { return .ancestor }
    if reading.rssPages <= 0 { return .noMemory }
    return nil
  }

  /// Why a process may not be among many that are signalled: who may never die. `nil`: it may. Whose
  /// control group is not known yet is proved to be in the scope when it is bound.
  func bar(of key: ProcessKey) -> Exemption? {
    guard let record = record(key), let exemption = exemption(of: record) else { return nil }
    switch exemption {
    case .noMemory: return nil
    case .outsideScope:
      guard case .cgroup = policy.scope, record.group == .unknown, !policy.isScopeLost else {
        return exemption
      }
      if record.reading.adj == .never { return .never }
      return policy.ancestors.contains(key) ? .ancestor : nil
    case .kernelThread, .initProcess, .lmktop, .never, .ancestor: return exemption
    }
  }

  /// Whoever lmktop itself depends on is never a candidate. O(log n) for each.
  mutating func setAncestors(_ keys: [ProcessKey], at now: Instant) {
    guard keys != policy.ancestors else { return }
    let former = policy.ancestors
    policy.ancestors = keys
    for key in former + keys {
      if record(key) != nil, let slot = slot(of: key.pid) { review(slot, at: now) }
    }
  }

  // MARK: Scope

  /// Whether the scope includes exactly this process. One whose group is not known yet is outside.
  func isInScope(_ key: ProcessKey) -> Bool {
    guard let record = record(key) else { return false }
    return isInScope(record)
  }

  private func isInScope(_ record: Record) -> Bool {
    if policy.isScopeLost { return false }
    return switch policy.scope {
    case .machine: true
    case .user(let user): record.reading.uid == user
    case .cgroup: policy.groupsInScope.contains(record.group)
    case .subtree: record.isOfSubtree
    }
  }

  /// Whoever was born in the subtree stays in it: when a parent ends, its children get another.
  func noteSubtree(_ record: inout Record) {
    guard case .subtree(let root) = policy.scope, !record.isOfSubtree else { return }
    record.isOfSubtree =
      record.reading.key == root || self.record(pid: record.reading.parent)?.isOfSubtree == true
  }

  /// Children may be met before their parents: their place is looked for until nothing moves.
  mutating func settleSubtree(at now: Instant) {
    guard case .subtree = policy.scope else { return }
    var moved = true
    while moved {
      moved = false
      for index in records.indices {
        guard var record = records[index], !record.isOfSubtree else { continue }
        noteSubtree(&record)
        guard record.isOfSubtree else { continue }
        put(record, at: index, now)
        moved = true
      }
    }
  }

  /// The scope is gone: everybody is outside. O(n log n).
  mutating func loseScope(at now: Instant) {
    policy.isScopeLost = true
    for index in records.indices { review(index, at: now) }
  }
}

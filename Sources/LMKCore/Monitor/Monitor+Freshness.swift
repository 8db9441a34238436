extension Monitor {
  /// What has to be read of the process that a walk met. O(1).
  ///
  /// - Parameters:
  ///   - inode: of its folder: another one than before means another process.
  ///   - position: its place in the walk, or its slot in a sweep, from 0.
  public borrowing func need(
    pid: Int32, inode: UInt64, position: Int, at now: Instant
  ) -> ReadingNeed {
    guard let record = table.record(pid: pid) else { return .everything }
    let reading = record.reading
    if reading.inode != inode { return .everything }
    let isTurn = rotation.includes(position)
    if isTurn, rotation.kind == .walk { return .everything }
    if reading.isKernelThread { return .nothing }
    // A zombie may be a leader whose threads live on, and what holds nothing may begin to.
    if reading.state == .zombie || reading.rssPages == 0 { return .everything }
    if let head = rotation.head, record.handle != nil,
      KillRank(Candidate(reading), by: configuration.rankBasis) <= head
    {
      return .everything
    }
    if isTurn { return readsAdj ? .memoryAndAdj(reading) : .memory(reading) }
    let isYoung = record.firstSeenAt.duration(to: now) < rotation.bound
    guard isYoung || record.growth > Rotation.growing else { return .nothing }
    return readsAdj ? .memoryAndAdj(reading) : .memory(reading)
  }

  private var readsAdj: Bool {
    !tellsAdj || rotation.adjDebt > 0 || rotation.sweeps % Rotation.adjEvery == 0
  }

  /// Whether the kernel tells each write of an adj.
  private var tellsAdj: Bool {
    capabilities.first { $0.name == .tracepoints }?.isAvailable ?? false
  }

  /// Events were lost: what they would have told is read again by everybody's next turn.
  mutating func noteLoss() {
    rotation.adjDebt = Int(rotation.bound.inSeconds / configuration.interval.inSeconds) + 2
  }

  /// Sets the turn of the pass that begins.
  mutating func planPass(_ kind: PassKind) {
    rotation.kind = kind
    if kind == .reconciliation { return }
    let known = kind == .sweep ? slotCount : table.count
    let isTense = terms.headroom < 2 * (configuration.thresholds.highestMinfree ?? 0)
    let share = isTense ? Rotation.tenseShare : Rotation.calmShare
    rotation.budget = max(Rotation.leastBudget, (known + share - 1) / share)
    if hasUnaccountedGrowth {
      rotation.begins = 0
      rotation.budget = .max / 2
    }
    rotation.head = table.tree.rank(at: Rotation.headCount - 1)
    let passes = max(1, (known + rotation.budget - 1) / rotation.budget)
    // A reconciliation may come in between.
    rotation.bound = configuration.interval * (kind == .sweep ? passes + 1 : passes)
  }

  /// Moves the turn on; the pass had `met` places.
  mutating func endPass(met: Int) {
    if rotation.kind == .reconciliation { return }
    rotation.adjDebt = max(0, rotation.adjDebt - 1)
    let next = rotation.begins + min(rotation.budget, met)
    if next < met {
      rotation.begins = next
    } else {
      rotation.begins = 0
      rotation.sweeps += 1
      rotation.unaccounted = memory.anonPages - table.privatePages
    }
  }

  /// Anonymous memory has grown by more than 1 % of RAM beyond what the tracked processes account
  /// for: a leaker that is neither large nor young is found before it matters.
  private var hasUnaccountedGrowth: Bool {
    guard let before = rotation.unaccounted, memory.anonPages > 0 else { return false }
    return memory.anonPages - table.privatePages - before > memory.usablePages / 100
  }

  /// Slots of the table, for a pass over those who are known; some are empty.
  public var slotCount: Int { table.records.count }

  /// Who stands in a slot. O(1).
  public borrowing func process(atSlot slot: Int) -> (pid: Int32, inode: UInt64)? {
    table.records[slot].map { ($0.reading.key.pid, $0.reading.inode) }
  }

  /// Whether the pid belongs to a process that is known. O(1).
  public borrowing func knows(pid: Int32) -> Bool { table.record(pid: pid) != nil }

  /// Calls `body` for the first candidates: whoever may be the next victim is to be made ready.
  public borrowing func forEachFirst(_ limit: Int, _ body: (ProcessKey) -> Void) {
    table.tree.forEachFirst(limit) { body($0.key) }
  }

  /// Whether the monitor itself has a use for the pidfd of a process.
  public borrowing func holds(_ key: ProcessKey) -> Bool {
    if deaths.contains(where: { $0.key == key && $0.exitedAt == nil }) { return true }
    if binding == .bound(key) || binding == .opening(key) { return true }
    if scanUnderWay?.record.victim.key == key { return true }
    return table.record(key)?.standing == .stuck
  }
}

extension Thresholds {
  /// The size at which the first row is crossed as memory shrinks.
  var highestMinfree: Int? { isEmpty ? nil : self[count - 1].minfreePages }
}

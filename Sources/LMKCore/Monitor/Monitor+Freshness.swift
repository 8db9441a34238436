extension Monitor {
  /// What has to be read of the process that a walk met. O(1).
  ///
  /// - Parameters:
  ///   - inode: of its folder: another one than before means another process.
  ///   - position: its place in the walk, from 0.
  public borrowing func need(
    pid: Int32, inode: UInt64, position: Int, at now: Instant
  ) -> ReadingNeed {
    guard let slot = table.slot(of: pid), let record = table.records[slot] else {
      return .everything
    }
    if record.reading.inode != inode { return .everything }
    return need(of: record, isTurn: rotation.includes(position), at: now)
  }

  /// The next slot, from `slot` on, of whose process something has to be read, and what (while the
  /// times are wanted: anybody's); `slot` then stands behind it. `nil`: nobody in the next 4,096 slots, or the end. At 2 ns a slot; where
  /// events tell births, ends, new programs and names, nobody else has to be looked at.
  public borrowing func nextNeed(
    from slot: inout Int, at now: Instant
  ) -> (pid: Int32, inode: UInt64, need: ReadingNeed)? {
    let end = min(slotCount, slot + 4096)
    while slot < end {
      let place = slot
      slot += 1
      guard let record = table.records[place] else { continue }
      let need = need(of: record, isTurn: rotation.includes(place), at: now)
      if need != .nothing || times.isDue {
        return (record.reading.key.pid, record.reading.inode, need)
      }
    }
    return nil
  }

  @inline(__always)
  private borrowing func need(
    of record: ProcessTable.Record, isTurn: Bool, at now: Instant
  ) -> ReadingNeed {
    let reading = record.reading
    let isTold = tellsBirths
    if reading.isKernelThread { return isTurn && rotation.kind == .walk ? .everything : .nothing }
    // A zombie may be a leader whose threads live on, and what holds nothing may begin to.
    if reading.state == .zombie || reading.rssPages == 0 { return .everything }
    var parts: ReadingParts = []
    if let head = rotation.head, let handle = record.handle {
      let rank = table.tree.rank(of: handle)
      if rank <= head { parts = .everyPass }
      if let shown = rotation.shown, rank <= shown { parts.insert(.state) }
    }
    if parts.isEmpty {
      let isYoung = record.bornAt.map { $0.duration(to: now) < rotation.bound } ?? false
      if isYoung || record.growth > Rotation.growing { parts = .everyPass }
    }
    guard isTurn || !parts.isEmpty else { return .nothing }
    if readsAdj { parts.insert(.adj) }
    // Who is moved from group to group is told by nobody.
    if record.group == .unknown || isTurn && asksForGroups { parts.insert(.group) }
    if !isTold {
      parts.insert(.owner)
      if isTurn { parts.insert(.state) }
    }
    return .refresh(reading, parts)
  }

  /// Whether the kernel tells of births and ends.
  private var tellsBirths: Bool {
    capabilities.first { $0.name == .procConnector }?.isAvailable ?? false
  }

  private var readsAdj: Bool {
    !tellsAdj || rotation.adjDebt > 0 || rotation.sweeps % Rotation.adjEvery == 0
  }

  /// Whether the kernel tells each write of an adj.
  var tellsAdj: Bool {
    capabilities.first { $0.name == .tracepoints }?.isAvailable ?? false
  }

  /// Events were lost: what they would have told is read again by everybody's next turn.
  mutating func noteLoss() {
    rotation.adjDebt = Int(rotation.bound.inSeconds / rotation.pace.inSeconds) + 2
  }

  /// Sets the turn of the pass that begins.
  mutating func planPass(_ kind: PassKind) {
    rotation.kind = kind
    guard kind == .walk || kind == .sweep else { return }
    let isWalk = kind == .walk
    let known = isWalk ? table.count : slotCount
    let isTense = isTense
    let share = isWalk && isTense ? Rotation.tenseWalkShare : Rotation.share
    rotation.pace =
      isTense && !isWalk
      ? min(Rotation.tensePace, configuration.interval) : configuration.interval
    rotation.budget = max(Rotation.leastBudget, (known + share - 1) / share)
    if hasUnaccountedGrowth {
      rotation.begins = 0
      rotation.budget = .max / 2
    }
    rotation.head = table.tree.rank(at: Rotation.headCount - 1)
    rotation.shown = table.tree.rank(at: Rotation.shownCount - 1)
    let passes = max(1, (known + rotation.budget - 1) / rotation.budget)
    // A reconciliation may come in between.
    rotation.bound = rotation.pace * (isWalk ? passes : passes + 1)
  }

  /// A row is near, or will be in two seconds: the order has to be fresh before it is needed.
  var isTense: Bool {
    guard let highest = configuration.thresholds.highestMinfree else { return false }
    if terms.headroom < 2 * highest { return true }
    return trend.time(to: highest, from: terms.headroom).map { $0 < .seconds(2) } ?? false
  }

  /// Whether a pass should begin now and not with the next tick: a row is near, and the last pass
  /// ended 100 ms ago.
  public borrowing func wantsPass(at now: Instant) -> Bool {
    isTense && rotation.endedAt.duration(to: now) >= Rotation.tensePace
  }

  /// Moves the turn on; the pass had `met` places.
  mutating func endPass(met: Int, at now: Instant) {
    rotation.endedAt = now
    guard rotation.kind == .walk || rotation.kind == .sweep else { return }
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

  /// The kernel's threads whose name begins so. O(n).
  public borrowing func kernelThreads(named prefix: StaticString) -> [Int32] {
    let wanted = ProcessName("\(prefix)").bytes
    var found: [Int32] = []
    for case let record? in table.records where record.reading.isKernelThread {
      if record.reading.name.bytes.starts(with: wanted) { found.append(record.reading.key.pid) }
    }
    return found
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
    if reach?.holds(key) == true { return true }
    return table.record(key)?.standing == .stuck
  }
}

extension Thresholds {
  /// The size at which the first row is crossed as memory shrinks.
  var highestMinfree: Int? { isEmpty ? nil : self[count - 1].minfreePages }
}

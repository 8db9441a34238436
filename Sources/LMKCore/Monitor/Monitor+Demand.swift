extension Monitor {
  /// Whether the pass under way reads the CPU time of everybody it meets.
  public var wantsTimes: Bool { times.isDue }

  /// Takes what the screen looks at from now on; what nobody looks at is forgotten.
  mutating func look(at demand: SnapshotDemand) {
    self.demand = demand
    if !demand.contains(.times) { times = TimeLedger() }
  }

  /// What others may see, with what one of them looks at: in a replay that is not what was looked at
  /// when it was recorded.
  public mutating func writeSnapshot(
    into snapshot: inout Snapshot, at now: Instant, showing shown: SnapshotDemand
  ) {
    let recorded = demand
    demand = shown
    writeSnapshot(into: &snapshot, at: now)
    demand = recorded
  }

  /// A pass begins: once an interval the times are read with it, not with those between the ticks.
  mutating func planTimes(_ kind: PassKind, at now: Instant) {
    guard demand.contains(.times), kind != .head else {
      times.isDue = false
      return
    }
    // A tick may come a little early.
    let least = configuration.interval.inSeconds * 0.8
    times.isDue = times.begunAt.map { now.seconds(since: $0) >= least } ?? true
    if times.isDue { times.begunAt = now }
  }

  mutating func note(_ key: ProcessKey, ticks: UInt64, at now: Instant) {
    guard demand.contains(.times), let slot = table.slot(of: key.pid) else { return }
    times.note(
      key, slot: slot, ticks: ticks, ticksPerSecond: configuration.clockTicks, at: now)
  }

  /// Parallel to `rows`. O(n), and only if it is looked at.
  func writeTimes(into snapshot: inout Snapshot) {
    snapshot.times.removeAll(keepingCapacity: true)
    guard demand.contains(.times) else { return }
    for row in snapshot.rows {
      let key = row.candidate.key
      snapshot.times.append(table.slot(of: key.pid).flatMap { times.time(of: key, slot: $0) })
    }
  }

  /// Parallel to the candidates among `rows`, by rank. O(n), and only if it is looked at.
  func writeShape(into snapshot: inout Snapshot) {
    snapshot.places.removeAll(keepingCapacity: true)
    guard demand.contains(.shape) else { return }
    table.tree.forEachPlace { snapshot.places.append($0) }
    snapshot.blackHeight = table.tree.blackHeight
  }
}

/// The CPU times that were read, by the processes' slots in the table.
struct TimeLedger {
  private struct Account {
    var key: ProcessKey
    var time: ProcessTime
    var at: Instant
  }

  private var accounts: ContiguousArray<Account?> = []
  /// The pass under way reads them.
  var isDue = false
  /// When the last pass that did was begun.
  var begunAt: Instant?

  mutating func note(
    _ key: ProcessKey, slot: Int, ticks: UInt64, ticksPerSecond: Int, at now: Instant
  ) {
    while accounts.count <= slot { accounts.append(nil) }
    var time = ProcessTime(ticks: ticks)
    if let before = accounts[slot], before.key == key {
      let elapsed = now.seconds(since: before.at)
      // It never falls for one process; between two readings at one moment there is no share.
      guard elapsed > 0.01 else { return }
      let spent = Double(ticks &- min(ticks, before.time.ticks)) / Double(max(1, ticksPerSecond))
      time.share = Float(spent / elapsed)
    }
    accounts[slot] = Account(key: key, time: time, at: now)
  }

  func time(of key: ProcessKey, slot: Int) -> ProcessTime? {
    guard slot < accounts.count, let account = accounts[slot], account.key == key else {
      return nil
    }
    return account.time
  }
}

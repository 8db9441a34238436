/// Every process that was seen, and within it the tree of those that may die.
///
/// The table holds kernel threads, exempt and dying processes too: the screen needs them. The tree
/// holds candidates only, so its first is a victim and its sums are true. A record and its node
/// change together, here and nowhere else: the stored rank and the known adj cannot drift apart.
struct ProcessTable: ~Copyable {
  /// Set as a whole only when the table is.
  var tree: CandidateTree
  /// Changed by `put` and `restand`, where standing or rank change with it.
  var records: ContiguousArray<Record?> = []
  var freeSlots: ContiguousArray<Int32> = []
  var slots: [Int32: Int32] = [:]
  var exemptCount = 0
  /// Those whom a signal was refused for, and until when each is set aside.
  var setAside: [ProcessKey: Instant] = [:]
  /// Σ of `freesPages` over all records: what the tracked processes account for.
  var privatePages = 0

  /// What decides where a process stands, beside what was read of it.
  var policy: StandingPolicy
  /// The processes about which the rules are to be asked, oldest question first.
  var asked: ContiguousArray<ProcessKey> = []
  var nextAsked = 0
  /// When the next of those who are spared for a time may be none any more; `nil`: there is none.
  var nextRelease: Instant?

  init(rankedBy basis: RankBasis, policy: StandingPolicy, capacity: Int) {
    tree = CandidateTree(rankedBy: basis, capacity: capacity)
    self.policy = policy
    records.reserveCapacity(capacity)
    freeSlots.reserveCapacity(capacity)
    slots.reserveCapacity(capacity)
    // A refusal is noted between a verdict and the next one's signal: nothing is allocated then.
    setAside.reserveCapacity(64)
  }

  var count: Int { slots.count }

  /// Where the record of a pid stands in `records`. O(1).
  func slot(of pid: Int32) -> Int? { slots[pid].map(Int.init) }

  /// The last reading of a pid. O(1).
  func reading(pid: Int32) -> ProcessReading? {
    guard let slot = slots[pid] else { return nil }
    return records[Int(slot)]?.reading
  }

  /// The record of whoever has the pid. O(1).
  func record(pid: Int32) -> Record? {
    guard let slot = slots[pid] else { return nil }
    return records[Int(slot)]
  }

  /// The record of exactly this process; `nil` if it is not known, or if its pid belongs to
  /// another now. O(1).
  func record(_ key: ProcessKey) -> Record? {
    guard let slot = slots[key.pid], let record = records[Int(slot)],
      record.reading.key == key
    else { return nil }
    return record
  }

  /// Takes what was read of a process; one that is not known is entered, one whose pid was reused
  /// replaces the former. O(log n).
  ///
  /// - Parameter adjReadAt: when its adj was read; `nil`: it is what was known before.
  mutating func note(
    _ reading: ProcessReading, adjReadAt: Instant?, at now: Instant, pass: UInt64
  ) {
    if let slot = slots[reading.key.pid], records[Int(slot)]?.reading.key != reading.key {
      remove(slot: slot)
    }
    guard let slot = slots[reading.key.pid] else {
      enter(reading, at: now, pass: pass)
      return
    }
    let index = Int(slot)
    var record = records[index]!
    privatePages += reading.freesPages - record.reading.freesPages
    // Other rules may match it from now on.
    if record.reading.name != reading.name || record.reading.uid != reading.uid {
      ask(&record, at: now)
    }
    record.noteGrowth(to: reading.rssPages, at: now)
    record.reading = reading
    record.readAt = now
    record.adjReadAt = adjReadAt ?? record.adjReadAt
    record.pass = pass
    noteSubtree(&record)
    put(record, at: index, now)
  }

  /// Puts a changed record back, and lets it stand where that puts it. O(log n).
  mutating func put(_ record: Record, at index: Int, _ now: Instant) {
    let standing = standing(of: record, at: now)
    records[index] = record
    restand(slot: Int32(index), as: standing, at: now)
  }

  /// Lets it stand where time, or what holds for all, puts it. O(log n).
  mutating func review(_ index: Int, at now: Instant) {
    if let record = records[index] { put(record, at: index, now) }
  }

  /// Takes note of a process's control group. O(log n).
  mutating func setGroup(_ group: ControlGroupID, of key: ProcessKey, at now: Instant) {
    guard var record = record(key), record.group != group, let slot = slots[key.pid] else { return }
    if record.group != .unknown { ask(&record, at: now) }
    record.group = group
    put(record, at: Int(slot), now)
  }

  /// It is pid 1 of a pid namespace of its own. O(log n).
  mutating func markContainerInit(_ key: ProcessKey, at now: Instant) {
    guard var record = record(key), !record.isContainerInit, let slot = slots[key.pid] else {
      return
    }
    record.isContainerInit = true
    put(record, at: Int(slot), now)
  }

  /// The groups have new numbers: they are read again. O(n log n).
  mutating func forgetGroups(at now: Instant) {
    for index in records.indices {
      guard var record = records[index], record.group != .unknown else { continue }
      record.group = .unknown
      put(record, at: index, now)
    }
  }

  /// Marks a process as seen, without news.
  mutating func markSeen(pid: Int32, pass: UInt64) {
    guard let slot = slots[pid] else { return }
    records[Int(slot)]!.pass = pass
  }

  /// Moves a process in or out of the tree. O(log n).
  mutating func stand(
    _ key: ProcessKey, as standing: Standing, until: Instant? = nil, at now: Instant
  ) {
    guard record(key) != nil, let slot = slots[key.pid] else { return }
    if let until { setAside[key] = until }
    restand(slot: slot, as: standing, at: now)
  }

  /// Lets a process stand where its reading and the rules put it. O(log n).
  mutating func reinstate(_ key: ProcessKey, at now: Instant) {
    guard let record = record(key) else { return }
    stand(key, as: plainStanding(of: record, at: now), at: now)
  }

  /// Forgets exactly this process. O(log n).
  mutating func remove(_ key: ProcessKey) {
    guard record(key) != nil, let slot = slots[key.pid] else { return }
    remove(slot: slot)
  }

  mutating func remove(pid: Int32) {
    if let slot = slots[pid] { remove(slot: slot) }
  }

  /// Forgets every process that a whole pass did not see, except the dying: their end is told by
  /// their pidfd. O(n).
  mutating func removeUnseen(since pass: UInt64) {
    for index in records.indices {
      guard let record = records[index], record.pass < pass else { continue }
      if record.standing == .dying { continue }
      remove(slot: Int32(index))
    }
  }

  /// Puts every candidate where another basis puts it. O(n log n), in a new tree; it is asked for
  /// by an operator, not by a shortage.
  mutating func rank(by basis: RankBasis) {
    guard basis != tree.basis else { return }
    tree = CandidateTree(rankedBy: basis, capacity: records.capacity)
    for index in records.indices where records[index]?.handle != nil {
      records[index]!.handle = tree.insert(records[index]!.candidate)
    }
  }

  private mutating func enter(_ reading: ProcessReading, at now: Instant, pass: UInt64) {
    var record = Record(reading, bornAt: pass > 1 ? now : nil, at: now, pass: pass)
    noteSubtree(&record)
    if !reading.isKernelThread { ask(&record, at: now) }
    privatePages += reading.freesPages
    let slot: Int32
    if let free = freeSlots.popLast() {
      slot = free
      records[Int(slot)] = record
    } else {
      slot = Int32(records.count)
      records.append(record)
    }
    slots[reading.key.pid] = slot
    exemptCount += 1
    restand(slot: slot, as: plainStanding(of: record, at: now), at: now)
  }

  /// The one place where the tree and the records change together.
  private mutating func restand(slot: Int32, as standing: Standing, at now: Instant) {
    let index = Int(slot)
    let record = records[index]!
    switch (record.handle, standing) {
    case (let handle?, .candidate):
      tree.update(handle, record.candidate)
    case (nil, .candidate):
      records[index]!.handle = tree.insert(record.candidate)
    case (let handle?, _):
      tree.remove(handle)
      records[index]!.handle = nil
    case (nil, _):
      break
    }
    exemptCount += (standing.isExempt ? 1 : 0) - (record.standing.isExempt ? 1 : 0)
    if record.standing.isSetAside, !standing.isSetAside { setAside[record.reading.key] = nil }
    records[index]!.standing = standing
    if case .protected = standing, let due = release(of: record, at: now) {
      nextRelease = min(nextRelease ?? due, due)
    }
  }

  /// Lets go of those who were spared for a time that is over by now. O(n), and only if the time of
  /// one may be over. Returns how many were spared for want of an answer.
  mutating func releaseDue(at now: Instant) -> Int {
    guard let due = nextRelease, due <= now else { return 0 }
    nextRelease = nil
    var unanswered = 0
    for index in records.indices {
      guard case .protected(let protection)? = records[index]?.standing else { continue }
      switch protection {
      case .rule, .pin: continue
      case .young, .unanswered: break
      }
      review(index, at: now)
      if protection == .unanswered, records[index]?.standing != .protected(.unanswered) {
        unanswered += 1
      }
    }
    // In a storm of births there is always one: once in 20 ms is enough.
    if let due = nextRelease { nextRelease = max(due, now.advanced(by: .milliseconds(20))) }
    return unanswered
  }

  private mutating func remove(slot: Int32) {
    guard let record = records[Int(slot)] else { return }
    if let handle = record.handle { tree.remove(handle) }
    if record.standing.isExempt { exemptCount -= 1 }
    if record.standing.isSetAside { setAside[record.reading.key] = nil }
    privatePages -= record.reading.freesPages
    slots[record.reading.key.pid] = nil
    records[Int(slot)] = nil
    freeSlots.append(slot)
  }
}

/// Every process that was seen, and within it the tree of those that may die.
///
/// The table holds kernel threads, exempt and dying processes too: the screen needs them. The tree
/// holds candidates only, so its first is a victim and its sums are true. A record and its node
/// change together, here and nowhere else: the stored rank and the known adj cannot drift apart.
struct ProcessTable: ~Copyable {
  struct Record {
    var reading: ProcessReading
    var standing: Standing
    /// In the tree exactly while `standing` is `.candidate`.
    var handle: CandidateTree.Handle?
    /// When its RSS was read.
    var readAt: Instant
    /// When its adj was read, or was last known to be told.
    var adjReadAt: Instant
    /// When it was met first; `nil`: it was there before lmktop, so it is not young.
    var bornAt: Instant?
    /// Its control group; read once, and again when it is made ready.
    var group = ControlGroupID.unknown
    /// pid 1 of a pid namespace of its own.
    var isContainerInit = false
    /// Pages per second that its RSS grows by, over the last readings; negative: it shrinks.
    var growth: Float = 0
    /// The pass over /proc that saw it last.
    var pass: UInt64
    /// `.refused`: until then.
    var setAsideUntil: Instant
  }

  private(set) var tree: CandidateTree
  private(set) var records: ContiguousArray<Record?> = []
  private var freeSlots: ContiguousArray<Int32> = []
  private var slots: [Int32: Int32] = [:]
  private(set) var exemptCount = 0
  /// Σ of `freesPages` over all records: what the tracked processes account for.
  private(set) var privatePages = 0

  /// This program's own pid; `nil` in a captured tree.
  private let ownPid: Int32?
  /// The parents of this program, up to pid 1, which is not among them.
  private var ancestors: [ProcessKey] = []

  init(rankedBy basis: RankBasis, ownPid: Int32?, capacity: Int) {
    tree = CandidateTree(rankedBy: basis, capacity: capacity)
    self.ownPid = ownPid
    records.reserveCapacity(capacity)
    freeSlots.reserveCapacity(capacity)
    slots.reserveCapacity(capacity)
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
    record.noteGrowth(to: reading.rssPages, at: now)
    record.reading = reading
    record.readAt = now
    record.adjReadAt = adjReadAt ?? record.adjReadAt
    record.pass = pass
    let standing = standing(of: record, at: now)
    records[index] = record
    restand(slot: slot, as: standing)
  }

  /// Takes note of a process's control group. O(log n).
  mutating func setGroup(_ group: ControlGroupID, of key: ProcessKey) {
    guard let record = record(key), record.group != group, let slot = slots[key.pid] else { return }
    records[Int(slot)]!.group = group
    restand(slot: slot, as: record.standing)
  }

  /// It is pid 1 of a pid namespace of its own. O(log n).
  mutating func markContainerInit(_ key: ProcessKey) {
    guard let record = record(key), !record.isContainerInit, let slot = slots[key.pid] else {
      return
    }
    records[Int(slot)]!.isContainerInit = true
    restand(slot: slot, as: record.standing)
  }

  /// Whoever lmktop itself depends on is never a candidate. O(log n) for each.
  mutating func setAncestors(_ keys: [ProcessKey]) {
    guard keys != ancestors else { return }
    let former = ancestors
    ancestors = keys
    for key in former + keys {
      switch record(key)?.standing {
      case .candidate, .protected, .refused, .exempt: reinstate(key)
      case .dying, .stuck, nil: break
      }
    }
  }

  /// The groups have new numbers: they are read again. O(n log n).
  mutating func forgetGroups() {
    for index in records.indices {
      guard let record = records[index], record.group != .unknown else { continue }
      records[index]!.group = .unknown
      restand(slot: Int32(index), as: record.standing)
    }
  }

  /// Marks a process as seen, without news.
  mutating func markSeen(pid: Int32, pass: UInt64) {
    guard let slot = slots[pid] else { return }
    records[Int(slot)]!.pass = pass
  }

  /// Moves a process in or out of the tree. O(log n).
  mutating func stand(_ key: ProcessKey, as standing: Standing, until: Instant? = nil) {
    guard record(key) != nil, let slot = slots[key.pid] else { return }
    if let until { records[Int(slot)]!.setAsideUntil = until }
    restand(slot: slot, as: standing)
  }

  /// Lets a process stand where its reading puts it. O(log n).
  mutating func reinstate(_ key: ProcessKey) {
    guard let record = record(key) else { return }
    stand(key, as: exemption(of: record.reading).map(Standing.exempt) ?? .candidate)
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

  // MARK: Standing

  private func standing(of record: Record, at now: Instant) -> Standing {
    switch record.standing {
    case .dying, .stuck: return record.standing
    case .refused where now < record.setAsideUntil: return record.standing
    case .candidate, .protected, .refused, .exempt:
      return exemption(of: record.reading).map(Standing.exempt) ?? .candidate
    }
  }

  private func exemption(of reading: ProcessReading) -> Exemption? {
    if reading.isKernelThread { return .kernelThread }
    if reading.key.pid == 1 { return .initProcess }
    if reading.key.pid == ownPid { return .lmktop }
    if reading.adj == .never { return .never }
    if ancestors.contains(reading.key) { return .ancestor }
    if reading.rssPages <= 0 { return .noMemory }
    return nil
  }

  private mutating func enter(_ reading: ProcessReading, at now: Instant, pass: UInt64) {
    let record = Record(
      reading: reading, standing: .exempt(.noMemory), handle: nil, readAt: now, adjReadAt: now,
      bornAt: pass > 1 ? now : nil, pass: pass, setAsideUntil: now)
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
    restand(slot: slot, as: exemption(of: reading).map(Standing.exempt) ?? .candidate)
  }

  /// The one place where the tree and the records change together.
  private mutating func restand(slot: Int32, as standing: Standing) {
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
    records[index]!.standing = standing
  }

  private mutating func remove(slot: Int32) {
    guard let record = records[Int(slot)] else { return }
    if let handle = record.handle { tree.remove(handle) }
    if record.standing.isExempt { exemptCount -= 1 }
    privatePages -= record.reading.freesPages
    slots[record.reading.key.pid] = nil
    records[Int(slot)] = nil
    freeSlots.append(slot)
  }

  /// Names the first law found broken; `nil`: all hold. O(n).
  func checkInvariants() -> String? {
    if let broken = tree.checkInvariants() { return broken }
    var candidates = 0
    var exempt = 0
    var pages = 0
    for case let record? in records {
      if record.standing.isExempt { exempt += 1 }
      pages += record.reading.freesPages
      guard (record.handle != nil) == (record.standing == .candidate) else {
        return "\(record.reading.key.pid) stands as \(record.standing) and has the wrong handle"
      }
      guard let handle = record.handle else { continue }
      candidates += 1
      if tree[handle] != record.candidate {
        return "\(record.reading.key.pid) in the tree is not what was read"
      }
    }
    if candidates != tree.count { return "\(candidates) candidates, \(tree.count) in the tree" }
    if pages != privatePages { return "\(pages) private pages, counted \(privatePages)" }
    return exempt == exemptCount ? nil : "\(exempt) exempt, counted \(exemptCount)"
  }
}

extension ProcessTable.Record {
  var candidate: Candidate {
    var candidate = Candidate(reading, growth: growth)
    candidate.group = group
    candidate.isContainerInit = isContainerInit
    return candidate
  }

  /// Rises at once, and falls by half with each reading: a leaker that pauses is still one.
  fileprivate mutating func noteGrowth(to pages: Int, at now: Instant) {
    let seconds = now.seconds(since: readAt)
    guard seconds > 0.01 else { return }
    let slope = Float(Double(pages - reading.rssPages) / seconds)
    growth = max(slope, (growth + slope) / 2)
  }
}

extension Standing {
  var isExempt: Bool {
    switch self {
    case .exempt: true
    case .candidate, .protected, .dying, .stuck, .refused: false
    }
  }
}

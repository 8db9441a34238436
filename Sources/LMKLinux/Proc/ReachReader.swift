import CLinux
import LMKCore

/// Says who belongs together: a process group, a subtree, a control group. A worker's: it walks all
/// of /proc, and opens what it needs.
public struct ReachReader: ~Copyable {
  let root: ProcRoot
  private var reader: ProcessReader
  var path = ProcPath()
  let hierarchies: CgroupHierarchies
  var buffer = RawBuffer(capacity: 16 * 1024)

  /// - Parameter hierarchies: `nil`: as they are mounted now.
  public init(root: ProcRoot, hierarchies: CgroupHierarchies? = nil) {
    self.root = root
    reader = ProcessReader(root: root)
    self.hierarchies = hierarchies ?? .find(root)
  }

  /// Everybody who lives in it now, each read in full. O(processes).
  /// - Throws: why it cannot be said.
  public mutating func members(of question: ReachQuestion) throws(ReachObstacle) -> ReachAnswer {
    switch question.reach {
    case .process: return try answer([question.known.first], question)
    case .processGroup, .subtree: return try kin(of: question)
    case .cgroup: return try group(of: question)
    }
  }

  private mutating func answer(
    _ keys: [ProcessKey?], _ question: ReachQuestion, processGroup: Int32? = nil,
    place: ReachPlace? = nil
  ) throws(ReachObstacle) -> ReachAnswer {
    var readings: [ProcessReading] = []
    for case let key? in keys {
      if let reading = try read(key) { readings.append(reading) }
    }
    return .members(readings, processGroup: processGroup, place)
  }

  /// `nil`: it has ended, or is a zombie, which no signal reaches.
  func isAlive(_ reading: ProcessReading) -> Bool {
    (reading.state != .zombie && reading.state != .dead) || reading.isZombieLeader
  }

  private mutating func read(_ key: ProcessKey) throws(ReachObstacle) -> ProcessReading? {
    switch reader.read(pid: key.pid) {
    case .read(let reading): return reading.key == key && isAlive(reading) ? reading : nil
    case .vanished: return nil
    case .refused(let errno): throw .unreadable(errno)
    case .malformed: throw .unreadable(.inputOutput)
    }
  }

  // MARK: By parents, and by process group

  /// One walk: who has whom as a parent, and in which process group.
  private mutating func kin(of question: ReachQuestion) throws(ReachObstacle) -> ReachAnswer {
    var walked = try walk()
    let seeds = Set(question.known)
    guard walked.contains(where: { seeds.contains($0.key) }) else { throw .gone }
    var processGroup = question.processGroup
    if question.reach == .processGroup, processGroup == nil {
      processGroup = walked.first { seeds.contains($0.key) }?.processGroup
    }
    // Its leader lives outside this pid namespace, and so may others of it.
    if processGroup == 0 { throw .unseen }
    // Read after the walk: who is the same one then was it during all of it, and so were his
    // children his. Twice, for whoever has changed takes his children with him.
    for _ in 0..<3 {
      let chosen =
        question.reach == .processGroup
        ? walked.filter { $0.processGroup == processGroup } : Self.subtree(of: seeds, in: walked)
      // Another group may have the number by now; it is ours while one of us is in it.
      if question.reach == .processGroup, !chosen.contains(where: { seeds.contains($0.key) }) {
        throw .gone
      }
      var readings: [ProcessReading] = []
      var changed: Set<ProcessKey> = []
      for kin in chosen {
        if let reading = try read(kin.key) {
          readings.append(reading)
        } else {
          changed.insert(kin.key)
        }
      }
      let hasChildren = walked.contains { kin in
        changed.contains { $0.pid == kin.parent }
      }
      if question.reach == .processGroup || !hasChildren {
        return .members(readings, processGroup: processGroup, nil)
      }
      walked = try walk()
    }
    throw .unreadable(.again)
  }

  private struct Kin {
    var key: ProcessKey
    var parent: Int32
    var processGroup: Int32
  }

  private mutating func walk() throws(ReachObstacle) -> [Kin] {
    do throws(Errno) {
      var directory = try ProcessDirectory(root: root)
      var found: [Kin] = []
      while let (pid, _) = try directory.next() {
        guard let stat = reader.kin(of: pid) else { continue }
        found.append(
          Kin(
            key: ProcessKey(pid: pid, startTime: stat.startTime), parent: stat.parent,
            processGroup: stat.processGroup))
      }
      return found
    } catch {
      throw .unreadable(error)
    }
  }

  private static func subtree(of seeds: Set<ProcessKey>, in walked: [Kin]) -> [Kin] {
    var children: [Int32: [Kin]] = [:]
    for kin in walked { children[kin.parent, default: []].append(kin) }
    var chosen = walked.filter { seeds.contains($0.key) }
    var isChosen = Set(chosen.map(\.key))
    var next = 0
    while next < chosen.count {
      for child in children[chosen[next].key.pid] ?? [] where isChosen.insert(child.key).inserted {
        chosen.append(child)
      }
      next += 1
    }
    return chosen
  }

  // MARK: By control group

  private mutating func group(of question: ReachQuestion) throws(ReachObstacle) -> ReachAnswer {
    let known = question.place
    guard var place = known == nil ? try place(of: question.known.first) : known else {
      throw .noGroup
    }
    guard try identity(of: place.folder) == place.identity else { throw .gone }
    var readings: [ProcessReading] = []
    for pid in try pids(in: place.folder) {
      switch reader.read(pid: pid) {
      case .read(let reading) where isAlive(reading): readings.append(reading)
      case .read, .vanished: continue
      case .refused(let errno): throw .unreadable(errno)
      case .malformed: throw .unreadable(.inputOutput)
      }
    }
    // A pid that was reused between the listing and the reading is not in it now.
    let now = Set(try pids(in: place.folder))
    readings.removeAll { !now.contains($0.key.pid) }
    if question.place == nil {
      guard let first = question.known.first, readings.contains(where: { $0.key == first }) else {
        throw .gone
      }
      if case .one(let folder) = place.freezer, try !holds(folder, within: now) {
        place.freezer = nil
      }
    }
    return .members(readings, processGroup: nil, place)
  }

  /// Whether a group of the freezer has nobody in it who is not among `pids`: others must not be
  /// frozen with them, lmktop least of all.
  private mutating func holds(
    _ folder: String, within pids: Set<Int32>
  ) throws(ReachObstacle) -> Bool {
    try self.pids(in: folder).allSatisfy { pids.contains($0) }
  }
}

extension ProcessReader {
  /// Parent, process group and start time of whoever has the pid now (stat); `nil`: it is gone, or
  /// cannot be read.
  mutating func kin(of pid: Int32) -> StatParser.Stat? {
    do {
      try load(pid, .stat)
      return try parseStat(of: pid)
    } catch {
      return nil
    }
  }
}

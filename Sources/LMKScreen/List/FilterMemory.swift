import LMKCore

/// Says which rows a filter lets through, and remembers what it found out about names and units: a
/// name that was looked at is not looked at again. Kept by the name itself and not by the process,
/// so a process that takes another name is another question, and equal names are one.
struct FilterMemory: Sendable {
  private struct Slot {
    var name: (low: UInt64, high: UInt64)
    var answer: Answer
  }

  private enum Answer: UInt8 { case free, no, yes }

  /// Names that are remembered; then all are forgotten at once.
  private static let capacity = 16_384

  private var filter = ListFilter()
  private var nameTerms: [FilterTerm] = []
  private var otherTerms: [FilterTerm] = []
  private var slots: ContiguousArray<Slot> = []
  private var used = 0
  /// What the terms about units say of a group, in the snapshot of this number.
  private var groups: [ControlGroupID: Bool] = [:]
  private var unitTerms: [FilterTerm] = []
  private var sequence: UInt64?
  /// How often a name really was looked at.
  private(set) var looks = 0

  /// Another filter: what was remembered is void.
  mutating func use(_ filter: ListFilter) {
    guard filter.text != self.filter.text || filter.terms.count != self.filter.terms.count else {
      return
    }
    self.filter = filter
    nameTerms = filter.terms.filter(\.isOfName)
    unitTerms = filter.terms.filter(\.isOfUnit)
    otherTerms = filter.terms.filter { !$0.isOfName && !$0.isOfUnit }
    groups = [:]
    slots = nameTerms.isEmpty ? [] : Self.empty
    used = 0
  }

  private static let empty = ContiguousArray(
    repeating: Slot(name: (0, 0), answer: .free), count: 2 * capacity)

  /// O(terms).
  mutating func lets(_ row: Int, of snapshot: Snapshot, _ units: inout UnitNames) -> Bool {
    let process = snapshot.rows[row]
    // What is cheap first.
    for term in otherTerms where Self.holds(term, row, process, snapshot) == term.isNegated {
      return false
    }
    if !unitTerms.isEmpty, !lets(process.candidate.group, of: snapshot, &units) { return false }
    return nameTerms.isEmpty || lets(process.candidate.name)
  }

  /// A number may stand for another group in the next snapshot.
  private mutating func lets(
    _ group: ControlGroupID, of snapshot: Snapshot, _ units: inout UnitNames
  ) -> Bool {
    if sequence != snapshot.sequence {
      sequence = snapshot.sequence
      groups.removeAll(keepingCapacity: true)
    }
    if let answer = groups[group] { return answer }
    let unit = NameBytes(units.name(of: group, in: snapshot))
    let answer = unitTerms.allSatisfy { term in
      guard case .unit(let text) = term.test else { return true }
      return unit.holds(text) != term.isNegated
    }
    groups[group] = answer
    return answer
  }

  private mutating func lets(_ name: ProcessName) -> Bool {
    let packed = name.packed
    var hash = (packed.low ^ packed.high &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
    hash ^= hash >> 32
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots[place].answer != .free {
      if slots[place].name == packed { return slots[place].answer == .yes }
      place = (place + 1) & mask
    }
    looks += 1
    let answer = nameTerms.allSatisfy { Self.holds($0, name) != $0.isNegated }
    if used == Self.capacity {
      slots = Self.empty
      used = 0
      return answer
    }
    used += 1
    slots[place] = Slot(name: packed, answer: answer ? .yes : .no)
    return answer
  }

  private static func holds(_ term: FilterTerm, _ name: ProcessName) -> Bool {
    switch term.test {
    case .text(let text): text.isFound(in: name)
    case .pattern(let matches): matches(name)
    case .number, .users, .unit, .state: true
    }
  }

  private static func holds(
    _ term: FilterTerm, _ row: Int, _ process: Snapshot.Row, _ snapshot: Snapshot
  ) -> Bool {
    let candidate = process.candidate
    switch term.test {
    case .text(let text): return text.isFound(in: candidate)
    case .pattern(let matches): return matches(candidate.name)
    case .users(let users): return users.contains(candidate.uid)
    case .state(let letter): return candidate.state.rawValue & 0x5F == letter
    case .unit: return true
    case .number(let measure, let comparison, let wanted):
      let value: Int
      switch measure {
      case .adj: value = Int(candidate.effectiveAdj.rawValue)
      case .pid: value = Int(candidate.key.pid)
      case .rank:
        // Who has none is behind everybody.
        value = process.rank > 0 ? process.rank : .max
      case .rss: value = candidate.rssPages
      case .frees: value = candidate.freesPages
      case .swap: value = candidate.swapPages
      case .growth:
        value = candidate.growth.isFinite ? Int(min(max(candidate.growth, -1e15), 1e15)) : 0
      case .cpu:
        guard row < snapshot.times.count, let share = snapshot.times[row]?.share, share.isFinite
        else { return false }
        // In whole per cent, rounded down: `cpu>=50`.
        value = Int(min(max(share, 0), 1e6) * 100)
      }
      return comparison.holds(value, wanted)
    }
  }
}

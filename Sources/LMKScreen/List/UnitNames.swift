import LMKCore

/// The names of units and control groups, worked out once for each group.
struct UnitNames: Sendable {
  private struct Entry {
    var group: ControlGroup
    var unit: String
    /// The path down to the unit: two units may have one name.
    var unitPath: String
  }

  private var entries: [ControlGroupID: Entry] = [:]

  /// Short, for people; empty where it is not known. O(1) but for a group that is new.
  mutating func name(of number: ControlGroupID, in snapshot: Snapshot) -> String {
    entry(number, snapshot)?.unit ?? ""
  }

  /// What is grouped by: the path down to the unit, and its name.
  mutating func unit(
    of number: ControlGroupID, in snapshot: Snapshot
  ) -> (path: String, name: String)? {
    entry(number, snapshot).map { ($0.unitPath, $0.unit.isEmpty ? "/" : $0.unit) }
  }

  private mutating func entry(_ number: ControlGroupID, _ snapshot: Snapshot) -> Entry? {
    guard let group = snapshot.groups[number] else { return nil }
    // Numbers are given anew when there are too many.
    if let entry = entries[number], entry.group == group { return entry }
    let unit = String(group.unit)
    var path = group.unitPath.count > 1 ? group.unitPath[...] : group.memoryPath[...]
    // Up to the last folder that is the unit.
    while !unit.isEmpty, let slash = path.lastIndex(of: "/"),
      path[path.index(after: slash)...] != unit
    {
      path = path[..<slash]
    }
    let entry = Entry(group: group, unit: unit, unitPath: path.isEmpty ? "/" : String(path))
    entries[number] = entry
    return entry
  }
}

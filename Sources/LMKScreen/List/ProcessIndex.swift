import LMKCore

/// Finds the rows of a snapshot by pid: a table with open addressing that keeps its room from
/// snapshot to snapshot. A dictionary of 8,000 takes ten times as long to fill.
struct ProcessIndex: Sendable {
  private var slots: ContiguousArray<Int32> = []
  private var mask = 0
  private var sequence: UInt64?
  private var count = 0

  /// O(n) for a snapshot that it does not hold yet.
  mutating func fill(_ snapshot: Snapshot) {
    guard sequence != snapshot.sequence || count != snapshot.rows.count else { return }
    sequence = snapshot.sequence
    count = snapshot.rows.count
    var size = 16
    while size < count * 2 { size *= 2 }
    if slots.count == size {
      for index in slots.indices { slots[index] = -1 }
    } else {
      slots = ContiguousArray(repeating: -1, count: size)
    }
    mask = size - 1
    for row in snapshot.rows.indices {
      var slot = place(snapshot.rows[row].candidate.key.pid)
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(row)
    }
  }

  private func place(_ pid: Int32) -> Int {
    Int(truncatingIfNeeded: UInt32(bitPattern: pid) &* 2_654_435_769 >> 7) & mask
  }

  /// The row of whoever has the pid. O(1).
  func row(pid: Int32, in snapshot: Snapshot) -> Int? {
    guard !slots.isEmpty else { return nil }
    var slot = place(pid)
    while slots[slot] >= 0 {
      let row = Int(slots[slot])
      if snapshot.rows[row].candidate.key.pid == pid { return row }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// The row of exactly this process. O(1).
  func row(of key: ProcessKey, in snapshot: Snapshot) -> Int? {
    guard let row = row(pid: key.pid, in: snapshot), snapshot.rows[row].candidate.key == key
    else { return nil }
    return row
  }

  /// The row of its parent, if the pid is still the parent's: who is younger than its child has
  /// only taken the pid.
  func parent(of row: Int, in snapshot: Snapshot) -> Int? {
    let child = snapshot.rows[row].candidate
    guard let parent = self.row(pid: child.parent, in: snapshot), parent != row else { return nil }
    let key = snapshot.rows[parent].candidate.key
    if key.startTime != child.key.startTime {
      return key.startTime < child.key.startTime ? parent : nil
    }
    // Two of one tick: pids rise.
    return key.pid < child.key.pid ? parent : nil
  }
}

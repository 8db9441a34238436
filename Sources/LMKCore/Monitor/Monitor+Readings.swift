extension Monitor {
  /// When each candidate was read last, in no order. O(n).
  func writeReadings(into snapshot: inout Snapshot) {
    snapshot.readings.removeAll(keepingCapacity: true)
    for case let record? in table.records where record.standing == .candidate {
      snapshot.readings.append(record.readAt)
    }
  }
}

extension ProcessTable {
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

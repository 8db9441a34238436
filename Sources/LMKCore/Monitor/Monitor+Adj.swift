/// `oom_score_adj`, edited by hand: bound like a kill, refused like one, and accounted for.
extension Monitor {
  /// Lets the adj of the bound process be written, or says why not.
  mutating func setAdj(
    of key: ProcessKey, to adj: OOMScoreAdj, at now: Instant, into effects: inout Effects
  ) {
    guard let target = handTarget, target.key == key else { return }
    guard binding == .bound(key) else {
      return record(.adjRefused(target, to: adj, .gone), at: now, into: &effects)
    }
    // Whoever was moved out of the scope since it was bound is left alone.
    guard table.isInScope(key) else {
      return record(.adjRefused(target, to: adj, .outsideScope), at: now, into: &effects)
    }
    effects.append(.setAdj(key, adj))
  }

  /// It was written: the order follows at once, not with the next reading. O(log n).
  mutating func noteAdj(
    _ key: ProcessKey, from old: OOMScoreAdj, to new: OOMScoreAdj, at now: Instant,
    into effects: inout Effects
  ) {
    if var reading = table.reading(pid: key.pid), reading.key == key {
      reading.adj = new
      table.note(reading, adjReadAt: now, at: now, pass: pass)
    }
    if let changed = table.record(key)?.candidate {
      if handTarget?.key == key { handTarget = changed }
      record(.adjWritten(changed, from: old), at: now, into: &effects)
    }
    if scanUnderWay == nil {
      evaluation = evaluate(terms, table.tree, configuration.thresholds, credit)
    }
  }

  mutating func noteAdjFailure(
    _ key: ProcessKey, _ adj: OOMScoreAdj, _ failure: KillFailure, at now: Instant,
    into effects: inout Effects
  ) {
    let target = table.record(key)?.candidate ?? handTarget
    if let target, target.key == key {
      record(.adjRefused(target, to: adj, failure), at: now, into: &effects)
    }
    switch failure {
    case .gone, .reused:
      binding = .failed(key, failure)
      release(key, into: &effects)
    case .refused, .error, .outsideScope, .readOnly: break
    }
  }
}

extension Monitor {
  /// Read-only: what would change anything outside this program is refused, whoever sends it.
  ///
  /// - Returns: whether the command was one of those. Arming refuses by itself, and says so.
  mutating func refuse(
    _ command: Command, at now: Instant, into effects: inout Effects
  ) -> Bool {
    switch command {
    case .bind(let key):
      binding = .failed(key, .readOnly)
      record(
        .notBound(key, table.record(key)?.candidate.name ?? ProcessName(), .readOnly), at: now,
        into: &effects)
      return true
    // Nothing can be bound: there is no target that could be named.
    case .signal, .setAdj, .survey, .signalReach: return true
    case .arm, .disarm, .setThresholds, .adopt, .refuseRule, .release, .pin, .unpin, .setInterval,
      .look, .goOnAlone, .noteWritten:
      return false
    }
  }
}

extension Monitor {
  /// Whoever relies on a recording must hear when it is not whole, and when it is written again.
  mutating func noteRecording(
    from former: Capability?, to capability: Capability, at now: Instant,
    into effects: inout Effects
  ) {
    guard capability.name == .recording, capability != former else { return }
    if former == nil, capability.isAvailable { return }
    record(
      .recording(
        isWritten: capability.isAvailable,
        capability.isAvailable ? "it is written again" : capability.reason),
      at: now, into: &effects)
  }
}

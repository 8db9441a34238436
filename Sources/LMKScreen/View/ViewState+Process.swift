import LMKCore

/// What is done to the one process under the cursor.
extension ViewState {
  mutating func openKillDialog(
    _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    guard let key = drawn.cursor else { return [] }
    guard let row = snapshot.rows.first(where: { $0.candidate.key == key }) else {
      note("\(key.pid) is gone: nothing sent", at: now)
      return []
    }
    switch row.standing {
    case .exempt(.outsideScope):
      note(
        "\(key.pid) is outside the scope (\(TextCells(snapshot.scope.words).filtered)): "
          + "nothing is signalled there", at: now)
      return []
    case .exempt(.kernelThread):
      note("\(key.pid) is a kernel thread: no signal ends it", at: now)
      return []
    case .exempt(.lmktop):
      note("\(key.pid) is lmktop itself: q quits", at: now)
      return []
    case .exempt(.initProcess):
      note("\(key.pid) is init: it is never signalled from here", at: now)
      return []
    case .candidate, .protected, .dying, .stuck, .refused, .exempt(.never),
      .exempt(.noMemory), .exempt(.ancestor):
      openDialog(
        .kill(KillDialog(target: row.candidate, standing: row.standing)), on: snapshot, at: now)
      return [.command(.bind(key))]
    }
  }

  /// Protects it from automatic kills as long as it lives, or no more.
  mutating func pin(_ snapshot: Snapshot, _ now: Instant) -> [ScreenRequest] {
    guard let key = drawn.cursor else { return [] }
    guard let row = snapshot.rows.first(where: { $0.candidate.key == key }) else {
      note("\(key.pid) is gone", at: now)
      return []
    }
    if snapshot.pins.contains(key) {
      note("\(key.pid) is not pinned any more", at: now)
      return [.command(.unpin(key))]
    }
    if case .exempt(let exemption) = row.standing {
      note("\(key.pid) needs no pin: \(exemption.words)", at: now)
      return []
    }
    note("\(key.pid) is pinned: no automatic kill while it lives; p again lets it go", at: now)
    return [.command(.pin(key))]
  }
}

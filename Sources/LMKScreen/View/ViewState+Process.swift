import LMKCore

/// What is done to the one process under the cursor.
extension ViewState {
  mutating func openKillDialog(
    _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    if !list.tags.isEmpty { return openKillDialogs(snapshot, now) }
    guard let key = drawn.cursor else {
      if drawn.group != nil {
        note("a group is no target: unfold it (+), or tag its members (space)", at: now)
      }
      return []
    }
    return openKillDialog(on: key, nil, snapshot, now)
  }

  /// On each that is tagged and may be signalled, one after the other, in kill order.
  private mutating func openKillDialogs(
    _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    let hidden = hiddenTags(listing(snapshot), snapshot)
    var keys: [ProcessKey] = []
    for row in snapshot.rows
    where list.tags.contains(row.candidate.key) && row.standing.mayBeSignalled {
      keys.append(row.candidate.key)
    }
    guard let first = keys.first else {
      note("none of the tagged may be signalled from here; U untags", at: now)
      return []
    }
    let turn = KillDialog.Turn(
      place: 1, count: keys.count, hidden: hidden, rest: Array(keys.dropFirst()))
    return openKillDialog(on: first, turn, snapshot, now)
  }

  /// The next of those that were tagged and is still there.
  mutating func nextTurn(
    after dialog: KillDialog, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    list.tags.remove(dialog.target.key)
    guard var turn = dialog.turn else { return [] }
    while let next = turn.rest.first {
      turn.rest.removeFirst()
      turn.place += 1
      if snapshot.rows.contains(where: { $0.candidate.key == next }) {
        return openKillDialog(on: next, turn, snapshot, now)
      }
    }
    return []
  }

  private mutating func openKillDialog(
    on key: ProcessKey, _ turn: KillDialog.Turn?, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
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
      var dialog = KillDialog(target: row.candidate, standing: row.standing)
      dialog.turn = turn
      dialog.asksAlways = settings.asksAlways
      openDialog(.kill(dialog), on: snapshot, at: now)
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

extension Standing {
  /// A kill dialog opens on it.
  fileprivate var mayBeSignalled: Bool {
    switch self {
    case .exempt(.outsideScope), .exempt(.kernelThread), .exempt(.lmktop), .exempt(.initProcess):
      false
    case .candidate, .protected, .dying, .stuck, .refused, .exempt(.never), .exempt(.noMemory),
      .exempt(.ancestor):
      true
    }
  }
}

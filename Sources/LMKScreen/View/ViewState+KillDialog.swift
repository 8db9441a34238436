import LMKCore

/// Keys of the kill dialog.
extension ViewState {
  mutating func press(
    _ key: Key, in dialog: KillDialog, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    var dialog = dialog
    if case .requested = dialog.stage {
      guard Self.closes(key) else { return [] }
      closeDialog(at: now)
      return [.command(.release)] + nextTurn(after: dialog, snapshot, now)
    }
    // Whether it is a container's init is known since it was bound.
    if let row = snapshot.rows.first(where: { $0.candidate.key == dialog.target.key }) {
      dialog.target.isContainerInit = row.candidate.isContainerInit
    }
    if let reach = Self.reach(chosenBy: key, after: dialog.reach) {
      return choose(reach, in: dialog, now)
    }
    switch key {
    case .escape:
      // The others that are tagged are let go too.
      closeDialog(at: now)
      return [.command(.release)]
    case .character("x") where dialog.turn?.rest.isEmpty == false:
      closeDialog(at: now)
      return [.command(.release)] + nextTurn(after: dialog, snapshot, now)
    case .up, .down:
      dialog.choice =
        key == .up
        ? max(0, dialog.choice - 1) : min(Signal.offered.count - 1, dialog.choice + 1)
      dialog.stage = .choosing
    case .enter where dialog.stage == .choosing:
      guard mayBeSent(dialog, snapshot) else { return [] }
      if dialog.reasonsToAsk(snapshot.reach).isEmpty { return send(dialog, now) }
      dialog.stage = .asking
      // What was typed ahead must not answer the question about many.
      if dialog.reach != .process { open?.openedAt = now }
    case .character("y") where dialog.stage == .asking:
      guard mayBeSent(dialog, snapshot) else { return [] }
      return send(dialog, now)
    case .character("n") where dialog.stage == .asking: dialog.stage = .choosing
    default: return []
    }
    open?.dialog = .kill(dialog)
    return []
  }

  /// A letter chooses what is reached, Tab the next.
  private static func reach(chosenBy key: Key, after present: KillReach) -> KillReach? {
    let all = KillReach.allCases
    let index = all.firstIndex(of: present) ?? 0
    return switch key {
    case .character("p"): .process
    case .character("g"): .processGroup
    case .character("s"): .subtree
    case .character("c"): .cgroup
    case .tab, .right: all[(index + 1) % all.count]
    case .backTab, .left: all[(index + all.count - 1) % all.count]
    default: nil
    }
  }

  /// Asks the engine what that would be.
  private mutating func choose(
    _ reach: KillReach, in dialog: KillDialog, _ now: Instant
  ) -> [ScreenRequest] {
    guard reach != dialog.reach else { return [] }
    var dialog = dialog
    dialog.reach = reach
    dialog.stage = .choosing
    open?.dialog = .kill(dialog)
    return [.command(.survey(reach, dialog.target.key))]
  }

  /// One process must be bound; of many it must be known who they are.
  private func mayBeSent(_ dialog: KillDialog, _ snapshot: Snapshot) -> Bool {
    let key = dialog.target.key
    if dialog.reach == .process { return snapshot.binding == .bound(key) }
    guard let preview = snapshot.reach else { return false }
    return preview.root == key && preview.reach == dialog.reach && preview.state == .ready
  }

  private mutating func send(_ dialog: KillDialog, _ now: Instant) -> [ScreenRequest] {
    var dialog = dialog
    let signal = dialog.signal
    let key = dialog.target.key
    dialog.stage = .requested(signal, now)
    open?.dialog = .kill(dialog)
    let command: Command =
      dialog.reach == .process ? .signal(key, signal) : .signalReach(dialog.reach, key, signal)
    return [.command(command)]
  }
}

import LMKCore

/// oom_score_adj, edited by hand.
extension ViewState {
  /// F7, F8: opens the dialog, one step away from what it is.
  mutating func openAdjDialog(
    by step: Int, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    guard let key = drawn.cursor else { return [] }
    guard let row = snapshot.rows.first(where: { $0.candidate.key == key }) else {
      note("\(key.pid) is gone", at: now)
      return []
    }
    switch row.standing {
    case .exempt(.kernelThread), .exempt(.initProcess), .exempt(.lmktop), .exempt(.outsideScope):
      note("\(key.pid): no adj is written (\(row.standing.exemption?.words ?? ""))", at: now)
      return []
    case .candidate, .protected, .dying, .stuck, .refused, .exempt(.never), .exempt(.noMemory),
      .exempt(.ancestor):
      openDialog(.adj(AdjDialog(target: row.candidate, by: step)), on: snapshot, at: now)
      return [.command(.bind(key))]
    }
  }

  mutating func press(
    _ key: Key, in dialog: AdjDialog, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    var dialog = dialog
    if case .requested = dialog.stage {
      guard [.escape, .enter, .character("q"), .function(10)].contains(key) else { return [] }
      closeDialog(at: now)
      return [.command(.release)]
    }
    switch key {
    case .escape:
      closeDialog(at: now)
      return [.command(.release)]
    case .enter where dialog.stage == .choosing:
      guard let value = dialog.value, snapshot.binding == .bound(dialog.target.key) else {
        return []
      }
      if dialog.reasonsToAsk(snapshot).isEmpty { return write(value, dialog, now) }
      dialog.stage = .asking
    case .character("y") where dialog.stage == .asking:
      guard let value = dialog.value, snapshot.binding == .bound(dialog.target.key) else {
        return []
      }
      return write(value, dialog, now)
    case .character("n") where dialog.stage == .asking: dialog.stage = .choosing
    default:
      guard change(&dialog, by: key) else { return [] }
      dialog.stage = .choosing
    }
    open?.dialog = .adj(dialog)
    return []
  }

  /// `false`: the key changes nothing.
  private func change(_ dialog: inout AdjDialog, by key: Key) -> Bool {
    switch key {
    case .up, .function(8), .character("]"), .character("+"), .character("="):
      dialog.nudge(by: AdjDialog.step)
    case .down, .function(7), .character("["): dialog.nudge(by: -AdjDialog.step)
    case .right: dialog.nudge(by: 1)
    case .left: dialog.nudge(by: -1)
    case .pageUp: dialog.nudge(by: 100)
    case .pageDown: dialog.nudge(by: -100)
    case .backspace, .delete: dialog.erase()
    case .character(let letter): dialog.type(letter)
    default: return false
    }
    return true
  }

  private mutating func write(
    _ value: OOMScoreAdj, _ dialog: AdjDialog, _ now: Instant
  ) -> [ScreenRequest] {
    var dialog = dialog
    dialog.stage = .requested(value, now)
    open?.dialog = .adj(dialog)
    return [.command(.setAdj(dialog.target.key, value))]
  }
}

extension Standing {
  fileprivate var exemption: Exemption? {
    if case .exempt(let exemption) = self { exemption } else { nil }
  }
}

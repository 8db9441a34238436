import LMKCore

extension ViewState {
  /// Keys while a dialog is open. None of them reaches anything behind it.
  mutating func pressInDialog(
    _ key: Key, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    guard let open, !open.isTypeAhead(at: now) else { return [] }
    switch open.dialog {
    case .help(let scroll):
      if let scroll = scrolled(scroll, by: key) {
        self.open?.dialog = .help(scroll: scroll)
      } else if Self.closes(key) || [.function(1), .character("h"), .character("?")].contains(key) {
        closeDialog(at: now)
      }
    case .log(let scroll):
      if let scroll = scrolled(scroll, by: key) {
        self.open?.dialog = .log(scroll: scroll)
      } else if Self.closes(key) || key == .character("l") {
        closeDialog(at: now)
      }
    case .opinions(let scroll):
      if let scroll = scrolled(scroll, by: key) {
        self.open?.dialog = .opinions(scroll: scroll)
      } else if Self.closes(key) || key == .character("O") {
        closeDialog(at: now)
      }
    case .whatIf(let steps, let scroll):
      if let scroll = scrolled(scroll, by: key) {
        self.open?.dialog = .whatIf(steps: steps, scroll: scroll)
      } else if key == .character("+") || key == .character("=") {
        self.open?.dialog = .whatIf(steps: min(steps + 1, 64), scroll: 0)
      } else if key == .character("-") {
        self.open?.dialog = .whatIf(steps: max(0, steps - 1), scroll: 0)
      } else if Self.closes(key) || key == .character("w") {
        closeDialog(at: now)
      }
    case .details(let process): return press(key, inDetailsOf: process, snapshot, now)
    case .kill(let dialog): return press(key, in: dialog, snapshot, now)
    case .arm(let dialog): return press(key, in: dialog, snapshot, now)
    case .quit:
      switch key {
      case .character("y"): return [.command(.disarm(.leaving)), .quit]
      case .escape, .character("n"): closeDialog(at: now)
      default: break
      }
    }
    return []
  }

  mutating func closeDialog(at now: Instant) {
    open = nil
    if held?.until != nil { held?.until = now.advanced(by: HeldOrder.time) }
  }

  private static func closes(_ key: Key) -> Bool {
    [.escape, .enter, .character("q"), .function(10)].contains(key)
  }

  /// `nil`: the key does not scroll.
  private func scrolled(_ scroll: Int, by key: Key) -> Int? {
    let page = max(1, drawn.listHeight - 1)
    let target: Int? =
      switch key {
      case .up: scroll - 1
      case .down: scroll + 1
      case .pageUp: scroll - page
      case .pageDown, .character(" "): scroll + page
      case .home: 0
      case .end: Int.max
      case .mouse(let mouse) where mouse.action == .wheelUp: scroll - 3
      case .mouse(let mouse) where mouse.action == .wheelDown: scroll + 3
      default: nil
      }
    return target.map { min(max(0, $0), drawn.scrollLimit) }
  }

  private mutating func press(
    _ key: Key, inDetailsOf process: ProcessKey, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    if Self.closes(key) { closeDialog(at: now) }
    return []
  }

  // MARK: The kill dialog

  private mutating func press(
    _ key: Key, in dialog: KillDialog, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    var dialog = dialog
    if case .requested = dialog.stage {
      guard Self.closes(key) else { return [] }
      closeDialog(at: now)
      return [.command(.release)]
    }
    // Whether it is a container's init is known since it was bound.
    if let row = snapshot.rows.first(where: { $0.candidate.key == dialog.target.key }) {
      dialog.target.isContainerInit = row.candidate.isContainerInit
    }
    switch key {
    case .escape:
      closeDialog(at: now)
      return [.command(.release)]
    case .up, .down:
      dialog.choice =
        key == .up
        ? max(0, dialog.choice - 1) : min(Signal.offered.count - 1, dialog.choice + 1)
      dialog.stage = .choosing
    case .enter where dialog.stage == .choosing:
      guard isBound(dialog, snapshot, now) else { return [] }
      if dialog.reasonsToAsk.isEmpty { return send(dialog, now) }
      dialog.stage = .asking
    case .character("y") where dialog.stage == .asking:
      guard isBound(dialog, snapshot, now) else { return [] }
      return send(dialog, now)
    case .character("n") where dialog.stage == .asking: dialog.stage = .choosing
    default: return []
    }
    open?.dialog = .kill(dialog)
    return []
  }

  private func isBound(_ dialog: KillDialog, _ snapshot: Snapshot, _ now: Instant) -> Bool {
    snapshot.binding == .bound(dialog.target.key)
  }

  private mutating func send(_ dialog: KillDialog, _ now: Instant) -> [ScreenRequest] {
    var dialog = dialog
    let signal = dialog.signal
    dialog.stage = .requested(signal, now)
    open?.dialog = .kill(dialog)
    return [.command(.signal(dialog.target.key, signal))]
  }

  // MARK: The arming dialog

  private mutating func press(
    _ key: Key, in dialog: ArmDialog, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    var dialog = dialog
    switch key {
    case .escape:
      closeDialog(at: now)
      return []
    case .character(let letter):
      guard ArmingObstacle.all(in: snapshot).isEmpty else { return [] }
      if dialog.typed.count < 8 { dialog.typed.append(letter) }
      dialog.isWrong = false
    case .backspace, .delete:
      dialog.typed = String(dialog.typed.dropLast())
      dialog.isWrong = false
    case .enter:
      guard ArmingObstacle.all(in: snapshot).isEmpty else { return [] }
      if dialog.typed == ArmDialog.word {
        closeDialog(at: now)
        note("arming", at: now)
        return [.command(.arm)]
      }
      dialog.typed = ""
      dialog.isWrong = true
    default: return []
    }
    open?.dialog = .arm(dialog)
    return []
  }
}

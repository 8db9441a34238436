import LMKCore

extension ViewState {
  /// Keys while a dialog is open. None of them reaches anything behind it.
  mutating func pressInDialog(
    _ key: Key, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    guard let open, !open.isTypeAhead(at: now) else { return [] }
    switch open.dialog {
    case .help(let pane, let scroll):
      if let scroll = scrolled(scroll, by: key) {
        self.open?.dialog = .help(pane, scroll: scroll)
      } else if Self.closes(key) || [.function(1), .character("h"), .character("?")].contains(key) {
        closeDialog(at: now)
      }
    case .log(let scroll):
      if let scroll = scrolled(scroll, by: key) {
        self.open?.dialog = .log(scroll: scroll)
      } else if Self.closes(key) || KeyBinding.action(for: key, in: pane, settings.keyStyle) == .log
      {
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
    case .adj(let dialog): return press(key, in: dialog, snapshot, now)
    case .arm(let dialog): return press(key, in: dialog, snapshot, now)
    case .users(let menu): press(key, in: menu, snapshot, now)
    case .setup(let dialog): return press(key, in: dialog, snapshot, now)
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
    if held?.until != nil { held?.until = now.advanced(by: .seconds(settings.holdSeconds)) }
  }

  static func closes(_ key: Key) -> Bool {
    [.escape, .enter, .character("q"), .function(10)].contains(key)
  }

  private mutating func press(
    _ key: Key, in menu: UserMenu, _ snapshot: Snapshot, _ now: Instant
  ) {
    var menu = menu
    let last = menu.entries.count - 1
    switch key {
    case .up: menu.choice = max(0, menu.choice - 1)
    case .down: menu.choice = min(last, menu.choice + 1)
    case .pageUp, .home: menu.choice = 0
    case .pageDown, .end: menu.choice = last
    case .enter:
      closeDialog(at: now)
      show(user: menu.entries[menu.choice].user, snapshot, now)
      return
    case .escape, .character("u"), .character("q"):
      closeDialog(at: now)
      return
    default: return
    }
    open?.dialog = .users(menu)
  }

  /// `nil`: the key does not scroll.
  func scrolled(_ scroll: Int, by key: Key) -> Int? {
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
    switch key {
    case .character("s"): return [.readProportional(process)]
    // How far it goes is known when it is drawn.
    case .up: detailsScroll = max(0, detailsScroll - 1)
    case .down: detailsScroll += 1
    case .pageUp: detailsScroll = max(0, detailsScroll - 8)
    case .home: detailsScroll = 0
    case .pageDown: detailsScroll += 8
    case .end: detailsScroll = 4096
    default: break
    }
    if Self.closes(key) { closeDialog(at: now) }
    return []
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

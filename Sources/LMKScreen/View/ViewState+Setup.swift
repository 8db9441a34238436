import LMKCore

extension ViewState {
  mutating func press(
    _ key: Key, in dialog: SetupDialog, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    var dialog = dialog
    let items = SetupDialog.items(settings)
    let place = items.firstIndex(of: dialog.item) ?? 0
    var requests: [ScreenRequest] = []
    switch key {
    case .up: dialog.item = items[max(0, place - 1)]
    case .down: dialog.item = items[min(items.count - 1, place + 1)]
    case .home, .pageUp: dialog.item = items[0]
    case .end, .pageDown: dialog.item = items[items.count - 1]
    case .left: requests = change(dialog.item, by: -1)
    case .right: requests = change(dialog.item, by: 1)
    case .character(" "): requests = toggle(dialog.item, now)
    case .enter, .function(2):
      closeDialog(at: now)
      return [.saveSettings(settings)]
    case .escape:
      closeDialog(at: now)
      return takeBack(dialog)
    default:
      guard settings.usesVimKeys,
        let action = KeyBinding.action(for: key, in: .candidates, settings.keyStyle)
      else { return [] }
      let twins: [Action: Key] = [.up: .up, .down: .down, .left: .left, .right: .right]
      return twins[action].map { press($0, in: dialog, snapshot, now) } ?? []
    }
    if case .setup = open?.dialog { open?.dialog = .setup(dialog) }
    return requests
  }

  /// Everything as it was when setup was opened.
  mutating func takeBack(_ dialog: SetupDialog) -> [ScreenRequest] {
    var requests: [ScreenRequest] = []
    let before = dialog.before
    if settings.themeName != before.themeName { requests.append(.useTheme(before.themeName)) }
    if settings.usesMouse != before.usesMouse { requests.append(.setMouse(before.usesMouse)) }
    settings = before
    return requests
  }

  private mutating func change(_ item: SetupDialog.Item, by steps: Int) -> [ScreenRequest] {
    switch item {
    case .column(let column): move(column, by: steps)
    case .view: settings.view = settings.view.next(by: steps)
    case .order:
      // Both ways round of one column, then the next column.
      if settings.order.isInverted == (steps < 0) {
        settings.order = settings.order.next(by: steps)
        settings.order.isInverted = steps < 0
      } else {
        settings.order.isInverted.toggle()
      }
    case .theme:
      let names = world.themeNames
      guard !names.isEmpty else { return [] }
      let place = names.firstIndex(of: settings.themeName) ?? 0
      settings.themeName = names[((place + steps) % names.count + names.count) % names.count]
      return [.useTheme(settings.themeName)]
    case .hold:
      let range = ScreenSettings.holdRange
      settings.holdSeconds = min(
        max(settings.holdSeconds + steps, range.lowerBound), range.upperBound)
    case .asksAlways: settings.asksAlways = steps > 0
    case .vimKeys: settings.usesVimKeys = steps > 0
    case .mouse:
      guard settings.usesMouse != (steps > 0) else { return [] }
      settings.usesMouse = steps > 0
      return [.setMouse(settings.usesMouse)]
    }
    return []
  }

  private mutating func move(_ column: ListColumn, by steps: Int) {
    guard let place = settings.columns.firstIndex(of: column) else { return }
    let target = min(max(0, place + steps), settings.columns.count - 1)
    settings.columns.swapAt(place, target)
  }

  private mutating func toggle(_ item: SetupDialog.Item, _ now: Instant) -> [ScreenRequest] {
    switch item {
    case .column(let column):
      if let place = settings.columns.firstIndex(of: column) {
        guard !ListColumn.required.contains(column) else {
          note("\(column.heading) stays: without it nobody knows who is meant", at: now)
          return []
        }
        settings.columns.remove(at: place)
      } else {
        // Before the first that usually stands behind it.
        let behind = ListColumn.usual.drop { $0 != column }.dropFirst()
        let place = settings.columns.firstIndex { behind.contains($0) }
        settings.columns.insert(column, at: place ?? settings.columns.count)
      }
      return []
    case .view, .order, .theme, .hold: return change(item, by: 1)
    case .asksAlways: return change(item, by: settings.asksAlways ? -1 : 1)
    case .vimKeys: return change(item, by: settings.usesVimKeys ? -1 : 1)
    case .mouse: return change(item, by: settings.usesMouse ? -1 : 1)
    }
  }
}

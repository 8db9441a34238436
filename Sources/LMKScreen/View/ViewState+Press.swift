import LMKCore

extension ViewState {
  /// Takes one key.
  ///
  /// - Parameters:
  ///   - snapshot: the one that the last frame showed. Borrowed: nothing of it is kept.
  ///   - now: when the key was read, on the snapshot's clock.
  /// - Returns: what to do, in this order.
  public mutating func press(
    _ key: Key, on snapshot: Snapshot, at now: Instant
  ) -> [ScreenRequest] {
    expire(snapshot, at: now)
    if let replay, let requests = pressInReplay(key, snapshot, replay, now) { return requests }
    if let requests = pressAnywhere(key, snapshot, now) { return requests }
    if open != nil { return pressInDialog(key, snapshot, now) }
    if search?.isTyping == true { return pressInSearch(key, snapshot, now) }
    if list.isTypingFilter {
      pressInFilter(key, snapshot, now)
      return []
    }
    if edit.draft != nil, let requests = pressInCell(key, snapshot, now) { return requests }
    if case .mouse(let mouse) = key { return press(mouse, snapshot, now) }
    if case .character(let digit) = key, digit.isASCII, digit.isNumber {
      if pane == .thresholds {
        edit.draft = ThresholdEdit.Draft(text: String(digit), origin: .typed)
        edit.refusal = nil
      } else {
        search = Search()
        return pressInSearch(key, snapshot, now)
      }
      return []
    }
    guard let action = KeyBinding.action(for: key, in: pane, settings.keyStyle) else { return [] }
    if snapshot.isReadOnly, action.changesTheWorld {
      note("read-only: nothing is killed or written from here", at: now)
      return []
    }
    return perform(action, snapshot, now)
  }

  /// What holds in every dialog and every text: to make safe is always one key away. The search
  /// takes no notice of case, so while armed its capital letters are free for it.
  private mutating func pressAnywhere(
    _ key: Key, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest]? {
    switch key {
    case .character("X") where snapshot.arming.isArmed || !isTypingBelow:
      return panic(snapshot, now)
    case .character("A") where snapshot.arming.isArmed:
      note("disarming: no more automatic kills", at: now)
      return [.command(.disarm(.byOperator))]
    case .control("l"): return [.redraw]
    case .control("t"): return [.nextTheme]
    case .control("c"):
      if case .quit = open?.dialog { return [] }
      return quit(snapshot, now)
    case .paste where !isTypingBelow: return []
    default: return nil
    }
  }

  private mutating func panic(_ snapshot: Snapshot, _ now: Instant) -> [ScreenRequest] {
    var requests: [ScreenRequest] = [.command(.disarm(.panic))]
    if open?.dialog.isBound == true { requests.append(.command(.release)) }
    if case .setup(let setup) = open?.dialog { requests += takeBack(setup) }
    open = nil
    search?.isTyping = false
    list.isTypingFilter = false
    edit.draft = nil
    holdOrderForGood(snapshot)
    note("PANIC: disarmed, and the list is held; Esc lets it go", at: now)
    return requests
  }

  mutating func quit(_ snapshot: Snapshot, _ now: Instant) -> [ScreenRequest] {
    // What a recording was armed with is not armed here.
    guard snapshot.arming.isArmed, replay == nil else { return [.quit] }
    var requests: [ScreenRequest] = []
    if open?.dialog.isBound == true { requests.append(.command(.release)) }
    openDialog(.quit, on: snapshot, at: now)
    return requests
  }

  private mutating func perform(
    _ action: Action, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    if pane == .thresholds, moveCell(action, snapshot, now) { return [] }
    switch action {
    case .help: openDialog(.help(pane, scroll: 0), on: snapshot, at: now)
    case .log: openDialog(.log(scroll: 0), on: snapshot, at: now)
    case .opinions:
      openDialog(.opinions(scroll: 0), on: snapshot, at: now)
      return [.readOpinions]
    case .whatIf: openDialog(.whatIf(steps: 0, scroll: 0), on: snapshot, at: now)
    case .details:
      if let key = drawn.cursor {
        openDialog(.details(key), on: snapshot, at: now)
      } else if drawn.group != nil {
        // A heading has nothing to tell of itself.
        fold(.toggle, snapshot, now)
      }
    case .search:
      // Pressed again, it goes to the next match.
      if search?.text.isEmpty == false { return perform(.searchNext, snapshot, now) }
      // Cannot be typed together.
      list.isTypingFilter = false
      search = Search()
    case .searchNext:
      search?.isTyping = false
      find(snapshot, from: .afterCursor, now)
    case .kernelThreads:
      relist(snapshot) { $0.showsKernelThreads.toggle() }
      note("kernel threads \(list.showsKernelThreads ? "shown, at the end" : "hidden")", at: now)
    case .up: move(.by(-1), snapshot, now)
    case .down: move(.by(1), snapshot, now)
    case .pageUp: move(.by(-max(1, drawn.listHeight - 1)), snapshot, now)
    case .pageDown: move(.by(max(1, drawn.listHeight - 1)), snapshot, now)
    case .top: move(.top, snapshot, now)
    case .bottom: move(.bottom, snapshot, now)
    case .left: fold(.close, snapshot, now)
    case .right: fold(.open, snapshot, now)
    case .nudgeUp, .nudgeDown, .typeCell: break
    case .fold, .unfold, .foldAll, .filter, .tree, .nextView, .lastView, .sort, .nextColumn,
      .lastColumn, .invert, .tag, .tagFamily, .untagAll, .follow, .freeze, .users, .setup:
      performOnList(action, snapshot, now)
    case .undo: return undo(snapshot, now)
    case .write: return [.writeThresholds(edit.table(in: snapshot, at: now))]
    case .kill: return openKillDialog(snapshot, now)
    case .pin: return pin(snapshot, now)
    case .lowerAdj: return openAdjDialog(by: -AdjDialog.step, snapshot, now)
    case .raiseAdj: return openAdjDialog(by: AdjDialog.step, snapshot, now)
    // Disarming is answered before any table.
    case .arm: openDialog(.arm(ArmDialog()), on: snapshot, at: now)
    case .panic: return panic(snapshot, now)
    case .editThresholds, .nextPane: changePane(action, snapshot, now)
    case .close: close()
    case .delay: return nextDelay(snapshot, now)
    case .redraw: return [.redraw]
    case .reload: return [.reloadConfiguration]
    case .nextTheme: return [.nextTheme]
    case .quit: return quit(snapshot, now)
    }
    return []
  }

  private mutating func changePane(_ action: Action, _ snapshot: Snapshot, _ now: Instant) {
    let isEditing = pane == .thresholds
    edit.draft = nil
    edit.refusal = nil
    if isEditing {
      pane = .candidates
    } else if snapshot.thresholds.isEmpty {
      note("there is no row of thresholds to edit", at: now)
    } else {
      pane = .thresholds
      edit.row = snapshot.evaluation.active ?? snapshot.thresholds.count - 1
    }
  }

  /// Esc, where no dialog and no text is open.
  private mutating func close() {
    notice = nil
    search = nil
    if pane == .thresholds {
      pane = .candidates
      edit.refusal = nil
    } else {
      held = nil
    }
  }

  private func nextDelay(_ snapshot: Snapshot, _ now: Instant) -> [ScreenRequest] {
    let delays: [Duration] = [.milliseconds(500), .seconds(1), .seconds(2), .seconds(5)]
    let next = delays.first { $0 > snapshot.interval } ?? delays[0]
    return [.command(.setInterval(next))]
  }

  /// What concerns the list alone: nothing of it leaves the screen.
  private mutating func performOnList(
    _ action: Action, _ snapshot: Snapshot, _ now: Instant
  ) {
    switch action {
    case .fold: fold(.close, snapshot, now)
    case .unfold: fold(.open, snapshot, now)
    case .foldAll: fold(.toggleAll, snapshot, now)
    case .filter:
      search?.isTyping = false
      list.isTypingFilter = true
    case .tree: show(list.view == .tree ? .killOrder : .tree, snapshot, now)
    case .nextView: show(list.view.next(by: 1), snapshot, now)
    case .lastView: show(list.view.next(by: -1), snapshot, now)
    case .sort(let column): sort(by: SortOrder(column), snapshot, now)
    case .nextColumn: sort(by: list.order.next(by: 1), snapshot, now)
    case .lastColumn: sort(by: list.order.next(by: -1), snapshot, now)
    case .invert:
      var order = list.order
      order.isInverted.toggle()
      sort(by: order, snapshot, now)
    case .tag: tag(snapshot, now)
    case .tagFamily: tagFamily(snapshot, now)
    case .untagAll: untagAll(now)
    case .follow: follow(snapshot, now)
    case .freeze: freeze(snapshot, now)
    case .users:
      openDialog(.users(UserMenu(snapshot, current: list.user)), on: snapshot, at: now)
    case .setup:
      settings.themeName = world.themeName
      openDialog(.setup(SetupDialog(before: settings)), on: snapshot, at: now)
    default: break
    }
  }
}

import LMKCore

extension ViewState {
  /// Keys of the thresholds pane that move, nudge or open a cell; `false` for any other action.
  mutating func moveCell(_ action: Action, _ snapshot: Snapshot, _ now: Instant) -> Bool {
    let table = edit.table(in: snapshot, at: now)
    switch action {
    case .up: edit.row = max(0, edit.row - 1)
    case .down: edit.row = min(max(0, table.count - 1), edit.row + 1)
    case .left, .right: edit.column = edit.column == .size ? .adj : .size
    case .nudgeUp, .nudgeDown:
      let text = edit.nudged(
        by: action == .nudgeUp ? 1 : -1, from: table, pageSize: snapshot.pageSize)
      edit.draft = ThresholdEdit.Draft(text: text, origin: .nudged)
    case .typeCell:
      edit.draft = ThresholdEdit.Draft(
        text: edit.text(in: table, pageSize: snapshot.pageSize), origin: .typed)
    default: return false
    }
    edit.refusal = nil
    return true
  }

  /// Keys while a cell holds a draft; `nil`: not for the cell.
  mutating func pressInCell(
    _ key: Key, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest]? {
    guard var draft = edit.draft else { return nil }
    switch key {
    case .enter: return commit(snapshot, now)
    case .escape:
      edit.draft = nil
      edit.refusal = nil
      return []
    case .backspace, .delete:
      draft.text = String(draft.text.dropLast())
      draft.origin = .typed
    case .character("+") where draft.origin == .nudged,
      .character("=") where draft.origin == .nudged,
      .character("-") where draft.origin == .nudged:
      let base: Thresholds
      do { base = try edit.drafted(in: snapshot, at: now) } catch {
        // Nudging goes no further than the table allows.
        if edit.refusal == nil { edit.refusal = error.description }
        return []
      }
      let step = key == .character("-") ? -1 : 1
      draft.text = edit.nudged(by: step, from: base, pageSize: snapshot.pageSize)
    case .character("u") where draft.origin == .nudged:
      edit.draft = nil
      edit.refusal = nil
      return []
    case .character(let letter) where draft.origin == .nudged && !letter.isNumber:
      edit.refusal = "not set yet: Enter sets it, Esc leaves it"
      return []
    case .character(let letter):
      guard letter.isASCII, !letter.isWhitespace, draft.text.count < 16 else { return [] }
      draft.text = draft.origin == .nudged ? String(letter) : draft.text + String(letter)
      draft.origin = .typed
    case .up, .down, .left, .right, .tab, .backTab:
      // Leaving a cell gives its draft up: only Enter sets a value.
      edit.draft = nil
      edit.refusal = nil
      return nil
    default: return []
    }
    edit.draft = draft
    edit.refusal = nil
    return []
  }

  private mutating func commit(_ snapshot: Snapshot, _ now: Instant) -> [ScreenRequest] {
    let old = edit.table(in: snapshot, at: now)
    let new: Thresholds
    do { new = try edit.drafted(in: snapshot, at: now) } catch {
      edit.refusal = error.description
      return []
    }
    edit.draft = nil
    edit.refusal = nil
    guard new != old else { return [] }
    edit.undone.append(old)
    if edit.undone.count > ThresholdEdit.undoLimit { edit.undone.removeFirst() }
    note("row \(edit.row + 1) set; u undoes, W writes it to the configuration", at: now)
    return set(new, edited: edit.row, now)
  }

  mutating func undo(_ snapshot: Snapshot, _ now: Instant) -> [ScreenRequest] {
    guard let table = edit.undone.popLast() else {
      note("nothing to undo", at: now)
      return []
    }
    let current = edit.table(in: snapshot, at: now)
    let changed = table.indices.filter {
      !current.indices.contains($0) || table[$0] != current[$0]
    }
    note("undone", at: now)
    let row = table.count == current.count && changed.count == 1 ? changed[0] : nil
    if let row { edit.row = row }
    return set(table, edited: row, now)
  }

  private mutating func set(
    _ table: Thresholds, edited row: Int?, _ now: Instant
  ) -> [ScreenRequest] {
    edit.committed = table
    edit.committedAt = now
    return [.command(.setThresholds(table, edited: row))]
  }
}

import LMKCore

extension ViewState {
  enum Move: Hashable {
    case by(Int)
    case top
    case bottom
  }

  enum SearchStart: Hashable { case cursor, afterCursor }

  /// Moves the cursor, and holds the order for a while: the rows must not run away under an
  /// arrow. O(n).
  mutating func move(_ move: Move, _ snapshot: Snapshot, _ now: Instant) {
    if let followed = list.followed {
      list.followed = nil
      note("\(followed.pid) is not followed any more", at: now)
    }
    if case .top = move {
      cursor = .top
      if held?.until != nil { held = nil }
      return
    }
    holdOrder(snapshot, at: now)
    let listing = listing(snapshot)
    guard listing.count > 0 else { return }
    let last = listing.count - 1
    let position: Int
    switch move {
    case .by(let steps):
      let start =
        drawnAnchor.flatMap { listing.position(of: $0, in: snapshot) }
        ?? min(drawn.position, last)
      position = min(max(0, start + steps), last)
    case .bottom: position = last
    case .top: position = 0
    }
    setCursor(listing.anchor(at: position, in: snapshot), position)
  }

  /// `drawn` follows at once, so that keys read in one go add up.
  mutating func setCursor(_ anchor: ListAnchor, _ position: Int) {
    if case .process(let key) = anchor {
      cursor = .on(key)
      drawn.cursor = key
      drawn.group = nil
    } else {
      cursor = .onGroup(anchor)
      drawn.cursor = nil
      drawn.group = anchor
    }
    drawn.position = position
  }

  mutating func press(
    _ mouse: Key.Mouse, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    switch mouse.action {
    case .wheelUp: move(.by(-3), snapshot, now)
    case .wheelDown: move(.by(3), snapshot, now)
    case .click:
      if mouse.row == drawn.headingRow {
        clickHeading(mouse.column, snapshot, now)
        return []
      }
      let index = mouse.row - drawn.firstRow
      guard drawn.anchors.indices.contains(index), drawn.columns.contains(mouse.column),
        let anchor = drawn.anchors[index]
      else { return [] }
      list.followed = nil
      holdOrder(snapshot, at: now)
      let listing = listing(snapshot)
      if let position = listing.position(of: anchor, in: snapshot) {
        setCursor(anchor, position)
      }
    }
    return []
  }

  /// Sorts by the column; a second click turns the order over.
  private mutating func clickHeading(_ column: Int, _ snapshot: Snapshot, _ now: Instant) {
    guard let heading = drawn.headings.first(where: { $0.columns.contains(column) }),
      ListColumn.sortable.contains(heading.column)
    else { return }
    let isSame = list.order.column == heading.column
    sort(
      by: SortOrder(heading.column, isInverted: isSame && !list.order.isInverted), snapshot, now)
  }

  mutating func pressInSearch(
    _ key: Key, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    guard var search else { return [] }
    switch key {
    case .enter: search.isTyping = false
    case .escape:
      self.search = nil
      return []
    case .backspace, .delete: search.text = String(search.text.dropLast())
    case .character(let letter): search.text.append(letter)
    case .paste(let text):
      let line = text.prefix { !$0.isNewline }
      search.text += TextCells(String(line)).filtered.prefix(64)
    case .function(3), .down:
      self.search = search
      find(snapshot, from: .afterCursor, now)
      return []
    case .mouse, .up, .left, .right, .home, .end, .pageUp, .pageDown, .tab, .backTab, .insert,
      .function, .control:
      return []
    }
    self.search = search
    if search.isTyping { find(snapshot, from: .cursor, now) }
    return []
  }

  /// Goes to the process with exactly this pid, or to the next whose name holds the text or whose
  /// pid begins with it; opens what hides it. O(n).
  mutating func find(_ snapshot: Snapshot, from start: SearchStart, _ now: Instant) {
    guard var search, !search.text.isEmpty else { return }
    let wanted = NameText(search.text)
    let current = listing(snapshot)
    list.model.index.fill(snapshot)
    search.isMissing = true
    search.isHidden = false
    defer { self.search = search }
    if let exact = Int32(search.text),
      let row = list.model.index.row(pid: exact, in: snapshot)
    {
      search.isMissing = false
      search.isHidden = !go(to: snapshot.rows[row].candidate.key, snapshot, now)
      return
    }
    // Folded ones are found too: there the order is gone through, not the lines.
    let rows: [Int] =
      list.view.folds
      ? list.model.order.map { Int($0) }
      : current.lines.map { line in if case .row(let row) = line.item { row } else { -1 } }
    let here =
      drawn.cursor.flatMap { key in
        rows.firstIndex { $0 >= 0 && snapshot.rows[$0].candidate.key == key }
      } ?? 0
    let first = start == .cursor ? here : here + 1
    for step in rows.indices {
      let row = rows[(first + step) % rows.count]
      guard row >= 0, wanted.isFound(in: snapshot.rows[row].candidate) else { continue }
      search.isMissing = !go(to: snapshot.rows[row].candidate.key, snapshot, now)
      return
    }
    search.isHidden = snapshot.rows.contains { wanted.isFound(in: $0.candidate) }
  }

  /// Puts the cursor on a process, and holds the order. `false`: it is not on the list.
  private mutating func go(to key: ProcessKey, _ snapshot: Snapshot, _ now: Instant) -> Bool {
    guard reveal(key, snapshot) else { return false }
    list.followed = nil
    holdOrder(snapshot, at: now)
    let current = listing(snapshot)
    guard let position = current.position(of: key, in: snapshot) else { return false }
    setCursor(.process(key), position)
    return true
  }
}

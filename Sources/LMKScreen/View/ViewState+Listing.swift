import LMKCore

extension ViewState {
  /// What snapshots must hold for what is shown: to be asked of the engine.
  public var demand: SnapshotDemand { list.demand }

  /// The list as it stands now. O(1) if neither the snapshot nor the wishes have changed.
  mutating func listing(_ snapshot: Snapshot) -> Listing {
    list.model.update(
      snapshot, list.request, filter: list.filter, folds: list.folds, userNames: world.userNames)
    guard let held else { return list.model.listing }
    return list.model.listing(in: held, snapshot)
  }

  /// Holds the order that is shown for a while from now; if it is held already, for as long again,
  /// or for good if it was for good.
  mutating func holdOrder(_ snapshot: Snapshot, at now: Instant) {
    let until = now.advanced(by: .seconds(settings.holdSeconds))
    if held != nil {
      if held?.until != nil { held?.until = until }
    } else if settings.holdSeconds > 0 || open != nil {
      holdOrder(snapshot, until: until)
    }
  }

  /// Holds the order that is shown until it is let go.
  mutating func holdOrderForGood(_ snapshot: Snapshot) { holdOrder(snapshot, until: nil) }

  private mutating func holdOrder(_ snapshot: Snapshot, until: Instant?) {
    let listing = listing(snapshot)
    list.heldCount += 1
    held = HeldOrder(listing, in: snapshot, number: list.heldCount, until: until)
  }

  /// Something else is to be shown: an order that is held gives way, a frozen one is frozen anew.
  mutating func relist(_ snapshot: Snapshot, _ change: (inout ListState) -> Void) {
    let isFrozen = held.map { $0.until == nil } ?? false
    held = nil
    change(&list)
    if isFrozen { holdOrderForGood(snapshot) }
  }

  // MARK: Views and orders

  mutating func show(_ view: ListView, _ snapshot: Snapshot, _ now: Instant) {
    relist(snapshot) { $0.view = view }
    keepCursorVisible(snapshot)
    note(
      view == .killOrder ? "the list in kill order" : "\(view.words)\(Self.hint(to: view))",
      at: now)
  }

  private static func hint(to view: ListView) -> String {
    switch view {
    case .killOrder: ""
    case .tree, .adj, .unit, .cgroup: ": + - fold, * all"
    case .redBlack: ": the root at the left, the next to die on top"
    }
  }

  mutating func sort(by order: SortOrder, _ snapshot: Snapshot, _ now: Instant) {
    relist(snapshot) { $0.order = order }
    var words = "sorted by \(order.words)"
    if order.isInverted { words += ", the other way round" }
    if order.column.needsTimes {
      words += ": a stat of every process is read while this is shown"
    }
    note(words, at: now)
  }

  /// In a folded list the process under the cursor is shown, where there is one.
  private mutating func keepCursorVisible(_ snapshot: Snapshot) {
    guard case .on(let key) = cursor else { return }
    reveal(key, snapshot)
  }

  /// Opens what hides a process. `false`: it is not on the list at all.
  @discardableResult
  mutating func reveal(_ key: ProcessKey, _ snapshot: Snapshot) -> Bool {
    var current = listing(snapshot)
    if current.position(of: key, in: snapshot) != nil { return true }
    list.model.index.fill(snapshot)
    guard let row = list.model.index.row(of: key, in: snapshot),
      list.model.order.contains(Int32(row)), list.view.folds
    else { return false }
    relist(snapshot) {
      var folds = $0.folds
      $0.model.reveal(row, in: snapshot, &folds)
      $0.folds = folds
    }
    current = listing(snapshot)
    return current.position(of: key, in: snapshot) != nil
  }

  // MARK: Folds

  enum FoldChange: Hashable { case open, close, toggle, toggleAll }

  mutating func fold(_ change: FoldChange, _ snapshot: Snapshot, _ now: Instant) {
    guard list.view.folds else {
      note("nothing to fold in the \(list.view.words): t, or v for other views", at: now)
      return
    }
    if change == .toggleAll {
      let closes = !list.folds.allClosed
      relist(snapshot) { $0.folds.setAll(closed: closes) }
      if let anchor = drawnAnchor { standOn(anchor, snapshot) }
      return
    }
    guard var anchor = drawnAnchor else { return }
    let current = listing(snapshot)
    guard let position = current.position(of: anchor, in: snapshot) else { return }
    let line = current.lines[position]
    if change == .close, line.fold != .open {
      // Closed already, or nothing below it: what it stands in.
      guard let above = current.lines[..<position].lastIndex(where: { $0.depth < line.depth })
      else { return }
      anchor = current.anchor(at: above, in: snapshot)
      if line.fold == .closed || list.view.isGrouped == false {
        standOn(anchor, snapshot)
        return
      }
    }
    let closes = change == .close || (change == .toggle && line.fold == .open)
    relist(snapshot) { $0.folds.set(anchor, closed: closes) }
    standOn(anchor, snapshot)
  }

  /// Puts the cursor on a line, if it is there.
  mutating func standOn(_ anchor: ListAnchor, _ snapshot: Snapshot) {
    let current = listing(snapshot)
    if let position = current.position(of: anchor, in: snapshot) {
      setCursor(anchor, position)
    } else if let first = current.lines.indices.first {
      // Folded away: what it stands in now comes before it.
      let above = min(drawn.position, current.count - 1)
      let heading = current.lines[first...above].lastIndex { $0.fold != .none } ?? above
      setCursor(current.anchor(at: heading, in: snapshot), heading)
    }
  }

  var drawnAnchor: ListAnchor? { drawn.cursor.map(ListAnchor.process) ?? drawn.group }
}

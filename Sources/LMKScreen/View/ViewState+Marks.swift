import LMKCore

/// Tags, following and freezing.
extension ViewState {
  /// Who is tagged and not to be seen on the list.
  func hiddenTags(_ listing: Listing, _ snapshot: Snapshot) -> Int {
    guard !list.tags.isEmpty else { return 0 }
    var seen = 0
    for line in listing.lines {
      if case .row(let row) = line.item, list.tags.contains(snapshot.rows[row].candidate.key) {
        seen += 1
      }
    }
    return list.tags.count - seen
  }

  /// Whoever has ended is not tagged any more, and not followed.
  mutating func forgetTheGone(_ snapshot: Snapshot, at now: Instant) {
    guard !list.tags.isEmpty || list.followed != nil else { return }
    list.model.index.fill(snapshot)
    let index = list.model.index
    list.tags = list.tags.filter { index.row(of: $0, in: snapshot) != nil }
    guard let followed = list.followed, index.row(of: followed, in: snapshot) == nil else { return }
    list.followed = nil
    note("\(followed.pid) \(list.followedName), which was followed, is gone", at: now)
  }

  /// Tags the process under the cursor, or not any more, and goes on to the next; a group's heading:
  /// all that are in it.
  mutating func tag(_ snapshot: Snapshot, _ now: Instant) {
    guard let key = drawn.cursor else { return tagGroup(snapshot, now) }
    guard isThere(key, snapshot, now) else { return }
    if list.tags.remove(key) == nil { list.tags.insert(key) }
    move(.by(1), snapshot, now)
  }

  /// Tags the process under the cursor and all that descend from it.
  mutating func tagFamily(_ snapshot: Snapshot, _ now: Instant) {
    guard let key = drawn.cursor else { return tagGroup(snapshot, now) }
    guard isThere(key, snapshot, now) else { return }
    let family = family(of: key, snapshot)
    holdOrder(snapshot, at: now)
    list.tags.formUnion(family)
    let others = family.count - 1
    note(
      others == 0
        ? "\(key.pid) is tagged; it has no children"
        : "\(key.pid) is tagged, with \(NumberText.count(others, "descendant", "descendants"))",
      at: now)
  }

  mutating func untagAll(_ now: Instant) {
    note(
      list.tags.isEmpty
        ? "nobody is tagged" : "\(list.tags.count) tags taken away", at: now)
    list.tags = []
  }

  private mutating func tagGroup(_ snapshot: Snapshot, _ now: Instant) {
    guard let anchor = drawn.group else { return }
    let current = listing(snapshot)
    guard let group = list.model.listing.groups.firstIndex(where: { $0.anchor == anchor }) else {
      return
    }
    var keys: Set<ProcessKey> = []
    for row in list.model.order where list.model.groupOf[Int(row)] == group {
      keys.insert(snapshot.rows[Int(row)].candidate.key)
    }
    if keys.isSubset(of: list.tags) {
      list.tags.subtract(keys)
      note("\(keys.count) of \(current.groups[group].name) are not tagged any more", at: now)
    } else {
      list.tags.formUnion(keys)
      note("\(keys.count) of \(current.groups[group].name) are tagged", at: now)
    }
  }

  private mutating func isThere(
    _ key: ProcessKey, _ snapshot: Snapshot, _ now: Instant
  ) -> Bool {
    list.model.index.fill(snapshot)
    if list.model.index.row(of: key, in: snapshot) != nil { return true }
    note("\(key.pid) is gone", at: now)
    return false
  }

  /// It, its children and theirs, whether they are on the list or not. O(n × depth).
  private mutating func family(of key: ProcessKey, _ snapshot: Snapshot) -> Set<ProcessKey> {
    list.model.index.fill(snapshot)
    let index = list.model.index
    var family: Set<ProcessKey> = [key]
    for row in snapshot.rows.indices {
      var here: Int? = row
      while let place = here {
        if snapshot.rows[place].candidate.key == key {
          family.insert(snapshot.rows[row].candidate.key)
          break
        }
        here = index.parent(of: place, in: snapshot)
      }
    }
    return family
  }

  // MARK: Follow and freeze

  mutating func follow(_ snapshot: Snapshot, _ now: Instant) {
    if let followed = list.followed {
      list.followed = nil
      note("\(followed.pid) is not followed any more", at: now)
      return
    }
    guard let key = drawn.cursor, isThere(key, snapshot, now) else { return }
    list.followed = key
    list.followedName =
      list.model.index.row(of: key, in: snapshot).map {
        TextCells(snapshot.rows[$0].candidate.name.text).filtered
      } ?? ""
    if held?.until != nil { held = nil }
    cursor = .on(key)
    note("\(key.pid) is followed through every order; F or an arrow lets it go", at: now)
  }

  mutating func freeze(_ snapshot: Snapshot, _ now: Instant) {
    if let held, held.until == nil {
      self.held = nil
      note("the list moves again", at: now)
      return
    }
    held?.until = nil
    if held == nil { holdOrderForGood(snapshot) }
    note("frozen: rows keep their places, what they say goes on; z lets go", at: now)
  }

  /// Before each frame: the cursor is where the one that is followed is.
  mutating func catchUp(_ snapshot: Snapshot, at now: Instant) {
    guard let followed = list.followed else { return }
    if reveal(followed, snapshot) {
      cursor = .on(followed)
    } else {
      list.followed = nil
      note("\(followed.pid) is hidden now: it is not followed any more", at: now)
    }
  }
}

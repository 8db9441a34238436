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
    if case .top = move {
      cursor = .top
      if held?.until != nil { held = nil }
      return
    }
    holdOrder(snapshot, at: now)
    let listing = Listing(snapshot, held: held, showsKernelThreads: showsKernelThreads)
    guard listing.count > 0 else { return }
    let last = listing.count - 1
    let position: Int
    switch move {
    case .by(let steps):
      let start =
        drawn.cursor.flatMap { listing.position(of: $0, in: snapshot) }
        ?? min(drawn.position, last)
      position = min(max(0, start + steps), last)
    case .bottom: position = last
    case .top: position = 0
    }
    setCursor(listing.key(at: position, in: snapshot), position)
  }

  /// `drawn` follows at once, so that keys read in one go add up.
  mutating func setCursor(_ key: ProcessKey, _ position: Int) {
    cursor = .on(key)
    drawn.cursor = key
    drawn.position = position
  }

  mutating func press(
    _ mouse: Key.Mouse, _ snapshot: Snapshot, _ now: Instant
  ) -> [ScreenRequest] {
    switch mouse.action {
    case .wheelUp: move(.by(-3), snapshot, now)
    case .wheelDown: move(.by(3), snapshot, now)
    case .click:
      let index = mouse.row - drawn.firstRow
      guard drawn.keys.indices.contains(index), drawn.columns.contains(mouse.column),
        let key = drawn.keys[index]
      else { return [] }
      holdOrder(snapshot, at: now)
      let listing = Listing(snapshot, held: held, showsKernelThreads: showsKernelThreads)
      if let position = listing.position(of: key, in: snapshot) { setCursor(key, position) }
    }
    return []
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
  /// pid begins with it. O(n).
  mutating func find(_ snapshot: Snapshot, from start: SearchStart, _ now: Instant) {
    guard var search, !search.text.isEmpty else { return }
    let wanted = Array(search.text.lowercased().utf8)
    let isNumber = wanted.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let exact = Int32(search.text).flatMap { pid in
      snapshot.rows.first { $0.candidate.key.pid == pid }?.candidate.key
    }
    let listing = Listing(snapshot, held: held, showsKernelThreads: showsKernelThreads)
    let here = drawn.cursor.flatMap { listing.position(of: $0, in: snapshot) } ?? 0
    let first = start == .cursor ? here : here + 1
    search.isMissing = true
    defer { self.search = search }
    if let exact, let position = listing.position(of: exact, in: snapshot) {
      search.isMissing = false
      holdOrder(snapshot, at: now)
      setCursor(exact, position)
      return
    }
    for step in 0..<listing.count {
      let position = (first + step) % listing.count
      guard case .row(let index) = listing[position] else { continue }
      let candidate = snapshot.rows[index].candidate
      if isNumber && String(candidate.key.pid).utf8.starts(with: wanted)
        || Self.name(candidate.name, holds: wanted)
      {
        search.isMissing = false
        holdOrder(snapshot, at: now)
        setCursor(candidate.key, position)
        return
      }
    }
  }

  /// Byte by byte, without a String for each row; ASCII letters without case.
  private static func name(_ name: ProcessName, holds wanted: [UInt8]) -> Bool {
    let count = name.count
    guard wanted.count <= count else { return false }
    for start in 0...(count - wanted.count) {
      var matches = true
      for offset in wanted.indices where matches {
        let byte = name[start + offset]
        let lower = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        matches = lower == wanted[offset]
      }
      if matches { return true }
    }
    return false
  }
}

import LMKCore

extension ViewState {
  /// What the view knows of the world from its last frame: keys are read against it.
  struct World: Sendable {
    var userNames: [UInt32: String] = [:]
    var patterns = PatternCompiler.none
    var themeName = "default"
    var themeNames: [String] = []
  }

  /// A text is being typed below the list: letters are letters.
  var isTypingBelow: Bool {
    open == nil && (search?.isTyping == true || list.isTypingFilter)
  }

  /// Keys while the filter is typed: it holds at once.
  mutating func pressInFilter(_ key: Key, _ snapshot: Snapshot, _ now: Instant) {
    var text = list.filter.text
    switch key {
    case .enter:
      // With a defect it stays open: the reason is shown beside it.
      if list.filter.defect == nil { list.isTypingFilter = false }
      return
    case .escape:
      list.isTypingFilter = false
      text = ""
    case .backspace, .delete: text = String(text.dropLast())
    case .character(let letter): text.append(letter)
    case .paste(let pasted):
      let line = pasted.prefix { !$0.isNewline }
      text += TextCells(String(line)).filtered.prefix(64)
    case .control("u"): text = ""
    case .up, .down, .pageUp, .pageDown, .home, .end:
      switch key {
      case .up: move(.by(-1), snapshot, now)
      case .down: move(.by(1), snapshot, now)
      default: break
      }
      return
    case .function(4):
      list.isTypingFilter = false
      return
    case .mouse, .left, .right, .tab, .backTab, .insert, .function, .control: return
    }
    setFilter(String(text.prefix(256)), snapshot)
  }

  mutating func setFilter(_ text: String, _ snapshot: Snapshot) {
    guard text != list.filter.text else { return }
    let filter = ListFilter(
      text,
      in: ListFilter.World(
        snapshot: snapshot, userNames: world.userNames, patterns: world.patterns))
    relist(snapshot) { $0.filter = filter }
  }

  /// A process of this user, or everybody's.
  mutating func show(user: UInt32?, _ snapshot: Snapshot, _ now: Instant) {
    relist(snapshot) { $0.user = user }
    let name = user.map { world.userNames[$0] ?? "\($0)" }
    note(
      name.map { "processes of \(TextCells($0).filtered) alone; u for others" }
        ?? "everybody's processes", at: now)
  }
}

/// The choice of a user, as it was when it was opened.
struct UserMenu: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    /// `nil`: everybody.
    var user: UInt32?
    var count = 0
    var rssPages = 0
  }

  var entries: [Entry]
  var choice = 0

  /// Everybody first, then those with the most memory. O(n).
  init(_ snapshot: Snapshot, current: UInt32?) {
    var byUser: [UInt32: Entry] = [:]
    var all = Entry(user: nil)
    for row in snapshot.rows where row.standing != .exempt(.kernelThread) {
      let candidate = row.candidate
      byUser[candidate.uid, default: Entry(user: candidate.uid)].count += 1
      byUser[candidate.uid]?.rssPages += candidate.rssPages
      all.count += 1
      all.rssPages += candidate.rssPages
    }
    let users = byUser.values.sorted {
      $0.rssPages == $1.rssPages
        ? $0.user ?? 0 < $1.user ?? 0 : $0.rssPages > $1.rssPages
    }
    entries = [all] + users
    choice = entries.firstIndex { $0.user == current } ?? 0
  }
}

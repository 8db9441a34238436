import LMKCore

/// The edit of the thresholds that is under way.
struct ThresholdEdit: Sendable {
  enum Column: Hashable, Sendable, CaseIterable { case size, adj }

  /// What stands in the cell and does not hold yet.
  struct Draft: Hashable, Sendable {
    enum Origin: Hashable, Sendable { case typed, nudged }
    var text: String
    var origin: Origin
  }

  var row = 0
  var column = Column.size
  var draft: Draft?
  /// Tables before the edits, oldest first.
  var undone: [Thresholds] = []
  /// Committed, and not yet in a snapshot.
  var committed: Thresholds?
  var committedAt = Instant(nanoseconds: 0)
  /// Why the last value was refused.
  var refusal: String?

  /// How long a table is shown as committed before the snapshot is believed again.
  static let patience: Duration = .seconds(3)
  static let undoLimit = 100

  /// The table that holds, or will in a moment.
  func table(in snapshot: Snapshot, at now: Instant) -> Thresholds {
    guard let committed, committedAt.duration(to: now) < Self.patience else {
      return snapshot.thresholds
    }
    return committed
  }

  /// The table with the draft in it.
  ///
  /// - Throws: what the draft violates.
  func drafted(in snapshot: Snapshot, at now: Instant) throws(ThresholdsError) -> Thresholds {
    let table = table(in: snapshot, at: now)
    guard let draft, row < table.count else { return table }
    return try table.replacing(
      row, with: level(draft.text, table[row], snapshot), ramPages: Self.limit(snapshot))
  }

  private func level(
    _ text: String, _ old: Level, _ snapshot: Snapshot
  ) throws(ThresholdsError) -> Level {
    var level = old
    switch column {
    case .size:
      if text.hasPrefix("-") { throw ThresholdsError(.negativeSize, row: row + 1) }
      guard
        let pages = SizeParsing.pages(
          text, usablePages: snapshot.memory.usablePages, pageSize: snapshot.pageSize)
      else { throw ThresholdsError(.notASize(text), row: row + 1) }
      level.minfreePages = pages
    case .adj:
      guard let number = Int(text) else { throw ThresholdsError(.notAnAdj(text), row: row + 1) }
      guard let adj = OOMScoreAdj(number) else {
        throw ThresholdsError(.adjOutOfRange(text), row: row + 1)
      }
      level.adj = adj
    }
    return level
  }

  /// The machine's memory in pages; `nil` where it is not known.
  static func limit(_ snapshot: Snapshot) -> Int? {
    let pages = max(snapshot.memory.managedPages, snapshot.memory.totalPages)
    return pages > 0 ? pages : nil
  }

  /// The text of the cell, exact.
  func text(in table: Thresholds, pageSize: Int) -> String {
    guard row < table.count else { return "" }
    return switch column {
    case .size: SizeParsing.text(table[row].minfreePages, pageSize: pageSize)
    case .adj: "\(table[row].adj)"
    }
  }

  /// The cell a step up (1) or down (−1): 1/64 of the size in whole MiB, or ten of the adj.
  func nudged(by steps: Int, from table: Thresholds, pageSize: Int) -> String {
    guard row < table.count else { return "" }
    switch column {
    case .size:
      let mebibyte = max(1, 1_048_576 / pageSize)
      let pages = table[row].minfreePages
      let step = max(mebibyte, pages / 64 / mebibyte * mebibyte)
      return SizeParsing.text(max(0, pages + steps * step), pageSize: pageSize)
    case .adj:
      return "\(min(1000, max(-1000, Int(table[row].adj.rawValue) + 10 * steps)))"
    }
  }
}

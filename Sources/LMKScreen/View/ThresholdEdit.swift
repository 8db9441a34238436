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
      row, with: level(draft.text, table[row], snapshot), ramPages: snapshot.memory.ramPages)
  }

  /// What the draft would change; `nil`: there is none, or it is none that could be set.
  func preview(in snapshot: Snapshot, at now: Instant) -> ThresholdPreview? {
    guard draft != nil else { return nil }
    let old = table(in: snapshot, at: now)
    guard old.indices.contains(row), let new = try? drafted(in: snapshot, at: now) else {
      return nil
    }
    return ThresholdPreview(row: row, from: old, to: new, in: snapshot)
  }

  private func level(
    _ text: String, _ old: Level, _ snapshot: Snapshot
  ) throws(ThresholdsError) -> Level {
    var level = old
    do throws(ThresholdsError.Defect) {
      switch column {
      case .size:
        // In this cell a bare number is MiB.
        let isBare = text.last?.isWholeNumber == true
        level.minfreePages = try Thresholds.pages(
          parsing: isBare ? text + "MiB" : text, usablePages: snapshot.memory.usablePages,
          pageSize: snapshot.pageSize)
      case .adj:
        level.adj = try Thresholds.adj(parsing: text)
      }
    } catch {
      throw ThresholdsError(error, row: row + 1)
    }
    return level
  }

  /// The text of the cell, exact.
  func text(in table: Thresholds, pageSize: Int) -> String {
    guard row < table.count else { return "" }
    return switch column {
    case .size: Self.sizeText(table[row].minfreePages, pageSize: pageSize)
    case .adj: "\(table[row].adj)"
    }
  }

  /// The exact text of a size: whole MiB where it is, pages where it is not.
  private static func sizeText(_ pages: Int, pageSize: Int) -> String {
    let bytes = pages * pageSize
    return bytes % 1_048_576 == 0 ? "\(bytes / 1_048_576)MiB" : "\(pages)p"
  }

  /// The cell a step up (1) or down (−1): 1/64 of the size in whole MiB, or ten of the adj.
  func nudged(by steps: Int, from table: Thresholds, pageSize: Int) -> String {
    guard row < table.count else { return "" }
    switch column {
    case .size:
      let mebibyte = max(1, 1_048_576 / pageSize)
      let pages = table[row].minfreePages
      let step = max(mebibyte, pages / 64 / mebibyte * mebibyte)
      return Self.sizeText(max(0, pages + steps * step), pageSize: pageSize)
    case .adj:
      return "\(min(1000, max(-1000, Int(table[row].adj.rawValue) + 10 * steps)))"
    }
  }
}

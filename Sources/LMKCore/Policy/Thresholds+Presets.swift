/// A table with a name.
public enum Preset: String, Sendable, CaseIterable {
  /// The mainline driver's defaults: 6, 8, 16, 64 MiB with adj 0, 1, 6, 12.
  case classic
  /// A common Android table: 72, 90, 108, 126, 216, 315 MiB with adj 0, 100, 200, 250, 900, 950.
  case android

  /// The file term these tables were tuned with.
  public var fileTerm: FileTerm { .driver }

  var rows: [(mebibytes: Int, adj: OOMScoreAdj)] {
    switch self {
    case .classic: [(6, 0), (8, 1), (16, 6), (64, 12)]
    case .android: [(72, 0), (90, 100), (108, 200), (126, 250), (216, 900), (315, 950)]
    }
  }
}

extension Thresholds {
  /// A preset's table, clamped to the machine's memory: rows above it become the largest sizes that
  /// still rise.
  ///
  /// - Parameter ramPages: `nil`: not clamped.
  /// - Returns: the table, and how many rows were clamped.
  public static func preset(
    _ preset: Preset, ramPages: Int?, pageSize: Int
  ) -> (thresholds: Thresholds, clampedRows: Int) {
    let rows = preset.rows
    var clamped = 0
    var levels: [Level] = []
    for (index, row) in rows.enumerated() {
      var pages = row.mebibytes * 1_048_576 / pageSize
      if let ramPages {
        let limit = max(0, ramPages - (rows.count - 1 - index))
        if pages > limit {
          pages = limit
          clamped += 1
        }
      }
      levels.append(
        Level(minfreePages: max(pages, (levels.last?.minfreePages ?? -1) + 1), adj: row.adj))
    }
    guard let thresholds = try? Thresholds(levels) else {
      preconditionFailure("a preset's rows rise and are six at most")
    }
    return (thresholds, clamped)
  }

  /// The default table: row 1 = 2 % of usable memory, at least min(16 MiB, 8 %), at most 2 GiB;
  /// rows 1 to 6 = ×1, 1.5, 2, 2.5, 3, 4 with adj 0, 100, 200, 300, 600, 900.
  public static func defaults(usablePages: Int, pageSize: Int) -> Thresholds {
    let mebibyte = 1_048_576 / Double(pageSize)
    let usable = Double(usablePages)
    let floor = min(16 * mebibyte, usable * 0.08)
    let first = min(max(usable * 0.02, floor), 2048 * mebibyte)
    let factors = [1, 1.5, 2, 2.5, 3, 4]
    let adjs: [OOMScoreAdj] = [0, 100, 200, 300, 600, 900]
    var levels: [Level] = []
    for (factor, adj) in zip(factors, adjs) {
      let pages = Int(first * factor)
      levels.append(Level(minfreePages: max(pages, (levels.last?.minfreePages ?? 0) + 1), adj: adj))
    }
    guard let thresholds = try? Thresholds(levels) else {
      preconditionFailure("the default rows rise and are six")
    }
    return thresholds
  }
}

/// Up to six rows (minfree, adj), minfree rising strictly, adj never falling. Row 1 is the last
/// resort. Kept inline: no heap reference.
///
/// The first row, from row 1 on, with both terms strictly below its minfree, and with its gates
/// open where it has any, is the active one. No row: nobody dies.
///
/// Behind them may stand up to three stall rows, which act by their lamps whatever headroom is. Where
/// one acts too, the lower adj counts. Their indices follow those of the others.
public struct Thresholds: Hashable, Sendable {
  public static let capacity = 6

  public static let stallCapacity = 3

  private var rows: InlineArray<6, Level>
  private var stalls: InlineArray<3, StallRow>
  public private(set) var count: Int
  public private(set) var stallCount = 0

  /// No row at all: nobody ever dies.
  public init() {
    rows = InlineArray(repeating: Level(minfreePages: 0, adj: 0))
    stalls = InlineArray(
      repeating: StallRow(.full, StallCondition(percent: 100, lasting: .zero), adj: .maximum))
    count = 0
  }

  /// - Parameter ramPages: a row above it is refused; `nil`: not checked.
  /// - Throws: the first defect, with its row.
  public init(_ levels: some Collection<Level>, ramPages: Int? = nil) throws(ThresholdsError) {
    self.init()
    guard !levels.isEmpty else { throw ThresholdsError(.noRow, row: 1) }
    for (index, level) in levels.enumerated() {
      guard index < Self.capacity else { throw ThresholdsError(.tooManyRows, row: index + 1) }
      guard level.minfreePages >= 0 else { throw ThresholdsError(.negativeSize, row: index + 1) }
      if let ramPages, level.minfreePages > ramPages {
        throw ThresholdsError(.aboveRAM(ramPages: ramPages), row: index + 1)
      }
      if index > 0 {
        guard level.minfreePages > rows[index - 1].minfreePages else {
          throw ThresholdsError(.sizeNotRising, row: index + 1)
        }
        guard level.adj >= rows[index - 1].adj else {
          throw ThresholdsError(.adjFalling, row: index + 1)
        }
      }
      rows[index] = level
      count = index + 1
    }
  }

  public var isEmpty: Bool { count == 0 }
  public var indices: Range<Int> { 0..<count }

  /// Those of the stall rows too.
  public var allIndices: Range<Int> { 0..<count + stallCount }

  /// Row `index + 1`; of a stall row, one with a minfree of 0. Traps outside `allIndices`.
  public subscript(index: Int) -> Level {
    precondition(allIndices.contains(index))
    return index < count
      ? rows[index] : Level(minfreePages: 0, adj: stalls[index - count].adj)
  }

  /// - Parameter index: 0 for the first of them. Traps outside `0..<stallCount`.
  public func stallRow(_ index: Int) -> StallRow {
    precondition(index < stallCount)
    return stalls[index]
  }

  public var stallRows: [StallRow] { (0..<stallCount).map { stalls[$0] } }

  /// The same table with these stall rows.
  /// - Throws: more than `stallCapacity`.
  public func stalling(_ stalls: some Collection<StallRow>) throws(ThresholdsError) -> Thresholds {
    guard stalls.count <= Self.stallCapacity else {
      throw ThresholdsError(.tooManyStallRows, row: count + Self.stallCapacity + 1)
    }
    var table = self
    table.stallCount = stalls.count
    for (index, stall) in stalls.enumerated() { table.stalls[index] = stall }
    return table
  }

  public var levels: [Level] { indices.map { rows[$0] } }

  /// The index of the active row, or `nil` if none is crossed. O(1): six rows at most.
  public func active(at terms: MemoryTerms) -> Int? {
    var active: Int?
    for index in 0..<count {
      let minfree = rows[index].minfreePages
      if terms.otherFree < minfree && terms.otherFile < minfree && isOpen(index, terms.lamps) {
        active = index
        break
      }
    }
    for index in 0..<stallCount where terms.lamps.acts(stallRow: index) {
      if let active, self[active].adj <= stalls[index].adj { continue }
      active = count + index
    }
    return active
  }

  /// The index of the first row that, as headroom falls, exposes a candidate at `adj`; `nil` if it
  /// is below every row.
  public func firstRow(exposing adj: OOMScoreAdj) -> Int? {
    for index in indices.reversed() where rows[index].adj <= adj { return index }
    return nil
  }

  /// The same table with one row changed.
  ///
  /// - Throws: what the changed table violates; this one stays as it is.
  public func replacing(
    _ index: Int, with level: Level, ramPages: Int?
  ) throws(ThresholdsError) -> Thresholds {
    var levels = self.levels
    levels[index] = level
    return try Thresholds(levels, ramPages: ramPages).stalling(stallRows)
  }

  /// The same table with steps of their own for the first rows; the others take those of any row.
  public func stepping(_ steps: some Collection<Escalation>) -> Thresholds {
    var table = self
    for index in indices { table.rows[index].steps = nil }
    for (index, steps) in zip(indices, steps) { table.rows[index].steps = steps }
    return table
  }

  public static func == (left: Thresholds, right: Thresholds) -> Bool {
    left.count == right.count && left.indices.allSatisfy { left.rows[$0] == right.rows[$0] }
      && left.stallRows == right.stallRows
  }

  public func hash(into hasher: inout Hasher) {
    for index in indices { hasher.combine(rows[index]) }
    hasher.combine(stallCount)
  }
}

/// Why a table is refused, and in which row.
public struct ThresholdsError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Defect: Error, Hashable, Sendable, CustomStringConvertible {
    case noRow
    case tooManyRows
    case notASize(String)
    case notAnAdj(String)
    case missingColon(String)
    case negativeSize
    case sizeNotRising
    case adjOutOfRange(String)
    case adjFalling
    case aboveRAM(ramPages: Int)
    case notAGate(String)
    case doubledGate(String)
    case notAStall(String)
    case gateOfStallRow(String)
    case tooManyStallRows
  }

  public var defect: Defect
  /// 1-based.
  public var row: Int
  /// The character of the text, 1-based, at which the row begins; `nil` where there is no text.
  public var column: Int?

  public init(_ defect: Defect, row: Int, column: Int? = nil) {
    self.defect = defect
    self.row = row
    self.column = column
  }

  /// `row 3, character 17: …`
  public var description: String {
    let place = column.map { "row \(row), character \($0)" } ?? "row \(row)"
    return "\(place): \(defect)"
  }
}

extension ThresholdsError.Defect {
  public var description: String {
    switch self {
    case .noRow: "the table is empty; it takes 1 to 6 rows SIZE:ADJ"
    case .tooManyRows: "more than 6 rows"
    case .notASize(let text): "'\(text)' is not a size; write pages (18432p), 64MiB, 2GiB or 2%"
    case .notAnAdj(let text): "'\(text)' is not an adj; write a whole number from -1000 to 1000"
    case .missingColon(let text): "'\(text)' has no colon; a row is SIZE:ADJ"
    case .negativeSize: "the size is negative"
    case .sizeNotRising: "the size must be larger than that of the row before it"
    case .adjOutOfRange(let text): "adj \(text) is outside -1000...1000"
    case .adjFalling: "the adj must not be smaller than that of the row before it"
    case .aboveRAM(let pages): "the size is above the machine's \(pages) pages of memory"
    case .notAGate(let text):
      "'\(text)' is not a gate; write swap<=10%, some>=20%/3s, full>=10%/3s, available<=3x or "
        + "available<=10%"
    case .doubledGate(let text): "there is a second '\(text)' in this row"
    case .notAStall(let text): "'\(text)' is not a stall; write full>=25%/3s or refaults>=50%/10s"
    case .gateOfStallRow(let text):
      "'\(text)' does not go with a stall row; only available<=10% does"
    case .tooManyStallRows: "more than 3 stall rows"
    }
  }
}

import LMKCore

/// What the list is sorted by, in every view. Equals keep the kill order.
public struct SortOrder: Hashable, Sendable {
  /// `.rank` is the kill order.
  public var column: ListColumn
  public var isInverted: Bool

  public init(_ column: ListColumn = .rank, isInverted: Bool = false) {
    self.column = column
    self.isInverted = isInverted
  }

  /// As the configuration has it: `rss`, `-rss` for the other way round. `nil`: there is no such
  /// order.
  public init?(text: String) {
    let isInverted = text.hasPrefix("-")
    guard let column = ListColumn(rawValue: String(text.dropFirst(isInverted ? 1 : 0))),
      ListColumn.sortable.contains(column)
    else { return nil }
    self.init(column, isInverted: isInverted)
  }

  public var text: String { (isInverted ? "-" : "") + column.rawValue }

  /// The plain kill order, in which "the rows above die first" is true.
  var isKillOrder: Bool { column == .rank && !isInverted }

  func next(by steps: Int) -> SortOrder {
    let all = ListColumn.sortable
    let place = all.firstIndex(of: column) ?? 0
    return SortOrder(all[((place + steps) % all.count + all.count) % all.count])
  }

  var words: String { column == .rank ? "kill order" : column.words }
}

/// Where a process stands among others: compared like numbers, whatever the column holds.
struct SortKey: Comparable {
  var high: UInt64
  /// The second half of a name; else 0.
  var low: UInt64 = 0
  /// In the kill order.
  var row: Int32

  static func < (left: SortKey, right: SortKey) -> Bool {
    if left.high != right.high { return left.high < right.high }
    if left.low != right.low { return left.low < right.low }
    return left.row < right.row
  }
}

/// Packs what a column holds into keys.
struct SortKeyMaker {
  let snapshot: Snapshot
  let order: SortOrder
  /// Places of the users' names by the alphabet.
  private var users: [UInt32: UInt64] = [:]
  /// Places of the units' names by the alphabet.
  private var units: [ControlGroupID: UInt64] = [:]

  init(
    _ snapshot: Snapshot, _ order: SortOrder, userNames: [UInt32: String],
    units names: (ControlGroupID) -> String
  ) {
    self.snapshot = snapshot
    self.order = order
    switch order.column {
    case .user:
      var found: [UInt32: String] = [:]
      for row in snapshot.rows where found[row.candidate.uid] == nil {
        found[row.candidate.uid] = userNames[row.candidate.uid] ?? "\(row.candidate.uid)"
      }
      for (place, user) in found.sorted(by: { $0.value < $1.value }).enumerated() {
        users[user.key] = UInt64(place)
      }
    case .unit:
      let found = snapshot.groups.keys.map { ($0, names($0)) }.sorted { $0.1 < $1.1 }
      for (place, group) in found.enumerated() { units[group.0] = UInt64(place) }
    default: break
    }
  }

  /// Lesser comes first. O(1).
  func key(of row: Int) -> SortKey {
    let candidate = snapshot.rows[row].candidate
    var low: UInt64 = 0
    var high: UInt64
    switch order.column {
    case .rank, .sum, .color, .depth, .below, .pages, .why: high = UInt64(row)
    case .adj: high = Self.descending(Int(candidate.effectiveAdj.rawValue))
    case .frees: high = Self.descending(candidate.freesPages)
    case .growth: high = Self.descending(Self.whole(candidate.growth))
    case .rss: high = Self.descending(candidate.rssPages)
    case .swap: high = Self.descending(candidate.swapPages)
    case .cpu: high = Self.descending(Self.whole((time(row)?.share ?? -1) * 1e6))
    case .time: high = Self.descending(time(row).map { Int(clamping: $0.ticks) } ?? -1)
    case .pid: high = UInt64(candidate.key.pid)
    case .user: high = users[candidate.uid] ?? .max
    // Who has none comes last.
    case .unit: high = units[candidate.group] ?? .max
    case .state: high = UInt64(candidate.state.rawValue)
    case .name: (high, low) = Self.alphabetic(candidate.name)
    }
    if order.isInverted {
      high = ~high
      low = ~low
    }
    return SortKey(high: high, low: low, row: Int32(row))
  }

  private func time(_ row: Int) -> ProcessTime? {
    row < snapshot.times.count ? snapshot.times[row] : nil
  }

  private static func whole(_ value: Float) -> Int {
    value.isFinite ? Int(min(max(value, -1e15), 1e15)) : 0
  }

  private static func descending(_ value: Int) -> UInt64 {
    // The sign turned over, so that unsigned numbers have the order; then the other way round.
    ~(UInt64(bitPattern: Int64(value)) ^ 1 << 63)
  }

  private static func alphabetic(_ name: ProcessName) -> (UInt64, UInt64) {
    let packed = name.packed
    return (
      ASCIICase.lowered(packed.low).byteSwapped, ASCIICase.lowered(packed.high).byteSwapped
    )
  }
}

/// ASCII letters without their case, eight at once.
enum ASCIICase {
  static func lowered(_ word: UInt64) -> UInt64 {
    // Bit 7 of each byte tells whether it is in A…Z; bytes above 0x7F are left alone.
    let ones: UInt64 = 0x0101_0101_0101_0101
    let seven = word & (ones * 0x7F)
    let fromA = seven &+ ones * (0x80 - 0x41)
    let beyondZ = seven &+ ones * (0x80 - 0x5B)
    let isUpper = (fromA ^ beyondZ) & ~word & (ones * 0x80)
    return word | isUpper >> 2
  }

  static func lowered(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}

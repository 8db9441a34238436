/// One condition of a row, as a lamp: its value, its limit, and whether it is lit.
public struct Lamp: Hashable, Sendable {
  public enum Quantity: Hashable, Sendable {
    /// Per cent.
    case swapFree, some, full, refaults
    /// Pages.
    case available
  }

  public var quantity: Quantity
  /// `nil`: it cannot be measured here, and stays dark.
  public var value: Double?
  public var limit: Double
  /// How long it has to be reached; zero: at once.
  public var lasting: Duration
  public var isLit: Bool

  /// Lit at or below the limit; else at or above it.
  public var isCeiling: Bool {
    switch quantity {
    case .swapFree, .available: true
    case .some, .full, .refaults: false
    }
  }

  /// How far the value is from its limit; 0 or more while the condition is reached.
  public var margin: Double? {
    value.map { isCeiling ? limit - $0 : $0 - limit }
  }
}

extension Thresholds {
  /// Whether any row has a gate, or there is a stall row: without, no lamp is asked.
  public var hasConditions: Bool {
    stallCount > 0 || indices.contains { !self[$0].gates.isEmpty }
  }

  /// The gates of a row (index), or the conditions of a stall row (its index behind the others).
  public func lamps(ofRow row: Int, at terms: MemoryTerms) -> [Lamp] {
    if row >= count { return stallLamps(row - count, terms) }
    let level = self[row]
    let gates = level.gates
    func lamp(
      _ kind: Gates.Kind, _ quantity: Lamp.Quantity, _ value: Double?, _ limit: Double,
      lasting: Duration = .zero
    ) -> Lamp {
      Lamp(
        quantity: quantity, value: value, limit: limit, lasting: lasting,
        isLit: terms.lamps.isOpen(kind, ofRow: row))
    }
    var lamps: [Lamp] = []
    if let limit = gates.swapFreePercent {
      lamps.append(lamp(.swapFree, .swapFree, Double(terms.swapFreePercent), Double(limit)))
    }
    if let wanted = gates.some {
      lamps.append(
        lamp(
          .some, .some, terms.lamps.some.map(Double.init), Double(wanted.percent),
          lasting: wanted.duration))
    }
    if let wanted = gates.full {
      lamps.append(
        lamp(
          .full, .full, terms.lamps.full.map(Double.init), Double(wanted.percent),
          lasting: wanted.duration))
    }
    if let limit = gates.available {
      lamps.append(
        lamp(
          .available, .available, Double(terms.available),
          limit.pages(minfree: level.minfreePages, total: terms.total)))
    }
    return lamps
  }

  private func stallLamps(_ index: Int, _ terms: MemoryTerms) -> [Lamp] {
    let stall = stallRow(index)
    let quantity: Lamp.Quantity =
      switch stall.measure {
      case .some: .some
      case .full: .full
      case .refaults: .refaults
      }
    let acts = terms.lamps.acts(stallRow: index)
    let value = terms.lamps.value(of: stall.measure).map(Double.init)
    var lamps = [
      Lamp(
        quantity: quantity, value: value, limit: Double(stall.condition.percent),
        lasting: stall.condition.duration, isLit: acts)
    ]
    if let limit = stall.available?.pages(minfree: 0, total: terms.total) {
      lamps.append(
        Lamp(
          quantity: .available, value: Double(terms.available), limit: limit, lasting: .zero,
          isLit: acts || Double(terms.available) <= limit))
    }
    return lamps
  }

  /// The first row (index) with both terms below its minfree, whatever its gates say: the driver's
  /// rule. `nil`: none.
  public func crossed(at terms: MemoryTerms) -> Int? {
    indices.first { terms.headroom < self[$0].minfreePages }
  }

  /// A row (index) is crossed, and these of its gates are closed; `nil`: it is not crossed, or
  /// nothing blocks it.
  public func blockers(ofRow row: Int, at terms: MemoryTerms) -> [Lamp]? {
    guard terms.headroom < self[row].minfreePages else { return nil }
    let closed = lamps(ofRow: row, at: terms).filter { !$0.isLit }
    return closed.isEmpty ? nil : closed
  }

  func isOpen(_ row: Int, _ lamps: Lamps) -> Bool {
    let gates = self[row].gates
    return gates.isEmpty
      || Gates.Kind.allCases.allSatisfy { !gates.has($0) || lamps.isOpen($0, ofRow: row) }
  }
}

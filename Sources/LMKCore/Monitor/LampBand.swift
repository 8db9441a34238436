/// Where a value stands against the limit of a condition: it is lit at the limit, and goes out only
/// beyond a band:
///
///     PSI       on at the limit, for its duration    off five points below it (or at half of it)
///     swap      on at the limit                      off two points above it
///     available on at the limit                      off a twentieth above it
struct LampBand {
  /// At or beyond the limit.
  var isReached: Bool
  /// Between the limit and where it goes out, or beyond the limit.
  var isNear: Bool

  /// - Parameter value: `nil`: not known, which lights nothing.
  init(_ wanted: StallCondition, _ value: Float?) {
    let off = max(wanted.percent - 5, wanted.percent / 2)
    isReached = (value ?? -1) >= wanted.percent
    isNear = (value ?? -1) >= off
  }

  init(_ limit: AvailableLimit, minfree: Int, _ terms: MemoryTerms) {
    let pages = limit.pages(minfree: minfree, total: terms.total)
    let available = Double(terms.available)
    isReached = available <= pages
    isNear = available <= pages * 1.05
  }

  init(swapFreePercent limit: Float, _ terms: MemoryTerms) {
    let free = terms.swapFreePercent
    isReached = free <= limit
    isNear = free <= limit + 2
  }

  /// Whether it is lit, if it lasts as long as it has to.
  func isLit(after wasLit: Bool) -> Bool { isReached || wasLit && isNear }
}

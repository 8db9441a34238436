/// Sizes in words: binary units, three digits, at most six columns (`790M`, `2.00G`, `-1023M`).
public struct SizeText: Hashable, Sendable {
  /// Bytes.
  private var pageSize: Int

  public init(pageSize: Int) { self.pageSize = max(1, pageSize) }

  /// A number of pages, which may be negative.
  public func callAsFunction(_ pages: Int) -> String {
    let (bytes, overflow) = pages.multipliedReportingOverflow(by: pageSize)
    return Self.words(bytes: overflow ? (pages < 0 ? .min + 1 : .max) : bytes)
  }

  /// A rate, in pages per second: its size without a sign.
  public func rate(_ pagesPerSecond: Double) -> String {
    let bytes = min(pagesPerSecond.magnitude * Double(pageSize), 4e18)
    return Self.words(bytes: bytes.isFinite ? Int(bytes) : 0) + "/s"
  }

  public static func words(bytes: Int) -> String {
    guard bytes != 0 else { return "0" }
    let sign = bytes < 0 ? "-" : ""
    let size = UInt64(bytes.magnitude)
    var unit = 0
    // 1023.5 of a unit would be printed as 1024: that is 1.00 of the next.
    while unit < 6, unit == 0 ? size >= 1024 : size >> (10 * (unit - 1)) >= 1024 * 1024 - 512 {
      unit += 1
    }
    guard unit > 0 else { return "\(sign)\(size)B" }
    let letter = ["K", "M", "G", "T", "P", "E"][unit - 1]
    let whole = size >> (10 * unit)
    let fraction = (size & ((1 << (10 * unit)) - 1)) >> (10 * (unit - 1))
    // Rounded half up, in 64 bits up to 8 EiB.
    func rounded(to parts: UInt64) -> UInt64 { whole * parts + (fraction * parts + 512) / 1024 }

    // Kibibytes need no decimals beside numbers a thousand times as large, mebibytes few.
    let decimals = letter == "K" ? 0 : letter == "M" ? 1 : 2
    if decimals == 2 && rounded(to: 100) < 1000 {
      let hundredths = rounded(to: 100)
      let rest = hundredths % 100
      return "\(sign)\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)\(letter)"
    }
    if decimals > 0 && rounded(to: 10) < (decimals == 2 ? 1000 : 100) {
      let tenths = rounded(to: 10)
      return "\(sign)\(tenths / 10).\(tenths % 10)\(letter)"
    }
    return "\(sign)\(rounded(to: 1))\(letter)"
  }
}

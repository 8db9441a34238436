/// Numbers in words, without Foundation.
enum NumberText {
  /// With one decimal: `12.4`.
  static func tenths(_ value: Double) -> String {
    guard value.isFinite else { return "?" }
    let tenths = Int((min(max(value, -1e15), 1e15) * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    return "\(sign)\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
  }

  /// A rate: one decimal below ten, none above.
  static func rate(_ perSecond: Double) -> String {
    guard perSecond.isFinite else { return "?" }
    if perSecond > 0 && perSecond < 0.05 { return "<0.1" }
    return perSecond < 9.95
      ? tenths(perSecond) : "\(Int(min(perSecond, 1e15).rounded()))"
  }

  /// A time span an operator can act on: `118 ms`, `14 s`, `3 min`, `5 h`.
  static func span(_ duration: Duration) -> String {
    let seconds = duration.inSeconds
    if seconds < 1 { return "\(Int((seconds * 1000).rounded())) ms" }
    if seconds < 9.95 {
      let text = tenths(seconds)
      return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " s"
    }
    if seconds < 120 { return "\(Int(seconds.rounded())) s" }
    if seconds < 7200 { return "\(Int((seconds / 60).rounded())) min" }
    return "\(Int((seconds / 3600).rounded())) h"
  }

  static func count(_ number: some BinaryInteger, _ singular: String, _ plural: String) -> String {
    number == 1 ? "1 \(singular)" : "\(number) \(plural)"
  }
}

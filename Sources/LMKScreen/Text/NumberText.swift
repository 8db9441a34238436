/// Numbers in words, without Foundation, and without the C library's mathematics: this room links
/// nothing.
enum NumberText {
  /// The nearest whole number, halves away from zero; within ±10¹⁵.
  static func whole(_ value: Double) -> Int {
    guard value.isFinite else { return 0 }
    let limited = min(max(value, -1e15), 1e15)
    return Int(limited < 0 ? limited - 0.5 : limited + 0.5)
  }

  /// With one decimal: `12.4`.
  static func tenths(_ value: Double) -> String {
    guard value.isFinite else { return "?" }
    let tenths = whole(value * 10)
    let sign = tenths < 0 ? "-" : ""
    return "\(sign)\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
  }

  /// A rate: one decimal below ten, none above.
  static func rate(_ perSecond: Double) -> String {
    guard perSecond.isFinite else { return "?" }
    if perSecond == 0 { return "0" }
    if perSecond > 0 && perSecond < 0.05 { return "<0.1" }
    return perSecond < 9.95
      ? tenths(perSecond) : "\(whole(perSecond))"
  }

  /// A time span an operator can act on: `118 ms`, `14 s`, `3 min`, `5 h`.
  static func span(_ duration: Duration) -> String {
    let seconds = duration.inSeconds
    if seconds < 1 { return "\(whole(seconds * 1000)) ms" }
    if seconds < 9.95 {
      let text = tenths(seconds)
      return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " s"
    }
    if seconds < 120 { return "\(whole(seconds)) s" }
    if seconds < 7200 { return "\(whole(seconds / 60)) min" }
    return "\(whole(seconds / 3600)) h"
  }

  static func count(_ number: some BinaryInteger, _ singular: String, _ plural: String) -> String {
    number == 1 ? "1 \(singular)" : "\(number) \(plural)"
  }
}

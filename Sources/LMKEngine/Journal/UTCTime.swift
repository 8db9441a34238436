/// A moment of the wall clock in UTC, as RFC 3339 text with milliseconds.
public struct UTCTime: CustomStringConvertible {
  public var nanosecondsSince1970: Int64

  public init(nanosecondsSince1970: Int64) { self.nanosecondsSince1970 = nanosecondsSince1970 }

  /// `2026-11-23T11:49:02.123Z`
  public var description: String {
    let milliseconds = nanosecondsSince1970 / 1_000_000
    let days = milliseconds / 86_400_000
    let inDay = milliseconds - days * 86_400_000
    // Days to a civil date, with years that begin in March (Hinnant, "chrono-compatible low-level
    // date algorithms").
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let date = "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))"
    let hour = inDay / 3_600_000
    let minute = inDay / 60_000 % 60
    let second = inDay / 1000 % 60
    let time = "\(hour.padded(2)):\(minute.padded(2)):\(second.padded(2))"
    return "\(date)T\(time).\((inDay % 1000).padded(3))Z"
  }
}

extension Int64 {
  fileprivate func padded(_ width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
  }
}

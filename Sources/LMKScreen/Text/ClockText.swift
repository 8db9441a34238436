import LMKCore

/// Moments as an operator's wall clock shows them.
struct ClockText: Hashable, Sendable {
  /// To be added to an `Instant` to get Unix time, in nanoseconds.
  var offset: Int64
  /// East of Greenwich, in seconds.
  var secondsFromUTC: Int

  private func localSeconds(_ moment: Instant) -> Int64 {
    let unix = moment.nanoseconds &+ offset
    // Rounded down, also before 1970.
    let seconds = unix >= 0 ? unix / 1_000_000_000 : (unix &- 999_999_999) / 1_000_000_000
    return seconds + Int64(secondsFromUTC)
  }

  /// Seconds since midnight.
  func secondOfDay(_ moment: Instant) -> Int {
    Int((localSeconds(moment) % 86_400 + 86_400) % 86_400)
  }

  /// `00:49:07`.
  func time(_ moment: Instant) -> String {
    let second = secondOfDay(moment)
    return [second / 3600, second / 60 % 60, second % 60].map(Self.twoDigits)
      .joined(separator: ":")
  }

  /// `2025-03-09`, in the proleptic Gregorian calendar.
  func date(_ moment: Instant) -> String {
    let local = localSeconds(moment)
    let days = Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
    // Days to a date by eras of 400 years that begin on 1 March (Hinnant).
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(year)-\(Self.twoDigits(month))-\(Self.twoDigits(day))"
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

import LMKEngine
import LMKLinux

/// A moment of the wall clock: as the journal writes it, as an operator asks for it, as he reads it.
struct JournalMoment: Hashable, Comparable {
  var nanosecondsSince1970: Int64

  static func < (left: JournalMoment, right: JournalMoment) -> Bool {
    left.nanosecondsSince1970 < right.nanosecondsSince1970
  }

  /// `2026-11-23 11:49:02`, local time.
  var local: String {
    let offset = Host.utcOffset(at: nanosecondsSince1970 / 1_000_000_000)
    let shifted = nanosecondsSince1970 + Int64(offset) * 1_000_000_000
    let text = UTCTime(nanosecondsSince1970: shifted).description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
  }

  /// What the journal writes: `2026-11-23T11:49:02.123Z`. `nil`: it is not that.
  init?(utc text: String) {
    guard text.hasSuffix("Z") else { return nil }
    let parts = text.dropLast().split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, let days = Self.days(parts[0]), let time = Self.time(parts[1]) else {
      return nil
    }
    nanosecondsSince1970 = days * 86_400_000_000_000 + time
  }

  init(nanosecondsSince1970: Int64) { self.nanosecondsSince1970 = nanosecondsSince1970 }

  /// What an operator types: `2026-11-23`, `2026-11-23 11:49`, `11:49:02` (today), with a `Z` in
  /// UTC, and `90s`, `15min`, `2h`, `3d` ago. `nil`: none of these.
  init?(typed text: String, now: JournalMoment) {
    if let ago = Self.span(text) {
      nanosecondsSince1970 = now.nanosecondsSince1970 - ago
      return
    }
    if let moment = JournalMoment(utc: text) {
      self = moment
      return
    }
    let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
    var days = Self.days(Substring(now.local.prefix(10)))
    var time: Int64? = 0
    switch parts.count {
    case 1 where parts[0].utf8.contains(UInt8(ascii: ":")): time = Self.time(parts[0])
    case 1: days = Self.days(parts[0])
    case 2:
      days = Self.days(parts[0])
      time = Self.time(parts[1])
    default: return nil
    }
    guard let days, let time else { return nil }
    let local = days * 86_400_000_000_000 + time
    // The offset at that moment, which is not known before the moment is.
    var moment = local
    for _ in 0..<2 {
      moment = local - Int64(Host.utcOffset(at: moment / 1_000_000_000)) * 1_000_000_000
    }
    nanosecondsSince1970 = moment
  }

  static var now: JournalMoment {
    JournalMoment(
      nanosecondsSince1970: MonotonicClock.now().nanoseconds + MonotonicClock.wallOffset())
  }

  // MARK: Parts

  private static func span(_ text: String) -> Int64? {
    let units: [(String, Int64)] = [("min", 60), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)]
    for (unit, seconds) in units where text.hasSuffix(unit) {
      guard let number = Int64(text.dropLast(unit.count)), (0...1_000_000).contains(number) else {
        continue
      }
      return number * seconds * 1_000_000_000
    }
    return nil
  }

  /// Days since 1970 of `2026-11-23` (Hinnant: years that begin in March).
  private static func days(_ text: Substring) -> Int64? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Nanoseconds of `11:49`, `11:49:02` or `11:49:02.123`.
  private static func time(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, let hour = Int64(parts[0]),
      let minute = Int64(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
    else { return nil }
    var nanoseconds: Int64 = 0
    if parts.count == 3 {
      guard let seconds = Double(parts[2]), (0..<61).contains(seconds) else { return nil }
      nanoseconds = Int64(seconds * 1000) * 1_000_000
    }
    return (hour * 3600 + minute * 60) * 1_000_000_000 + nanoseconds
  }
}

import LMKCore

/// What a recording holds, for the bar of a replay and for jumps.
public struct ReplayOutline: Sendable {
  public struct Mark: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      /// A row became the active one (index), or none.
      case level(Int?)
      /// Somebody was signalled.
      case kill
      case wouldKill
      /// The kernel's own killer acted.
      case kernelKill
      /// Events are missing.
      case gap
    }

    public var at: Instant
    public var kind: Kind
    /// For the operator who jumps to it.
    public var words: String

    public init(at: Instant, _ kind: Kind, words: String) {
      self.at = at
      self.kind = kind
      self.words = words
    }

    var isLevel: Bool {
      if case .level = kind { return true }
      return false
    }

    var isKill: Bool {
      switch kind {
      case .kill, .wouldKill, .kernelKill: true
      case .level, .gap: false
      }
    }
  }

  public var first: Instant
  public var last: Instant
  /// In their order.
  public var marks: [Mark]
  /// As in `ViewEnvironment`.
  public var wallClockOffset: Int64
  public var secondsFromUTC: Int

  public init(
    first: Instant, last: Instant, marks: [Mark], wallClockOffset: Int64, secondsFromUTC: Int
  ) {
    self.first = first
    self.last = last
    self.marks = marks
    self.wallClockOffset = wallClockOffset
    self.secondsFromUTC = secondsFromUTC
  }

  var clock: ClockText { ClockText(offset: wallClockOffset, secondsFromUTC: secondsFromUTC) }

  /// The first mark behind a moment, or the last before it. O(n).
  func mark(
    _ direction: Direction, _ moment: Instant, where isWanted: (Mark) -> Bool
  ) -> Mark? {
    switch direction {
    case .after: marks.first { $0.at > moment && isWanted($0) }
    case .before: marks.last { $0.at < moment && isWanted($0) }
    }
  }

  enum Direction: Hashable, Sendable { case before, after }

  /// The row that is active at a moment, by the marks before it. O(n).
  func level(at moment: Instant) -> Int? {
    for mark in marks.reversed() where mark.at <= moment {
      if case .level(let level) = mark.kind { return level }
    }
    return nil
  }

  /// The moment that a wall clock's `12:51`, `12:51:08` or `+90` (seconds from the beginning) means:
  /// of several days the first that is not over. `nil`: it is no such text.
  func moment(_ text: String) -> Instant? {
    if text.hasPrefix("+"), let seconds = Int(text.dropFirst()), seconds < 10_000_000 {
      return first.advanced(by: .seconds(seconds))
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.count <= 2 && part.allSatisfy { $0.isASCII && $0.isNumber } ? Int(part) : nil
    }
    guard (2...3).contains(parts.count), numbers.count == parts.count, numbers[0] < 24,
      numbers.dropFirst().allSatisfy({ $0 < 60 })
    else { return nil }
    let wanted = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
    let began = clock.secondOfDay(first)
    let wait = (wanted - began + 86_400) % 86_400
    // A moment before the beginning is meant as the beginning, not as the next day.
    let candidate = first.advanced(by: .seconds(wait))
    if candidate > last, wanted < began { return first }
    return candidate
  }
}

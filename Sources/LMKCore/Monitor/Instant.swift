/// A moment on the monotonic clock (`CLOCK_MONOTONIC`), in nanoseconds.
///
/// The core has no clock: every moment reaches it as an argument, so a recorded hour and a live
/// one run through the same code.
public struct Instant: InstantProtocol, Hashable, Sendable {
  /// Nanoseconds since the clock's own beginning.
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static func < (left: Instant, right: Instant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  public func advanced(by duration: Duration) -> Instant {
    Instant(nanoseconds: nanoseconds + duration.wholeNanoseconds)
  }

  public func duration(to other: Instant) -> Duration {
    .nanoseconds(other.nanoseconds - nanoseconds)
  }

  /// Seconds from `earlier` to this moment; negative if `earlier` is later.
  public func seconds(since earlier: Instant) -> Double {
    Double(nanoseconds - earlier.nanoseconds) / 1e9
  }
}

extension Duration {
  /// The duration in nanoseconds, rounded towards zero. Traps beyond 292 years.
  public var wholeNanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }

  public var inSeconds: Double { Double(wholeNanoseconds) / 1e9 }
}

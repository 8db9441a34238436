/// What one draining of an event source brought, besides the events themselves.
public struct Drained: Hashable, Sendable {
  /// Messages that were read, whether they said anything or not.
  public var messages = 0
  /// How often the kernel found no room: each time at least one event was lost.
  public var overruns: UInt64 = 0
  /// Events that are known to be missing, by the source's own count. An overrun shows here only
  /// once the source speaks again.
  public var missing: UInt64 = 0
  /// Messages that did not have the expected form, and were passed over.
  public var malformed: UInt64 = 0
  /// The call stopped at its bound: call again, soon.
  public var hasMore = false

  public init() {}

  /// Events were lost: whoever keeps a table by them must read everything again.
  public var hasLost: Bool { overruns > 0 || missing > 0 || malformed > 0 }

  /// Sums; `hasMore` is that of `next`.
  public static func += (sum: inout Drained, next: Drained) {
    sum.messages += next.messages
    sum.overruns += next.overruns
    sum.missing += next.missing
    sum.malformed += next.malformed
    sum.hasMore = next.hasMore
  }
}

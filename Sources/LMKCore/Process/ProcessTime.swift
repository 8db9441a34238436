/// The CPU time of one process: all of it, and its share of late.
public struct ProcessTime: Hashable, Sendable {
  /// stat fields 14 and 15, in clock ticks.
  public var ticks: UInt64
  /// Of one CPU, between the last two readings: 1.5 is one and a half. `nil`: there was but one.
  public var share: Float?

  public init(ticks: UInt64, share: Float? = nil) {
    self.ticks = ticks
    self.share = share
  }
}

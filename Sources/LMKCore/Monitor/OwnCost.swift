/// What watching costs: this program's own share, and the kernel's reclaim beside it. Sums since the
/// start of whatever they count, but for `residentPages`.
public struct OwnCost: Hashable, Sendable {
  /// CPU time of all threads of this program, in nanoseconds.
  public var cpu: UInt64
  /// Resident now; 0 where it is not known.
  public var residentPages: Int
  /// Files of /proc that were read.
  public var filesRead: UInt64
  /// CPU time of the kswapd threads, in nanoseconds; `nil` where none is seen (in a pid namespace).
  public var kswapd: UInt64?

  public init(
    cpu: UInt64 = 0, residentPages: Int = 0, filesRead: UInt64 = 0, kswapd: UInt64? = nil
  ) {
    self.cpu = cpu
    self.residentPages = residentPages
    self.filesRead = filesRead
    self.kswapd = kswapd
  }
}

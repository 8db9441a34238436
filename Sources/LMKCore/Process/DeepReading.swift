/// What a second, slower look at /proc/PID tells of one process: what other killers go by, and the
/// engine does not ask for. Sizes are in pages.
public struct DeepReading: Hashable, Sendable {
  /// With `swapPages` by status `VmSwap`; of a zombie leader, by a live thread.
  public var reading: ProcessReading
  /// What its own statm says: 0 for a zombie leader whose threads live.
  public var leaderRSSPages: Int
  /// status `VmPTE`.
  public var pageTablePages: Int
  /// /proc/PID/oom_score, 0…1333 (to 2000 before Linux 5.9); `nil`: it could not be read.
  public var oomScore: Int?

  public init(
    _ reading: ProcessReading, leaderRSSPages: Int? = nil, pageTablePages: Int = 0,
    oomScore: Int? = nil
  ) {
    self.reading = reading
    self.leaderRSSPages = leaderRSSPages ?? reading.rssPages
    self.pageTablePages = pageTablePages
    self.oomScore = oomScore
  }
}

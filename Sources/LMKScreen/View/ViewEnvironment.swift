import LMKCore

/// What the screen must know of the world to put a snapshot into words.
public struct ViewEnvironment: Sendable {
  /// To be added to an `Instant` to get Unix time, in nanoseconds (`CLOCK_REALTIME` −
  /// `CLOCK_MONOTONIC`).
  public var wallClockOffset: Int64 = 0
  /// East of Greenwich, in seconds.
  public var secondsFromUTC = 0
  /// By user id; a user without a name is shown by number.
  public var userNames: [UInt32: String] = [:]
  public var hostName = ""
  /// What is shown instead of this machine, in capitals: `DEMO`; empty: it is this machine.
  public var stage = ""
  /// Draw with ASCII alone (`--ascii`, or a terminal that cannot do more).
  public var isASCII = false
  public var themeName = "default"
  /// Those that setup offers.
  public var themeNames: [String] = []
  /// For filters.
  public var patterns = PatternCompiler.none
  public var version = ""
  /// Command lines of those that were shown: shown instead of the name, where there is room.
  public var commandLines = CommandLineCache()
  /// What the memory of the process consists of whose details are shown.
  public var memoryParts = MemoryPartsCache()

  public init() {}

  var clock: ClockText { ClockText(offset: wallClockOffset, secondsFromUTC: secondsFromUTC) }
}

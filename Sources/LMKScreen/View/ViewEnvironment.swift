import LMKCore

/// A table by its name, until it is edited.
public struct NamedTable: Hashable, Sendable {
  public var name: String
  /// Nobody named it: it was chosen for the machine.
  public var isChosen: Bool
  public var thresholds: Thresholds

  public init(name: String, isChosen: Bool, thresholds: Thresholds) {
    self.name = name
    self.isChosen = isChosen
    self.thresholds = thresholds
  }
}

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

  /// The preset that holds from the start; `nil`: the table is somebody's own.
  public var preset: NamedTable?
  /// What this table and other killers would do, as far as it was asked for; `nil`: not yet.
  public var opinions: Opinions?

  public init() {}

  var clock: ClockText { ClockText(offset: wallClockOffset, secondsFromUTC: secondsFromUTC) }
}

import LMKCore

/// Where the journal goes, and how large it may become.
public struct JournalSettings: Sendable {
  /// Bytes of one file.
  public static let usualSizeLimit = 8 << 20
  /// Former files: `path.1` … `path.4`.
  public static let usualKept = 4

  /// Lines of JSON are appended there; `nil`: no file.
  public var path: String?
  public var sizeLimit = Self.usualSizeLimit
  public var kept = Self.usualKept
  /// journald's socket; `nil`: it is told nothing.
  public var socketPath: String?
  /// An entry as the screen says it; `nil`: lines without words. Called on the journal's thread.
  public var words: (@Sendable (JournalEntry) -> JournalWords)?
  /// Entries that may wait for a disk; what comes beyond is lost, and counted.
  public var queueCapacity = 512

  /// Where systemd's journald listens for entries of its native protocol.
  public static let journald = "/run/systemd/journal/socket"

  public init(path: String? = nil) { self.path = path }

  var isWanted: Bool { path != nil || socketPath != nil }
}

/// An entry as the events list shows it.
public struct JournalWords: Hashable, Sendable {
  /// `AUTO KILL`
  public var tag: String
  public var sentence: String

  public init(tag: String, sentence: String) {
    self.tag = tag
    self.sentence = sentence
  }
}

import LMKCore
import LMKLinux
import LMKTrace

/// What an engine is made with.
public struct EngineConfiguration: Sendable {
  public var monitor: MonitorConfiguration
  /// Where everything is read.
  public var root: ProcRoot
  public var journal: JournalSettings
  /// Who this program is; decides whom it may signal.
  public var identity: Identity
  public var hooks = Hooks()
  /// Played instead of watching this machine; `nil`: the present.
  public var replay: TraceReplay?
  /// `nil`: nothing is recorded.
  public var recording: RecordingSettings?
  public var sources = EventSources()
  /// Event sources that are left out though they may be there: what is seen without them must be
  /// right too, and that can be tried.
  public var withoutSources: Set<Capability.Name> {
    get { sources.without }
    set { sources.without = newValue }
  }
  /// Half of what can be bound at once: the others are a dialog's, and the deaths under way.
  public static let readyRange = 1...64
  public static let keptFilesRange = 0...8192
  /// So many of the first candidates are held ready: bound by a pidfd, their files open.
  public var readyVictims = 32
  /// Of so many processes at most files are kept open between passes; each holds 4 KiB in the
  /// kernel.
  public var keptFiles = KeptFiles.usualLimit
  /// Whom it works for.
  public var front = Front.terminal
  /// An invented machine in the place of this one: no process is read, and nobody can be harmed.
  public var isDemo = false
  /// When the terminal is gone.
  public var onHangUp = HangUp.disarm
  /// Arms by itself as soon as the processes are known, so that the rehearsal has somebody to walk
  /// up to. Refused like any other wish to arm, and told.
  public var armsAtStart = false

  /// - Parameter journalPath: journal lines are appended there; `nil`: no file.
  public init(
    monitor: MonitorConfiguration, root: ProcRoot, journalPath: String?, identity: Identity
  ) {
    self.monitor = monitor
    self.root = root
    journal = JournalSettings(path: journalPath)
    self.identity = identity
  }
}

/// Which event sources, and how.
public struct EventSources: Sendable {
  /// Not opened.
  public var without: Set<Capability.Name> = []
  /// Of the proc connector: a small one loses events in a storm.
  public var receiveBufferBytes = ProcConnector.usualReceiveBufferBytes
  /// Whose pressure triggers: the machine's, or a cgroup's memory.pressure.
  public var pressurePath = PressureTrigger.machine

  public init() {}
}

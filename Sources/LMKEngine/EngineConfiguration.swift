import LMKCore
import LMKLinux

/// What an engine is made with.
public struct EngineConfiguration: Sendable {
  public var monitor: MonitorConfiguration
  /// Where everything is read.
  public var root: ProcRoot
  public var journal: JournalSettings
  /// Who this program is; decides whom it may signal.
  public var identity: Identity
  public var hooks = Hooks()
  public var sources = EventSources()
  /// Event sources that are left out though they may be there: what is seen without them must be
  /// right too, and that can be tried.
  public var withoutSources: Set<Capability.Name> {
    get { sources.without }
    set { sources.without = newValue }
  }
  /// So many of the first candidates are held ready: bound by a pidfd, their files open. 1…64.
  public var readyVictims = 32
  /// Of so many processes at most files are kept open between passes; each holds 4 KiB in the
  /// kernel.
  public var keptFiles = KeptFiles.usualLimit

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

import ArgumentParser
import LMKCore
import LMKEngine
import LMKLinux

extension Capability.Name: ExpressibleByArgument {}

/// How the engine works: the same options for the screen and for the guard.
struct EngineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "From SIGTERM to SIGKILL of an automatic kill; 0: SIGKILL at once. Default 3.",
      valueName: "seconds"))
  var grace: Double?

  @Option(
    help: ArgumentHelp(
      "What a victim of an automatic kill gets to hear. Default \"TERM 3s, KILL\".",
      discussion: """
        Up to four signals, each but the last with a time until the next one; the last is KILL. With \
        semicolons: the steps of row 1 (the last resort), of row 2, ..., and of all further rows, \
        such as "KILL; TERM 1s, KILL; TERM 3s, KILL".
        """, valueName: "steps"))
  var steps: String?

  @Option(help: ArgumentHelp("Time between two looks, 0.1 to 60. Default 1.", valueName: "seconds"))
  var interval: Double?

  @Option(
    help: ArgumentHelp(
      "Append the journal here instead of $XDG_STATE_HOME/lmktop/journal.jsonl.",
      valueName: "file"))
  var journal: String?

  @Flag(name: .customLong("no-journal"), help: "Keep no journal.")
  var noJournal = false

  @Option(
    help: ArgumentHelp(
      "So many of the first candidates are held ready to be signalled, 1 to 64. Default 32.",
      valueName: "number"))
  var ready: Int?

  @Option(
    help: ArgumentHelp(
      """
      Keep files of at most so many processes open between two looks, 0 to 8192; each takes 4 to \
      8 KiB in the kernel. Default 1024.
      """, valueName: "number"))
  var keptFiles: Int?

  @OptionGroup var recording: RecordingOptions

  /// To try what is seen without an event source: proc-connector, tracepoints, pressure-trigger.
  @Option(name: .customLong("without"), help: .hidden)
  var without: [Capability.Name] = []

  func validate() throws {
    if let grace, !(0...3600).contains(grace) {
      throw ValidationError("--grace takes seconds from 0 to 3600.")
    }
    if let steps {
      do {
        _ = try Escalation.rows(parsing: steps)
      } catch {
        throw ValidationError("--steps: \(error).")
      }
      if grace != nil { throw ValidationError("--grace and --steps exclude each other.") }
    }
    if let interval, !(0.1...60).contains(interval) {
      throw ValidationError("--interval takes seconds from 0.1 to 60.")
    }
    if let ready, !EngineConfiguration.readyRange.contains(ready) {
      throw ValidationError("--ready takes a number from 1 to 64.")
    }
    if let keptFiles, !EngineConfiguration.keptFilesRange.contains(keptFiles) {
      throw ValidationError("--kept-files takes a number from 0 to 8192.")
    }
    if journal != nil, noJournal {
      throw ValidationError("--journal and --no-journal exclude each other.")
    }
  }

  /// What an engine is made with, from these options, the policy and the configuration files.
  /// - Throws: what cannot be done as they say.
  func configuration(
    _ policy: Policy, _ settings: Settings, _ folders: UserFolders
  ) throws(Failure) -> EngineConfiguration {
    var monitor = policy.monitor
    if let rows = steps(settings), let last = rows.last {
      monitor.patience.steps = last
      monitor.thresholds = monitor.thresholds.stepping(rows.dropLast())
    }
    monitor.isReadOnly = settings.readOnly == true
    monitor.interval = interval(settings) ?? monitor.interval
    // A captured tree has no acts to account for.
    let keepsJournal = policy.root.isLive && !noJournal && settings.journal != false
    var configuration = EngineConfiguration(
      monitor: monitor, root: policy.root, journalPath: nil, identity: .current())
    if keepsJournal {
      configuration.journal = .usual(
        path: journal ?? settings.journalPath ?? folders.journal, settings,
        pageSize: monitor.pageSize)
    }
    configuration.hooks = settings.hooks
    configuration.recording = try recording.settings(policy, settings)
    configuration.withoutSources = Set(without)
    configuration.readyVictims = ready ?? settings.ready ?? configuration.readyVictims
    configuration.keptFiles = keptFiles ?? settings.keptFiles ?? configuration.keptFiles
    return configuration
  }

  /// Of the first rows, and of all others; `nil`: nothing was said.
  private func steps(_ settings: Settings) -> [Escalation]? {
    // It was validated.
    if let steps { return try? Escalation.rows(parsing: steps) }
    return grace.map { [Escalation(grace: Self.duration($0))] } ?? settings.steps
  }

  private func interval(_ settings: Settings) -> Duration? {
    interval.map(Self.duration) ?? settings.interval
  }

  private static func duration(_ seconds: Double) -> Duration {
    // Up: a grace that was asked for must not become none.
    .milliseconds(Int64((seconds * 1000).rounded(.up)))
  }
}

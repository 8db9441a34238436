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
    if journal != nil, noJournal {
      throw ValidationError("--journal and --no-journal exclude each other.")
    }
  }

  /// What an engine is made with, from these options, the policy and the configuration files.
  func configuration(
    _ policy: Policy, _ settings: Settings, _ folders: UserFolders
  ) -> EngineConfiguration {
    var monitor = policy.monitor
    if let rows = steps(settings), let last = rows.last {
      monitor.patience.steps = last
      monitor.thresholds = monitor.thresholds.stepping(rows.dropLast())
    }
    monitor.interval = interval(settings) ?? monitor.interval
    // A captured tree has no acts to account for.
    let keepsJournal = policy.root.isLive && !noJournal && settings.journal != false
    var configuration = EngineConfiguration(
      monitor: monitor, root: policy.root,
      journalPath: keepsJournal ? journal ?? folders.journal : nil,
      identity: .current())
    configuration.withoutSources = Set(without)
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

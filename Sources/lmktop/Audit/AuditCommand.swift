import ArgumentParser
import FoundationEssentials
import LMKCore
import LMKEngine
import LMKLinux

/// `lmktop audit`: the cache, held against /proc.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Compare the cache with exact walks over /proc, and say whether it is sound.",
    discussion: """
      Runs the engine, disarmed, beside walks of its own about once a second. Status 0: nothing was \
      missing, nobody was a ghost, every adj was right; 1: not so.
      """)

  @OptionGroup var policyOptions: PolicyOptions
  @OptionGroup var fileOptions: FileOptions

  @Option(help: ArgumentHelp("For so long, at least.", valueName: "n"))
  var seconds: Double = 10

  @Option(help: ArgumentHelp("Time between two looks of the engine, 0.1 to 60.", valueName: "s"))
  var interval: Double?

  @Flag(help: "With a fork storm of lmktop's own making.")
  var storm = false

  @Option(help: ArgumentHelp("Births of the storm.", valueName: "n"))
  var births = 20_000

  @Flag(help: "One JSON object (version 1) instead of a table.")
  var json = false

  @Option(
    name: .customLong("without"),
    help: ArgumentHelp(
      """
      Leave an event source out: proc-connector, tracepoints or pressure-trigger. May be repeated.
      """, valueName: "source"))
  var without: [Capability.Name] = []

  func validate() throws {
    if !(0.1...86_400).contains(seconds) {
      throw ValidationError("--seconds takes seconds from 0.1 to 86400.")
    }
    if let interval, !(0.1...60).contains(interval) {
      throw ValidationError("--interval takes seconds from 0.1 to 60.")
    }
    if !(1...10_000_000).contains(births) {
      throw ValidationError("--births takes a number from 1 to 10000000.")
    }
  }

  func run() throws {
    let folders = UserFolders(environment: ProcessInfo.processInfo.environment)
    let policy = try Policy(policyOptions, try Settings.load(fileOptions, folders))
    guard policy.root.isLive else {
      throw Failure(.usage, "audit needs the live kernel: \(policy.root.notLiveReason)")
    }
    let (report, departure) = try audit(engineConfiguration(policy))
    do {
      let end = json ? AuditJSON(report: report).text : AuditTable.end(of: report)
      try StandardStream.output.write(end)
    } catch {
      throw Failure(.system, "writing to standard output: \(error)")
    }
    switch departure {
    case .signal(let signal): throw ExitCode(128 + signal.rawValue)
    case .failure(let errno): throw Failure(.system, "the engine could not go on: \(errno)")
    case nil: if !report.isSound { throw ExitCode(ExitStatus.unsound.rawValue) }
    }
  }

  private func engineConfiguration(_ policy: Policy) -> EngineConfiguration {
    var monitor = policy.monitor
    if let interval { monitor.interval = .milliseconds(Int64((interval * 1000).rounded(.up))) }
    monitor.tellsReadings = true
    // The walk beside the engine ranks everybody: whom rules and a scope leave out it cannot know.
    monitor.book = RuleBook()
    monitor.scope = .machine
    var configuration = EngineConfiguration(
      monitor: monitor, root: policy.root, journalPath: nil, identity: .current())
    configuration.withoutSources = Set(without)
    return configuration
  }

  /// Starts the engine, compares, and ends the engine.
  private func audit(
    _ configuration: EngineConfiguration
  ) throws(Failure) -> (AuditReport, Engine.Departure?) {
    do throws(Errno) {
      // Before any thread is made: the engine takes them.
      try SignalMask.block(Front.terminal.departureSignals)
      let engine = try Engine(configuration)
      var run = try AuditRun(engine, configuration, plan)
      let thread = try engine.start()
      let result: Result<AuditReport, Errno>
      do throws(Errno) {
        result = .success(try compare(&run))
      } catch {
        result = .failure(error)
      }
      let departure = engine.departure
      engine.noteScreenLeft()
      engine.stop()
      try thread.join()
      return (try result.get(), departure)
    } catch {
      throw Failure(.system, "auditing: \(error)")
    }
  }

  private var plan: AuditRun.Plan {
    AuditRun.Plan(
      time: .milliseconds(Int64(seconds * 1000)),
      storm: storm ? AuditStorm.Plan(births: births) : nil)
  }

  private func compare(_ run: inout AuditRun) throws(Errno) -> AuditReport {
    if json { return try run.run { _ in } }
    try StandardStream.output.write(AuditTable.head)
    let began = MonotonicClock.now()
    return try run.run { comparison throws(Errno) in
      let line = AuditTable.line(
        comparison, after: began.duration(to: comparison.at), pageSize: Host.pageSize)
      try StandardStream.output.write(line)
    }
  }
}

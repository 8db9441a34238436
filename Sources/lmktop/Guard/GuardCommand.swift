import ArgumentParser
import FoundationEssentials
import LMKCore
import LMKEngine
import LMKLinux

/// `lmktop guard`: the same engine without a screen.
struct GuardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guard", abstract: "Watch, and kill if armed, without a screen.",
    discussion: """
      For systemd and for scripts. Each act is a line on standard output. SIGHUP reads the \
      configuration again, SIGTERM and SIGINT end it. Without --arm nothing is killed.
      """)

  /// An operator would look after kills in vain; nobody is here.
  static let pause: Duration = .seconds(10)

  @Flag(help: "Kill when a row is crossed. Refused, with a reason, where that is not safe.")
  var arm = false

  @Flag(name: .customLong("dry-run"), help: "Kill nothing, say who would die (the default).")
  var dryRun = false

  @Flag(help: "One JSON object a line, as in the journal, instead of sentences.")
  var json = false

  @Flag(
    name: .customLong("print-unit"),
    help: "Print a systemd unit that runs this program with these options, and end.")
  var printUnit = false

  @OptionGroup var policyOptions: PolicyOptions
  @OptionGroup var engineOptions: EngineOptions
  @OptionGroup var fileOptions: FileOptions

  func validate() throws {
    if arm, dryRun { throw ValidationError("--arm and --dry-run exclude each other.") }
  }

  func run() throws {
    let folders = UserFolders(environment: ProcessInfo.processInfo.environment)
    var reader = GuardConfiguration(
      policyOptions: policyOptions, engineOptions: engineOptions, fileOptions: fileOptions,
      folders: folders)
    var (configuration, remarks) = try reader.read()
    reader.scope = configuration.monitor.scope
    if printUnit {
      try print(UnitFile(arguments: CommandLine.arguments, isArmed: arm).text)
      return
    }
    configuration.armsAtStart = arm
    try GuardSession.makeReady(configuration)
    let voice = GuardVoice(
      isJSON: json, pageSize: configuration.monitor.pageSize,
      // What systemd's journal gets has a time there.
      isDated: ProcessInfo.processInfo.environment["JOURNAL_STREAM"] == nil)
    let session = GuardSession(configuration: configuration, reader: reader, voice: voice)
    try finish(session.run(remarks))
  }

  private func print(_ text: String) throws(Failure) {
    do {
      try StandardStream.output.write(Array(text.utf8))
    } catch {
      throw Failure(.system, "writing to standard output: \(error)")
    }
  }

  private func finish(_ end: GuardLoop.End) throws {
    switch end {
    case .departure(.signal): return
    case .departure(.failure(let errno)):
      throw Failure(.system, "the engine could not go on and has disarmed: \(errno)")
    case .refused(let refusal):
      throw Failure(Self.status(of: refusal), "not armed: \(refusal.words)")
    case .lost(let name):
      throw Failure(.unavailable, "disarmed, for it can kill no more: lost \(name.rawValue)")
    }
  }

  private static func status(of refusal: ArmingRefusal) -> ExitStatus {
    switch refusal {
    case .capturedTree: .usage
    case .hiddenProcesses: .noPermission
    case .noPidfd, .noVmstat, .scopeLost, .memoryDisagrees: .unavailable
    case .noThresholds, .readOnly: .configuration
    }
  }
}

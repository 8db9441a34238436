import ArgumentParser
import FoundationEssentials
import LMKCore
import LMKEngine
import LMKLinux

/// `lmktop record`: the guard that kills nothing, with a recording.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Record what happens to a file, without a screen.",
    discussion: """
      Kills nothing, and says on standard output what it sees; SIGINT and SIGTERM end it. The screen \
      and the guard record too, with --record FILE.
      """)

  @Argument(help: ArgumentHelp("The recording.", valueName: "file"))
  var file: String

  @OptionGroup var policyOptions: PolicyOptions
  @OptionGroup var engineOptions: EngineOptions
  @OptionGroup var fileOptions: FileOptions

  func validate() throws {
    if engineOptions.recording.record != nil {
      throw ValidationError("the recording is named once: lmktop record FILE.")
    }
    if !RecordingSettings.mayBegin(file) {
      throw ValidationError("\(file): there is a file that is no recording; it is left alone.")
    }
  }

  func run() throws {
    let variables = ProcessInfo.processInfo.environment
    var options = engineOptions
    options.recording.record = file
    var reader = GuardConfiguration(
      policyOptions: policyOptions, engineOptions: options, fileOptions: fileOptions,
      folders: UserFolders(environment: variables))
    let (configuration, remarks) = try reader.read()
    reader.scope = configuration.monitor.scope
    try GuardSession.makeReady(configuration)
    let voice = GuardVoice(
      isJSON: false, pageSize: configuration.monitor.pageSize,
      isDated: variables["JOURNAL_STREAM"] == nil)
    let session = GuardSession(configuration: configuration, reader: reader, voice: voice)
    let end = try session.run(remarks + ["recording to \(file)"])
    if case .departure(.failure(let errno)) = end {
      throw Failure(.system, "the engine could not go on: \(errno)")
    }
  }
}

import ArgumentParser
import FoundationEssentials
import LMKCore
import LMKLinux

/// `lmktop doctor`: what works here, what does not, and what to do about it.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what works here, what does not, and what to do about it.",
    discussion: """
      Ends with 0 if everything is here that killing needs, else with 69. Nothing is signalled, and \
      nothing is written.
      """)

  @OptionGroup var fileOptions: FileOptions

  @Flag(help: "One JSON object (version 1) instead of a table.")
  var json = false

  func run() throws {
    let folders = UserFolders(environment: ProcessInfo.processInfo.environment)
    var settings: Settings?
    var refusal: Failure?
    do throws(Failure) {
      settings = try Settings.load(fileOptions, folders)
    } catch {
      refusal = error
    }
    let examination = try Examination(
      journalPath: folders.journal, settings: settings, configuration: refusal)
    let report = DoctorReport(
      findings: examination.findings, obstacles: examination.obstacles)
    do {
      try StandardStream.output.write(json ? report.json : report.table)
    } catch {
      throw Failure(.system, "writing to standard output: \(error)")
    }
    if !examination.obstacles.isEmpty { throw ExitCode(ExitStatus.unavailable.rawValue) }
  }
}

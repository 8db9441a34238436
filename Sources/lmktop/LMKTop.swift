import ArgumentParser

import LMKLinux

/// The command line: `lmktop` opens the screen, `lmktop list` prints once, `lmktop guard` has no
/// screen, `lmktop audit` holds the cache against /proc.
@main
struct LMKTop: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "lmktop",
    abstract: "Shows whom low memory would kill next, and why.",
    discussion: """
      Opens on the terminal, disarmed: nothing is killed unless you press k on a process, or A and \
      type ARM. 'lmktop list' prints the kill order once; 'lmktop guard' works without a screen; \
      'lmktop audit' proves the order against /proc.
      """,
    version: version,
    subcommands: [
      ScreenCommand.self, ListCommand.self, GuardCommand.self, JournalCommand.self,
      DoctorCommand.self, AuditCommand.self, ConfigCommand.self, ExplainCommand.self,
      ImportCommand.self, PicturesCommand.self, RecordCommand.self, ReplayCommand.self,
      SimulateCommand.self, ReportCommand.self,
    ],
    defaultSubcommand: ScreenCommand.self)

  /// One sentence on standard error and an exit status of sysexits, whatever went wrong; help and
  /// version go to standard output.
  static func main() {
    let status: Int32
    do {
      var command = try parseAsRoot()
      try command.run()
      status = 0
    } catch let failure as Failure {
      say("lmktop: \(failure.sentence)", to: .error)
      status = failure.status.rawValue
    } catch let code as ExitCode {
      status = code.rawValue
    } catch {
      status = exitCode(for: error).rawValue
      if status == 0 {
        say(fullMessage(for: error), to: .output)
      } else {
        say("lmktop: \(message(for: error)) (see 'lmktop --help')", to: .error)
      }
    }
    ProcessExit.now(status: status)
  }

  private static func say(_ text: String, to stream: StandardStream) {
    // Nobody is left to be told that nobody can be told.
    try? stream.write(Array("\(text)\n".utf8))
  }
}

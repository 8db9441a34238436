import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The command line: `lmktop` opens the screen, `lmktop list` prints once.
@main
struct LMKTop: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "lmktop",
    abstract: "Shows whom low memory would kill next, and why.",
    discussion: """
      Opens on the terminal, disarmed: nothing is killed unless you press k on a process, or A and \
      type ARM. 'lmktop list' prints the kill order once.
      """,
    version: version, subcommands: [ScreenCommand.self, ListCommand.self],
    defaultSubcommand: ScreenCommand.self)

  /// One sentence on standard error and an exit status of sysexits, whatever went wrong; help and
  /// version go to standard output.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      complain(failure.sentence)
      exit(failure.status.rawValue)
    } catch let code as ExitCode {
      exit(code.rawValue)
    } catch {
      let code = exitCode(for: error)
      if code.isSuccess {
        print(fullMessage(for: error))
      } else {
        complain("\(message(for: error)) (see 'lmktop --help')")
      }
      exit(code.rawValue)
    }
  }

  private static func complain(_ sentence: String) {
    let line = Array("lmktop: \(sentence)\n".utf8)
    var done = 0
    while done < line.count {
      let written = line[done...].withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
      if written <= 0 { return }
      done += written
    }
  }
}

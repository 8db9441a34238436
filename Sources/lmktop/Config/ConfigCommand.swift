import ArgumentParser
import FoundationEssentials
import LMKLinux
import LMKScreen

/// `lmktop config`: the printed default, and what is wrong with a file.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Print the default configuration, or check one.",
    discussion: """
      Without an option it checks what would be read: config.toml, then config.d/*.toml by name. \
      What is wrong is told as file:line:column: sentence; the status is 78 then.
      """)

  @Flag(
    name: .customLong("print-default"),
    help: "Print a configuration with every key, its meaning and its default.")
  var printDefault = false

  @Option(help: ArgumentHelp("Check this file alone.", valueName: "file"))
  var check: String?

  func validate() throws {
    if printDefault, check != nil {
      throw ValidationError("--print-default and --check exclude each other.")
    }
  }

  func run() throws {
    if printDefault {
      try Self.print(SettingsKey.defaultText)
      return
    }
    let folders = UserFolders(environment: ProcessInfo.processInfo.environment)
    let names = check.map { [$0] } ?? Settings.files(folders)
    var check = SettingsCheck()
    var defects: [SettingsDefect] = []
    var sound: [String] = []
    for file in names {
      do throws(SettingsDefect) {
        guard let text = try Settings.text(of: file) else {
          if self.check != nil { throw SettingsDefect(unreadable: file, "it is not there") }
          continue
        }
        let before = check.defects.count
        check.read(text, file: file)
        if check.defects.count == before { sound.append(file) }
      } catch {
        defects.append(error)
      }
    }
    defects += check.defects
    if !defects.isEmpty {
      try Self.print(defects.map { "\($0.onOneLine)\n" }.joined())
      throw ExitCode(ExitStatus.configuration.rawValue)
    }
    try Self.print(
      sound.isEmpty
        ? "there is no configuration file: the defaults hold\n"
        : sound.map { "\($0): sound\n" }.joined())
  }

  private static func print(_ text: String) throws(Failure) {
    do {
      try StandardStream.output.write(Array(text.utf8))
    } catch {
      throw Failure(.system, "writing to standard output: \(error)")
    }
  }
}

extension SettingsDefect {
  /// A file may hold anything, and be called anything.
  var onOneLine: String { TextCells("\(self)").filtered }
}

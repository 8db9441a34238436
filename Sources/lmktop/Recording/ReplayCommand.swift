import ArgumentParser
import FoundationEssentials
import LMKCore
import LMKCurses
import LMKEngine
import LMKLinux
import LMKScreen

/// `lmktop replay`: a recording on the screen.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Show a recording on the screen.",
    discussion: """
      The same screen, fed by the file. Space pauses, . steps, the arrows go 10 s back and on, < > \
      change the speed, [ ] go to changes of the active row, { } to kills, g to a time. Nothing is \
      ever signalled.
      """)

  @Argument(help: ArgumentHelp("The recording.", valueName: "file"))
  var file: String

  @Flag(help: "Begin paused.")
  var paused = false

  @OptionGroup var screenOptions: ScreenOptions
  @OptionGroup var fileOptions: FileOptions

  func run() throws {
    let variables = ProcessInfo.processInfo.environment
    let folders = UserFolders(environment: variables)
    let settings = try Settings.load(fileOptions, folders)
    let library = ThemeLibrary(userFolder: folders.themes)
    let (themeName, theme) = try ScreenCommand.theme(screenOptions, settings, library)
    let recording = try Recording(path: file)
    let session = Session(
      configuration: try configuration(recording), remarks: recording.remarks.suffix(1),
      settings: ScreenSettings(
        settings, themeName: themeName,
        usesMouse: ScreenCommand.usesMouse(screenOptions, settings)),
      file: ScreenFile(
        path: nil, obstacle: "this is a recording", fileTerm: .lru, rank: .rss,
        pageSize: recording.info.pageSize),
      source: nil, replay: recording.outline, isPaused: paused)

    let terminal = try ScreenCommand.enter(screenOptions, settings, variables)
    let themes = ThemeCycle(
      library: library, theme: theme, name: themeName, depth: terminal.depth)
    var environment = ViewEnvironment()
    environment.wallClockOffset = recording.info.wallOffset
    environment.secondsFromUTC = recording.info.secondsFromUTC
    environment.userNames = recording.info.users
    environment.hostName = recording.info.host
    environment.isASCII = terminal.glyphs == .ascii
    environment.themeName = themeName
    environment.themeNames = themes.names
    environment.patterns = .pcre
    environment.version = recording.info.version
    try ScreenCommand.finish(session.run(terminal, themes, environment))
  }

  /// Of an engine that has nothing to watch.
  private func configuration(_ recording: Recording) throws(Failure) -> EngineConfiguration {
    var monitor = MonitorConfiguration(thresholds: Thresholds())
    monitor.pageSize = recording.info.pageSize
    do {
      var configuration = EngineConfiguration(
        monitor: monitor, root: try ProcRoot(path: "/proc"), journalPath: nil,
        identity: .current())
      configuration.replay = recording.replay
      return configuration
    } catch {
      throw Failure(.system, "\(error)")
    }
  }
}

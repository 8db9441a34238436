import ArgumentParser
import FoundationEssentials
import LMKCore
import LMKCurses
import LMKEngine
import LMKLinux
import LMKScreen

/// `lmktop`: the screen.
struct ScreenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen", abstract: "Open the screen (the default).")

  @OptionGroup var screenOptions: ScreenOptions
  @OptionGroup var batchOptions: BatchOptions
  @OptionGroup var policyOptions: PolicyOptions
  @OptionGroup var engineOptions: EngineOptions
  @OptionGroup var fileOptions: FileOptions

  func validate() throws {
    if screenOptions.demo, let option = policyOptions.firstGiven {
      throw ValidationError("--demo has a machine of its own: \(option) does not go with it.")
    }
    if screenOptions.demo, engineOptions.recording.record != nil {
      throw ValidationError("--demo has a machine of its own: --record does not go with it.")
    }
  }

  func run() throws {
    let variables = ProcessInfo.processInfo.environment
    if screenOptions.restore { return try mend(variables) }
    let folders = UserFolders(environment: variables)
    let settings = try Settings.load(fileOptions, folders)
    if batchOptions.batch { return try runBatch(settings, folders, variables) }
    let played = try engine(settings, folders)
    let library = ThemeLibrary(userFolder: folders.themes)
    let (themeName, theme) = try Self.theme(screenOptions, settings, library)

    let terminal = try Self.enter(screenOptions, settings, variables)
    let themes = ThemeCycle(
      library: library, theme: theme, name: themeName, depth: terminal.depth)
    let session = Session(
      configuration: played.configuration, remarks: played.remarks,
      settings: ScreenSettings(
        settings, themeName: themeName, usesMouse: Self.usesMouse(screenOptions, settings)),
      file: file(folders, played.configuration),
      source: screenOptions.demo
        ? nil
        : ConfigurationSource(
          policyOptions: policyOptions, engineOptions: engineOptions, fileOptions: fileOptions,
          folders: folders, scope: played.configuration.monitor.scope))
    var environment = environment(terminal, themes)
    environment.preset = played.preset
    try Self.finish(session.run(terminal, themes, environment))
  }

  private func runBatch(
    _ settings: Settings, _ folders: UserFolders, _ variables: [String: String]
  ) throws {
    let played = try engine(settings, folders)
    try Self.finish(
      BatchSession(configuration: played.configuration, options: batchOptions)
        .run(isASCII: screenOptions.ascii || settings.ascii == true, variables))
  }

  /// Nobody knows what the terminal was like: it becomes what a login finds.
  private func mend(_ variables: [String: String]) throws(Failure) {
    do throws(Errno) {
      try TerminalGuard.makeSane(0)
    } catch {
      throw Failure(.unavailable, "--restore: standard input is no terminal: \(error)")
    }
    do {
      // A main screen that was not left gets its line ended, too.
      try StandardStream.output.write(
        Terminal.mendingBytes(TerminalOptions(environment: variables)) + Array("\r\n".utf8))
    } catch {
      throw Failure(.system, "--restore: \(error)")
    }
  }

  private struct Played {
    var configuration: EngineConfiguration
    var remarks: [String]
    var preset: NamedTable?
  }

  /// What runs behind the screen: this machine, or an invented one.
  private func engine(
    _ settings: Settings, _ folders: UserFolders
  ) throws -> Played {
    var remarks: [String] = []
    var preset: NamedTable?
    var configuration: EngineConfiguration
    if screenOptions.demo {
      configuration = EngineConfiguration(
        monitor: MonitorConfiguration(thresholds: Thresholds()), root: try ProcRoot(),
        journalPath: nil, identity: .current())
      configuration.isDemo = true
    } else {
      let policy = try Policy(policyOptions, settings)
      configuration = try engineOptions.configuration(policy, settings, folders)
      remarks = policy.remarks
      preset = policy.preset.map {
        NamedTable(
          name: $0.name, isChosen: $0.reason != nil, thresholds: policy.monitor.thresholds)
      }
    }
    if screenOptions.readOnly || settings.readOnly == true {
      configuration.monitor.isReadOnly = true
    }
    configuration.onHangUp = screenOptions.onHangUp ?? settings.onHangUp ?? .disarm
    return Played(configuration: configuration, remarks: remarks, preset: preset)
  }

  private func environment(
    _ terminal: borrowing Terminal, _ themes: ThemeCycle
  ) -> ViewEnvironment {
    var environment = ViewEnvironment()
    environment.wallClockOffset = MonotonicClock.wallOffset()
    environment.secondsFromUTC = Host.utcOffset()
    environment.userNames = screenOptions.demo ? DemoRun.userNames : UserNames.read().all
    environment.hostName = screenOptions.demo ? DemoRun.hostName : Host.name
    environment.stage = screenOptions.demo ? "DEMO" : ""
    environment.isASCII = terminal.glyphs == .ascii
    environment.themeName = themes.name
    environment.themeNames = themes.names
    environment.patterns = .pcre
    environment.version = LMKTop.version
    return environment
  }

  private func file(_ folders: UserFolders, _ configuration: EngineConfiguration) -> ScreenFile {
    var path = folders.screenDropIn
    var obstacle = "neither XDG_CONFIG_HOME nor HOME is set"
    if fileOptions.config != nil {
      path = nil
      obstacle = "--config names the only file that is read"
    }
    if screenOptions.demo {
      path = nil
      obstacle = "these are an invented machine's"
    }
    return ScreenFile(
      path: path, obstacle: obstacle, fileTerm: configuration.monitor.fileTerm,
      rank: configuration.monitor.rankBasis, pageSize: configuration.monitor.pageSize)
  }

  static func finish(_ end: ScreenLoop.End) throws {
    switch end {
    case .quit: return
    case .departure(.signal(let signal)): throw ExitCode(128 + signal.rawValue)
    case .departure(.failure(let errno)):
      throw Failure(.system, "the engine could not go on and has disarmed: \(errno)")
    }
  }

  // MARK: What may be refused, before the terminal is touched

  static func theme(
    _ screenOptions: ScreenOptions, _ settings: Settings, _ library: ThemeLibrary
  ) throws(Failure) -> (name: String, theme: Theme) {
    let name = screenOptions.theme ?? settings.theme?.text ?? "default"
    do {
      return (name, try library.theme(named: name).theme)
    } catch {
      if screenOptions.theme == nil, let place = settings.theme?.place {
        throw Failure(.configuration, "\(place): \(error)")
      }
      switch error {
      case .unknown: throw Failure(.usage, "--theme: \(error)")
      case .refused: throw Failure(.configuration, "\(error)")
      case .unreadable: throw Failure(.noPermission, "\(error)")
      }
    }
  }

  /// Takes the terminal, with signals blocked and the way back guarded.
  static func enter(
    _ screenOptions: ScreenOptions, _ settings: Settings, _ variables: [String: String]
  ) throws(Failure) -> Terminal {
    try block()
    let before = try? TerminalState(of: 0)  // no terminal is said by `Terminal` itself
    let terminal = try open(screenOptions, settings, variables)
    if let before { try guardTerminal(before, terminal.restoreBytes) }
    return terminal
  }

  private static func block() throws(Failure) {
    do {
      // Before any thread is made: threads inherit the mask.
      try SignalMask.block(Front.terminal.departureSignals + ScreenLoop.signals + [.brokenPipe])
    } catch {
      throw Failure(.system, "blocking signals: \(error)")
    }
  }

  private static func open(
    _ screenOptions: ScreenOptions, _ settings: Settings, _ variables: [String: String]
  ) throws(Failure) -> Terminal {
    let isASCII = screenOptions.ascii || settings.ascii == true
    do {
      return try Terminal(
        TerminalOptions(
          environment: variables, mouse: usesMouse(screenOptions, settings) ? .on : .off,
          glyphs: isASCII ? .ascii : .unicode))
    } catch {
      throw Failure(.unavailable, "\(error)")
    }
  }

  static func usesMouse(_ screenOptions: ScreenOptions, _ settings: Settings) -> Bool {
    !screenOptions.noMouse && settings.mouse != false
  }

  private static func guardTerminal(_ state: TerminalState, _ bytes: [UInt8]) throws(Failure) {
    do {
      try TerminalGuard.arm(1, restoring: state, writing: bytes)
    } catch {
      throw Failure(.system, "guarding the terminal: \(error)")
    }
  }
}

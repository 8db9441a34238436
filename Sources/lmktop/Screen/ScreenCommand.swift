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
  @OptionGroup var policyOptions: PolicyOptions
  @OptionGroup var engineOptions: EngineOptions
  @OptionGroup var fileOptions: FileOptions

  func run() throws {
    let variables = ProcessInfo.processInfo.environment
    let folders = UserFolders(environment: variables)
    let settings = try Settings.load(fileOptions, folders)
    let policy = try Policy(policyOptions, settings)
    let library = ThemeLibrary(userFolder: folders.themes)
    let (themeName, theme) = try theme(settings, library)

    try block()
    let before = try? TerminalState(of: 0)  // no terminal is said by `Terminal` itself
    let terminal = try enter(settings, variables)
    if let before { try guardTerminal(before, terminal.restoreBytes) }
    let themes = ThemeCycle(
      library: library, theme: theme, name: themeName, depth: terminal.depth)
    var environment = ViewEnvironment()
    environment.wallClockOffset = MonotonicClock.wallOffset()
    environment.secondsFromUTC = Host.utcOffset()
    environment.userNames = UserNames.read().all
    environment.hostName = Host.name
    environment.isASCII = terminal.glyphs == .ascii
    environment.themeName = themeName
    environment.version = LMKTop.version
    environment.preset = policy.preset.map {
      NamedTable(
        name: $0.name, isChosen: $0.reason != nil, thresholds: policy.monitor.thresholds)
    }
    let session = Session(
      configuration: engineOptions.configuration(policy, settings, folders),
      remarks: policy.remarks,
      thresholdsFile: ThresholdsFile(
        path: fileOptions.config == nil ? folders.screenDropIn : nil,
        obstacle: fileOptions.config == nil
          ? "neither XDG_CONFIG_HOME nor HOME is set" : "--config names the only file that is read",
        fileTerm: policy.monitor.fileTerm, pageSize: policy.monitor.pageSize,
        rank: policy.monitor.rankBasis),
      source: ConfigurationSource(
        policyOptions: policyOptions, engineOptions: engineOptions, fileOptions: fileOptions,
        folders: folders, scope: policy.monitor.scope))
    try finish(session.run(terminal, themes, environment))
  }

  private func finish(_ end: ScreenLoop.End) throws {
    switch end {
    case .quit: return
    case .departure(.signal(let signal)): throw ExitCode(128 + signal.rawValue)
    case .departure(.failure(let errno)):
      throw Failure(.system, "the engine could not go on and has disarmed: \(errno)")
    }
  }

  // MARK: What may be refused, before the terminal is touched

  private func theme(
    _ settings: Settings, _ library: ThemeLibrary
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

  private func block() throws(Failure) {
    do {
      // Before any thread is made: threads inherit the mask.
      try SignalMask.block(Front.terminal.departureSignals + ScreenLoop.signals + [.brokenPipe])
    } catch {
      throw Failure(.system, "blocking signals: \(error)")
    }
  }

  private func enter(
    _ settings: Settings, _ variables: [String: String]
  ) throws(Failure) -> Terminal {
    let isMouseOff = screenOptions.noMouse || settings.mouse == false
    let isASCII = screenOptions.ascii || settings.ascii == true
    do {
      return try Terminal(
        TerminalOptions(
          environment: variables, mouse: isMouseOff ? .off : .on,
          glyphs: isASCII ? .ascii : .unicode))
    } catch {
      throw Failure(.unavailable, "\(error)")
    }
  }

  private func guardTerminal(_ state: TerminalState, _ bytes: [UInt8]) throws(Failure) {
    do {
      try TerminalGuard.arm(1, restoring: state, writing: bytes)
    } catch {
      throw Failure(.system, "guarding the terminal: \(error)")
    }
  }
}

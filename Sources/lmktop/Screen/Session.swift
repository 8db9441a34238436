import LMKCore
import LMKCurses
import LMKEngine
import LMKLinux
import LMKScreen

/// One run of the screen with its engine, from the first thread to the last.
struct Session {
  let configuration: EngineConfiguration
  /// What the operator should know at once, such as a clamped preset.
  let remarks: [String]
  let thresholdsFile: ThresholdsFile
  /// Where the configuration is read again.
  let source: ConfigurationSource

  /// Starts the engine, shows the screen until it ends, and ends the engine.
  func run(
    _ terminal: consuming Terminal, _ themes: ThemeCycle, _ environment: ViewEnvironment
  ) throws(Failure) -> ScreenLoop.End {
    do throws(Errno) {
      let engine = try Engine(configuration)
      let survey = Survey(root: configuration.root, pageSize: configuration.monitor.pageSize)
      var screen = try ScreenLoop(
        engine: engine, terminal: terminal, themes: themes, environment: environment,
        thresholdsFile: thresholdsFile, commandLines: try CommandLines(root: configuration.root),
        survey: try Errand(named: "lmktop-survey") { survey.opinions() }, source: source)
      for remark in remarks { screen.note(remark) }
      let thread = try engine.start()
      let end: ScreenLoop.End
      do throws(Errno) {
        end = try screen.run()
      } catch {
        // Disarmed and accounted for, before the reason is said.
        engine.noteScreenLeft()
        engine.stop()
        try thread.join()
        throw error
      }
      TerminalGuard.disarm()
      engine.noteScreenLeft()
      engine.stop()
      try thread.join()
      return end
    } catch {
      throw Failure(.system, "starting the engine and the screen: \(error)")
    }
  }
}

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
  let settings: ScreenSettings
  let file: ScreenFile
  /// Where the configuration is read again; `nil`: in the demo and in a recording.
  let source: ConfigurationSource?
  /// Of the recording that is replayed; `nil`: this is the present.
  var replay: ReplayOutline?
  /// It begins paused.
  var isPaused = false

  private static let hangUp = ScreenLoop.End.departure(.signal(.hangUp))

  /// The terminal is gone. An engine that goes on without it is waited for.
  private func outlast(_ engine: Engine) throws(Errno) -> ScreenLoop.End {
    guard configuration.onHangUp == .keep else { return Self.hangUp }
    // The descriptor may have hung up without a signal.
    engine.send(.goOnAlone)
    var epoll = try Epoll()
    try epoll.add(engine.wakeDescriptor, .readable, token: 0)
    while true {
      if let departure = engine.departure { return .departure(departure) }
      try epoll.wait(timeoutMilliseconds: nil)
      engine.drainWake()
    }
  }

  /// Starts the engine, shows the screen until it ends, and ends the engine.
  func run(
    _ terminal: consuming Terminal, _ themes: ThemeCycle, _ environment: ViewEnvironment
  ) throws(Failure) -> ScreenLoop.End {
    do throws(Errno) {
      let engine = try Engine(configuration)
      let isDemo = configuration.isDemo
      // Of an invented machine, and of a recording, nothing can be read.
      let isReal = !isDemo && replay == nil
      let survey = Survey(root: configuration.root, pageSize: configuration.monitor.pageSize)
      var screen = try ScreenLoop(
        engine: engine, terminal: terminal, themes: themes, environment: environment,
        settings: settings, file: file, isDemo: isDemo,
        commandLines: isReal ? try CommandLines(root: configuration.root) : nil,
        memoryParts: isReal ? try MemoryPartsDesk(root: configuration.root) : nil,
        survey: isReal ? try Errand(named: "lmktop-survey") { survey.opinions() } : nil,
        source: source, replay: replay)
      for remark in remarks { screen.note(remark) }
      if isPaused { engine.send(.pauseOrGoOn) }
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
      let last = try end == Self.hangUp ? outlast(engine) : end
      engine.stop()
      try thread.join()
      return last
    } catch {
      throw Failure(.system, "starting the engine and the screen: \(error)")
    }
  }
}

import LMKCore
import LMKCurses
import LMKEngine
import LMKLinux
import LMKOpinions
import LMKScreen

/// The main thread's loop: keys to view and commands, snapshots to frames, frames to the terminal.
///
/// It may block in a write for as long as the terminal does; the engine does not notice.
struct ScreenLoop: ~Copyable {
  /// How the screen was left.
  enum End: Hashable {
    case quit
    case departure(Engine.Departure)
  }

  private enum Token {
    static let keys: UInt64 = 1
    static let signals: UInt64 = 2
    static let engine: UInt64 = 3
    static let clock: UInt64 = 4
    static let commandLines: UInt64 = 5
    static let memoryParts: UInt64 = 6
    static let opinions: UInt64 = 7
  }

  /// The signals that are the screen's; block them before any thread is made.
  static let signals: [Signal] = [.windowChange, .terminalStop, .resume]

  private static let input: Int32 = 0

  private let engine: Engine
  private let file: ScreenFile
  /// `nil`: in the demo and in a recording, where there is nobody to read of.
  private let commandLines: CommandLines?
  private let memoryParts: MemoryPartsDesk?
  private let survey: Errand<[Opinion]>?
  /// Where the configuration is read again; `nil`: in the demo and in a recording.
  private let source: ConfigurationSource?
  private var terminal: Terminal
  private var themes: ThemeCycle
  private var view: ViewState
  /// What the engine was last told to put into its snapshots.
  private var demanded: SnapshotDemand = []
  private var environment: ViewEnvironment
  private var epoll: Epoll
  private let signalSource: SignalDescriptor
  private let clock: Timer
  private var end: End?
  /// Ticks of the clock since the start.
  private var seconds = 0
  /// The snapshots are those of a recording: nothing of this machine belongs to them.
  private let isReplay: Bool
  /// They are those of an invented machine.
  private let isDemo: Bool

  /// By then all is set up and drawn; and by then the rules have been asked about everybody.
  private static let settled = [2, 20]
  /// Opinions that are shown are read again after so many seconds.
  private static let surveyPause = 3

  init(
    engine: Engine, terminal: consuming Terminal, themes: ThemeCycle,
    environment: ViewEnvironment, settings: ScreenSettings, file: ScreenFile,
    isDemo: Bool, commandLines: CommandLines?, memoryParts: MemoryPartsDesk?,
    survey: Errand<[Opinion]>?, source: ConfigurationSource?,
    replay: ReplayOutline? = nil
  ) throws(Errno) {
    // All that may fail comes first: a value without copies cannot be half made.
    let epoll = try Epoll()
    let signalSource = try SignalDescriptor(Self.signals)
    let clock = try Timer()
    try epoll.add(Self.input, .readable, token: Token.keys)
    try epoll.add(signalSource.raw, .readable, token: Token.signals)
    try epoll.add(engine.wakeDescriptor, .readable, token: Token.engine)
    try epoll.add(clock.raw, .readable, token: Token.clock)
    if let commandLines {
      try epoll.add(commandLines.wakeDescriptor, .readable, token: Token.commandLines)
    }
    if let memoryParts {
      try epoll.add(memoryParts.wakeDescriptor, .readable, token: Token.memoryParts)
    }
    if let survey { try epoll.add(survey.wakeDescriptor, .readable, token: Token.opinions) }
    // Clocks, ages and notices move even when no snapshot comes.
    try clock.set(every: .seconds(1))
    self.engine = engine
    self.file = file
    self.commandLines = commandLines
    self.memoryParts = memoryParts
    self.survey = survey
    self.source = source
    self.terminal = terminal
    self.themes = themes
    self.environment = environment
    view = ViewState(settings)
    self.epoll = epoll
    self.signalSource = signalSource
    self.clock = clock
    isReplay = replay != nil
    self.isDemo = isDemo
    view.replay = replay
  }

  /// Says one line to the operator as soon as the screen is there.
  mutating func note(_ words: String) { view.note(words, at: MonotonicClock.now()) }

  /// Runs until the operator quits or the engine departs; leaves the terminal in either case.
  mutating func run() throws(Errno) -> End {
    draw()
    while end == nil {
      try epoll.wait(timeoutMilliseconds: nil)
      var isDue = false
      for index in 0..<epoll.count {
        let (events, token) = epoll[index]
        switch token {
        case Token.keys:
          readKeys()
          // The other end of the terminal is gone: what HUP says, said by the descriptor.
          if events.contains(.hungUp) { end = .departure(.signal(.hangUp)) }
        case Token.signals: try takeSignals()
        case Token.engine: if engine.takeSnapshot() { refreshClock() }
        case Token.clock:
          try clock.drain()
          seconds += 1
          if Self.settled.contains(seconds) { StartingCode.release() }
          terminal.healRow()
          if view.showsOpinions, seconds % Self.surveyPause == 0 { survey?.ask() }
        case Token.commandLines: takeCommandLines()
        case Token.memoryParts: takeMemoryParts()
        case Token.opinions: takeOpinions()
        default: break
        }
        isDue = true
      }
      if engine.isAlone { end = .departure(.signal(.hangUp)) }
      if let departure = engine.departure { end = .departure(departure) }
      if isDue, end == nil { draw() }
    }
    terminal.leave()
    return end ?? .quit
  }

  // MARK: What comes in

  private mutating func readKeys() {
    let now = MonotonicClock.now()
    while end == nil, let key = terminal.nextKey() {
      // The snapshot is the one that the operator saw: taking a newer one between two keys would
      // move rows under the cursor.
      var requests: [ScreenRequest] = []
      var view = takeView()
      engine.withSnapshot { requests = view.press(key, on: $0, at: now) }
      swap(&view, &self.view)
      for request in requests { fulfil(request, at: now) }
    }
  }

  private mutating func fulfil(_ request: ScreenRequest, at now: Instant) {
    switch request {
    case .command(let command):
      if !engine.send(command) {
        view.note("the engine is busy: the command was not taken, press it again", at: now)
      }
    case .playback(let command): engine.send(command)
    case .quit: end = .quit
    case .redraw: terminal.redrawAll()
    case .nextTheme: noteTheme(themes.advance(), at: now)
    case .useTheme(let name): noteTheme(themes.use(name), at: now)
    case .setMouse(let isOn): terminal.setMouse(isOn ? .on : .off)
    case .saveSettings(let settings): view.note(file.write(settings), at: now)
    case .readProportional(let key):
      environment.memoryParts.askProportional(key) { memoryParts?.ask($0) ?? false }
    case .readOpinions: survey?.ask()
    case .reloadConfiguration: view.note(reload(), at: now)
    case .writeThresholds(let thresholds):
      let (outcome, words) = file.write(thresholds)
      view.note(words, at: now)
      // A ring that is full loses the line of it alone.
      engine.send(.noteWritten(outcome))
    }
  }

  private mutating func noteTheme(_ words: String, at now: Instant) {
    environment.themeName = themes.name
    view.note(words, at: now)
  }

  /// Out of `self` while a closure needs it: a copy would copy what it holds as soon as that
  /// changes.
  private mutating func takeView() -> ViewState {
    var view = ViewState()
    swap(&view, &self.view)
    return view
  }

  /// Snapshots hold what is looked at, and nothing beyond it. A full ring: with the next frame.
  private mutating func askForWhatIsShown() {
    let demand = view.demand
    if demand != demanded, engine.send(.look(demand)) { demanded = demand }
  }

  private mutating func takeCommandLines() {
    let now = MonotonicClock.now()
    commandLines?.collect(at: now) { answer in
      environment.commandLines.note(answer.key, CommandLineCache.Answer(answer.outcome), at: now)
    }
  }

  private mutating func takeMemoryParts() {
    let now = MonotonicClock.now()
    memoryParts?.collect(at: now) { answer in
      environment.memoryParts.note(answer.question, answer.answer, at: now)
    }
  }

  /// Reads the configuration again: all of it holds, or none.
  private func reload() -> String {
    guard let source else {
      return isReplay ? "a recording has no configuration" : "the demo has no configuration"
    }
    let isTaken: Bool
    let words: String
    do throws(Failure) {
      let (new, remarks) = try source.read()
      isTaken =
        engine.send(.setInterval(new.monitor.interval)) && engine.send(.adopt(new.monitor.rule))
      words = (["the configuration was read again, and holds"] + remarks).joined(separator: "; ")
    } catch {
      isTaken = engine.send(.refuseRule(error.sentence))
      words = "nothing changed: \(error.sentence)"
    }
    return isTaken ? words : "the engine is busy: the configuration was not taken, press R again"
  }

  private mutating func takeOpinions() {
    guard let others = survey?.collect() else { return }
    var own: [Opinion] = []
    engine.withSnapshot { own = [TableOpinion.opinion(of: $0, ownPid: Identity.ownPid)] }
    environment.opinions = Opinions(own + others, at: MonotonicClock.now())
  }

  private mutating func takeSignals() throws(Errno) {
    while let (signal, _) = try signalSource.next() {
      switch signal {
      case .windowChange: terminal.resize()
      case .terminalStop: stop()
      case .resume: terminal.resume()
      default: break
      }
    }
  }

  /// Ctrl-Z stops the whole program, engine and all: not while it is trusted with kills.
  private mutating func stop() {
    var isArmed = false
    engine.withSnapshot { isArmed = $0.arming.isArmed }
    if isArmed {
      note("armed: a stopped lmktop could not act; A disarms, then Ctrl-Z")
      return
    }
    terminal.suspend()
    ProcessStop.now()
    terminal.resume()
  }

  // MARK: What goes out

  private mutating func refreshClock() {
    if isReplay { return }
    environment.wallClockOffset = MonotonicClock.wallOffset()
    environment.secondsFromUTC = Host.utcOffset()
  }

  private mutating func draw() {
    let size = terminal.size
    let now = MonotonicClock.now()
    var view = takeView()
    var environment = ViewEnvironment()
    swap(&environment, &self.environment)
    var drawn: Frame?
    engine.withSnapshot {
      drawn = view.frame(
        of: $0, in: environment, width: size.columns, height: size.rows, at: now)
    }
    let shown = view.shownProcesses
    let detailed = view.detailedProcess
    swap(&view, &self.view)
    swap(&environment, &self.environment)
    if isDemo { self.environment.commandLines.notePlayers(shown, now) }
    askForWhatIsShown()
    // Asked before the terminal takes the frame: it may take its time.
    self.environment.commandLines.noteShown(shown, at: now) { commandLines?.ask($0) ?? false }
    self.environment.memoryParts.noteDetailed(detailed, at: now) { memoryParts?.ask($0) ?? false }
    if let drawn { terminal.show(drawn, theme: themes.resolved) }
  }
}

extension CommandLineCache {
  /// Of the demo's players nothing can be read: their lines are known.
  mutating func notePlayers(_ processes: [ShownProcess], _ now: Instant) {
    for process in processes {
      let line = DemoRun.commandLine(pid: process.key.pid, name: process.name)
      note(process.key, .line(line, process.name), at: now)
    }
  }
}

extension CommandLineCache.Answer {
  fileprivate init(_ outcome: CommandLines.Outcome) {
    self =
      switch outcome {
      case .read(let text): .line(text.line, text.name)
      case .gone: .none
      case .hanging: .hanging
      case .unread: .unread
      }
  }
}

import LMKCore
import LMKEngine
import LMKLinux

/// The main thread of a guard: the engine's notices to lines, SIGHUP to a new configuration.
///
/// The engine does not wait for it, and it does not wait for whoever reads the lines.
struct GuardLoop: ~Copyable {
  /// Why it ended.
  enum End: Hashable {
    case departure(Engine.Departure)
    /// It should arm, and may not.
    case refused(ArmingRefusal)
    /// It was armed, and has lost what that needs: whoever started it may start it again.
    case lost(Capability.Name)
  }

  private enum Token {
    static let engine: UInt64 = 1
    static let signals: UInt64 = 2
    static let output: UInt64 = 3
  }

  /// The signals that are the guard's; block them before any thread is made.
  static let signals: [Signal] = [.hangUp]

  private let engine: Engine
  private let configuration: GuardConfiguration
  private let voice: GuardVoice
  private var epoll: Epoll
  private let signalSource: SignalDescriptor
  private var output: LineOutput
  private var end: End?

  init(
    engine: Engine, configuration: GuardConfiguration, voice: GuardVoice
  ) throws(Errno) {
    // All that may fail comes first: a value without copies cannot be half made.
    let epoll = try Epoll()
    let signalSource = try SignalDescriptor(Self.signals)
    let output = try LineOutput(descriptor: StandardStream.output.rawValue)
    try epoll.add(engine.wakeDescriptor, .readable, token: Token.engine)
    try epoll.add(signalSource.raw, .readable, token: Token.signals)
    try epoll.add(output.wakeDescriptor, .readable, token: Token.output)
    self.engine = engine
    self.configuration = configuration
    self.voice = voice
    self.epoll = epoll
    self.signalSource = signalSource
    self.output = output
  }

  /// Runs until the engine departs, or cannot be what it was started for.
  mutating func run() throws(Errno) -> End {
    while true {
      try output.flush(lost: voice.lost)
      try epoll.wait(timeoutMilliseconds: nil)
      for index in 0..<epoll.count {
        switch epoll[index].token {
        case Token.engine: takeNotices()
        case Token.signals: try takeSignals()
        default: break
        }
      }
      if let departure = engine.departure { end = end ?? .departure(departure) }
      if let end { return end }
    }
  }

  /// Queues a line; it is written when the reader has room.
  mutating func say(_ line: [UInt8]?) {
    if let line { output.put(line) }
  }

  /// The last notices, after the engine's end. What the reader does not take now is lost to it; the
  /// journal has it.
  mutating func sayRest() {
    takeNotices()
    // Nobody is left to be told that nobody can be told.
    try? output.flush(lost: voice.lost)
  }

  private mutating func takeNotices() {
    engine.drainWake()
    let offset = MonotonicClock.wallOffset()
    while let notice = engine.nextNotice() {
      switch notice {
      case .capability(let capability):
        say(voice.capability(capability, at: MonotonicClock.now(), wallOffset: offset))
      case .entry(let entry):
        say(voice.entry(entry, wallOffset: offset))
        switch entry.kind {
        case .armingRefused(let refusal): end = .refused(refusal)
        case .disarmed(.lost(let name)): end = .lost(name)
        default: break
        }
      }
    }
    output.noteLost(engine.takeLostNotices())
  }

  /// Reads the configuration again: all of it holds, or none.
  private mutating func takeSignals() throws(Errno) {
    while try signalSource.next() != nil {
      do throws(Failure) {
        let (new, remarks) = try configuration.read()
        for remark in remarks { say(voice.remark(remark)) }
        send(.setInterval(new.monitor.interval))
        send(.adopt(new.monitor.rule))
      } catch {
        send(.refuseRule(error.sentence))
      }
    }
  }

  private mutating func send(_ command: Command) {
    if !engine.send(command) {
      say(voice.remark("the engine is busy: SIGHUP was not obeyed, send it again"))
    }
  }
}

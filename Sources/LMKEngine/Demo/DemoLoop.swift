import LMKCore
import LMKLinux
import Synchronization

/// The demo on the engine's thread, in the place of `EngineLoop`: commands in, snapshots out, and
/// nothing of this machine but its clock.
///
/// Made on the main thread, used on the engine's thread only from `run()` on.
final class DemoLoop: @unchecked Sendable {
  private enum Token {
    static let step: UInt64 = 1
    static let commands: UInt64 = 2
    static let signals: UInt64 = 3
  }

  private let engine: Engine
  private let front: Front
  private var demo: DemoRun
  private var epoll: Epoll
  private let timer: Timer
  private let signals: SignalDescriptor
  /// A signal asked to leave then.
  private var leavingAt: Instant?

  init(_ configuration: EngineConfiguration, engine: Engine) throws(Errno) {
    self.engine = engine
    front = configuration.front
    demo = DemoRun(at: MonotonicClock.now(), isReadOnly: configuration.monitor.isReadOnly)
    epoll = try Epoll()
    timer = try Timer()
    signals = try SignalDescriptor(configuration.front.departureSignals)
    try epoll.add(timer.raw, .readable, token: Token.step)
    try epoll.add(engine.commandWake.raw, .readable, token: Token.commands)
    try epoll.add(signals.raw, .readable, token: Token.signals)
  }

  /// Runs until it is asked to stop, or cannot go on.
  func run() {
    do {
      try timer.set(every: .milliseconds(100))
      publish()
      while !engine.stopRequested.load(ordering: .acquiring) { try turn() }
      demo.leave(nil, at: MonotonicClock.now())
    } catch {
      engine.depart(.failure(error))
    }
  }

  private func turn() throws(Errno) {
    try epoll.wait(timeoutMilliseconds: nil)
    let now = MonotonicClock.now()
    for index in 0..<epoll.count {
      switch epoll[index].token {
      case Token.step:
        try timer.drain()
        // A terminal that is not read costs nothing but the steps.
        if demo.advance(to: now), engine.exchange.isTaken { publish() }
      case Token.commands:
        try engine.commandWake.drain()
        while let command = engine.commands.pop() { demo.obey(command, at: now) }
        publish()
      case Token.signals:
        while let (signal, _) = try signals.next() {
          demo.leave(signal, at: now)
          engine.depart(.signal(signal))
          leavingAt = leavingAt ?? now
        }
      default: break
      }
    }
    engine.leaveForScreenIfDue(since: leavingAt, at: now, as: front)
  }

  private func publish() {
    let now = MonotonicClock.now()
    engine.exchange.publish { demo.writeSnapshot(into: &$0, at: now) }
    engine.screenWake.signal()
  }
}

import LMKCore
import LMKLinux
import LMKTrace

/// The engine's place in a replay: a thread that lets a recording pass, and publishes snapshots as the
/// engine does. It has no killer, no /proc and no way to a process: what the monitor wants done is
/// compared with what it wanted then, and dropped.
///
/// Made on the main thread, used on its own thread only from `run()` on.
final class ReplayLoop: @unchecked Sendable {
  private enum Token {
    static let clock: UInt64 = 1
    static let commands: UInt64 = 2
    static let signals: UInt64 = 3
  }

  /// Twenty frames a second; a terminal shows no more.
  private static let tick: Duration = .milliseconds(50)
  /// So long at most events are applied without a look at the keys.
  private static let slice: Duration = .milliseconds(40)

  private let engine: Engine
  private let replay: TraceReplay
  private var epoll: Epoll
  private let clock: Timer
  private let signals: SignalDescriptor
  private var playback = Playback()
  /// Where the replay stands, in the recording's time; between two events too.
  private var position: Instant
  private var tickedAt: Instant
  private var leavingAt: Instant?
  private var hasNews = true
  /// What the screen looks at.
  private var shown: SnapshotDemand = []

  init(_ replay: TraceReplay, engine: Engine) throws(Errno) {
    self.engine = engine
    self.replay = replay
    position = replay.now
    tickedAt = MonotonicClock.now()
    epoll = try Epoll()
    clock = try Timer()
    signals = try SignalDescriptor(Front.terminal.departureSignals)
    try epoll.add(clock.raw, .readable, token: Token.clock)
    try epoll.add(engine.commandWake.raw, .readable, token: Token.commands)
    try epoll.add(signals.raw, .readable, token: Token.signals)
  }

  func run() {
    do {
      try clock.set(every: Self.tick)
      publish()
      while !engine.stopRequested.load(ordering: .acquiring) {
        try epoll.wait(timeoutMilliseconds: nil)
        for index in 0..<epoll.count {
          switch epoll[index].token {
          case Token.clock: try clock.drain()
          case Token.commands:
            try engine.commandWake.drain()
            takeCommands()
          case Token.signals: try takeSignals()
          default: break
          }
        }
        advance()
        if hasNews, engine.exchange.isTaken { publish() }
        engine.leaveForScreenIfDue(
          since: leavingAt, at: MonotonicClock.now(), as: .terminal)
      }
    } catch {
      engine.depart(.failure(error))
    }
  }

  // MARK: Time

  private func advance() {
    let now = MonotonicClock.now()
    let passed = tickedAt.duration(to: now)
    tickedAt = now
    if playback.isPaused || playback.isAtEnd { return }
    let target = position.advanced(by: .seconds(passed.inSeconds * playback.speed))
    apply(upTo: target, until: now.advanced(by: Self.slice))
    hasNews = true
  }

  private func apply(upTo target: Instant, until end: Instant) {
    var count = 0
    while let at = replay.peek(), at <= target {
      _ = replay.step()
      count += 1
      // A fast replay of a busy machine is late rather than deaf.
      if count % 64 == 0, MonotonicClock.now() >= end {
        position = max(position, replay.now)
        return
      }
    }
    playback.isAtEnd = replay.peek() == nil
    position = playback.isAtEnd ? max(replay.now, replay.index.last) : max(target, replay.now)
  }

  private func takeCommands() {
    // Commands to a monitor have no meaning here, what happened has happened; but for what the screen
    // wants to see.
    while let command = engine.commands.pop() {
      if case .look(let demand) = command { shown = demand }
    }
    while let command = engine.playbackCommands.pop() { obey(command) }
    hasNews = true
  }

  private func obey(_ command: PlaybackCommand) {
    switch command {
    case .pauseOrGoOn:
      if playback.isAtEnd { return }
      playback.isPaused.toggle()
    case .step:
      playback.isPaused = true
      stepToNextLook()
    case .pauseAt(let moment):
      playback.isPaused = true
      seek(to: moment)
    case .goTo(let moment): seek(to: moment)
    case .faster: playback.speed = Playback.speeds.first { $0 > playback.speed } ?? playback.speed
    case .slower: playback.speed = Playback.speeds.last { $0 < playback.speed } ?? playback.speed
    }
  }

  private func stepToNextLook() {
    while true {
      switch replay.step() {
      case .event(.sampled):
        position = replay.now
        return
      case .event, .gap: continue
      case .end:
        playback.isAtEnd = true
        position = max(position, replay.now)
        return
      }
    }
  }

  private func seek(to moment: Instant) {
    let bounded = min(max(moment, replay.index.first), replay.index.last)
    replay.seek(to: bounded)
    position = max(bounded, replay.now)
    playback.isAtEnd = replay.peek() == nil
  }

  // MARK: Out

  private func publish() {
    hasNews = false
    playback.divergences = replay.divergences
    playback.damages = replay.damages.count + replay.index.damages.count
    engine.exchange.publish { snapshot in
      replay.writeSnapshot(into: &snapshot, at: position, showing: shown)
      snapshot.playback = playback
    }
    engine.screenWake.signal()
  }

  private func takeSignals() throws(Errno) {
    while let (signal, _) = try signals.next() {
      engine.depart(.signal(signal))
      leavingAt = leavingAt ?? MonotonicClock.now()
    }
  }
}

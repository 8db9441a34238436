import LMKCore
import LMKLinux

/// How the engine leaves: it disarms first, and waits for nobody longer than a second.
extension EngineLoop {
  func takeSignals() throws(Errno) {
    while let (signal, _) = try signals.next() {
      if signal == .hangUp { hangUp() } else { leave(on: signal) }
    }
  }

  func leave(on signal: Signal) {
    send(.leaving(signal))
    engine.depart(.signal(signal))
    leavingAt = leavingAt ?? MonotonicClock.now()
    do {
      // A second for the screen to leave by itself; the tick may be slower than that.
      try tickTimer.set(every: .milliseconds(100))
    } catch {
      // The next tick, then.
    }
  }

  /// The screen may be blocked in a write to a terminal that takes nothing: then the engine
  /// restores the terminal and ends the program.
  func forceDepartureIfDue() {
    guard let leavingAt, leavingAt.duration(to: MonotonicClock.now()) >= .seconds(1) else { return }
    if engine.screenHasLeft.load(ordering: .acquiring) { return }
    guard case .signal(let signal) = engine.departure else { return }
    TerminalGuard.restore()
    thawAtTheEnd()
    finishRecording()
    journal?.finish()
    ProcessExit.now(status: configuration.front.exitStatus(after: signal))
  }

  /// After a failure nobody else would end a program whose screen is blocked in a write.
  func giveScreenASecond() {
    let end = MonotonicClock.now().advanced(by: .seconds(1))
    while MonotonicClock.now() < end {
      let isLeft = engine.screenHasLeft.load(ordering: .acquiring)
      if isLeft || engine.stopRequested.load(ordering: .acquiring) { return }
      // Only the time is waited for; an epoll that fails ends the second early.
      guard var pause = try? Epoll(), (try? pause.wait(timeoutMilliseconds: 20)) != nil else {
        break
      }
    }
    TerminalGuard.restore()
    finishRecording()
    journal?.finish()
    ProcessExit.now(status: 71)
  }
}

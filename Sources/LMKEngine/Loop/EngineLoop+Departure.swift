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

  func forceDepartureIfDue() {
    engine.leaveForScreenIfDue(
      since: leavingAt, at: MonotonicClock.now(), as: configuration.front, finish: finish)
  }

  /// What is left to be done when the program ends from here.
  private func finish() {
    thawAtTheEnd()
    finishRecording()
    journal?.finish()
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
    finish()
    ProcessExit.now(status: 71)
  }
}

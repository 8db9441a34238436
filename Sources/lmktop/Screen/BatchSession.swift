import LMKCore
import LMKEngine
import LMKLinux
import LMKScreen

/// The screen without a terminal: at each tick a frame, as text on standard output, behind a line with
/// the time. Nothing can be asked of it, so nothing is killed.
struct BatchSession {
  let configuration: EngineConfiguration
  let options: BatchOptions

  /// - Parameter variables: of the environment.
  func run(isASCII: Bool, _ variables: [String: String]) throws(Failure) -> ScreenLoop.End {
    var environment = ViewEnvironment()
    environment.secondsFromUTC = Host.utcOffset()
    environment.userNames = configuration.isDemo ? DemoRun.userNames : UserNames.read().all
    environment.hostName = configuration.isDemo ? DemoRun.hostName : Host.name
    environment.stage = configuration.isDemo ? "DEMO" : ""
    environment.isASCII = isASCII
    environment.version = LMKTop.version
    let size = (
      columns: Self.number(variables["COLUMNS"]) ?? 120, rows: Self.number(variables["LINES"]) ?? 40
    )
    do throws(Errno) {
      try StandardStream.fillGaps()
      // Before any thread is made: threads inherit the mask.
      try SignalMask.block(Front.terminal.departureSignals + [.brokenPipe])
      let engine = try Engine(configuration)
      let thread = try engine.start()
      let end: ScreenLoop.End
      do throws(Errno) {
        end = try print(engine, &environment, size)
      } catch {
        engine.noteScreenLeft()
        engine.stop()
        try thread.join()
        throw error
      }
      engine.noteScreenLeft()
      engine.stop()
      try thread.join()
      return end
    } catch {
      throw Failure(.system, "printing frames: \(error)")
    }
  }

  private func print(
    _ engine: Engine, _ environment: inout ViewEnvironment, _ size: (columns: Int, rows: Int)
  ) throws(Errno) -> ScreenLoop.End {
    var epoll = try Epoll()
    try epoll.add(engine.wakeDescriptor, .readable, token: 0)
    var view = ViewState()
    var printed = 0
    var last: Instant?
    while true {
      try epoll.wait(timeoutMilliseconds: nil)
      if let departure = engine.departure { return .departure(departure) }
      guard engine.takeSnapshot() else { continue }
      environment.wallClockOffset = MonotonicClock.wallOffset()
      var text: String?
      engine.withSnapshot { snapshot in
        // Snapshots between two ticks are for eyes.
        let isDue = last.map { $0.duration(to: snapshot.at) >= snapshot.interval / 2 } ?? true
        guard isDue, !snapshot.rows.isEmpty else { return }
        last = snapshot.at
        let frame = view.frame(
          of: snapshot, in: environment, width: size.columns, height: size.rows, at: snapshot.at)
        let time = UTCTime(
          nanosecondsSince1970: snapshot.at.nanoseconds + environment.wallClockOffset)
        text = "=== \(time) ===\n" + frame.plainText
      }
      guard let text else { continue }
      do throws(Errno) {
        try StandardStream.output.write(Array(text.utf8))
      } catch .brokenPipe {
        // The reader has all that it wanted.
        return .quit
      }
      printed += 1
      if let frames = options.frames, printed >= frames { return .quit }
    }
  }

  private static func number(_ text: String?) -> Int? {
    guard let number = text.flatMap({ Int($0) }), (1...1000).contains(number) else { return nil }
    return number
  }
}

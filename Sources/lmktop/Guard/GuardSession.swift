import LMKEngine
import LMKLinux
import LMKCore

/// One run of the engine without a screen, from its first thread to its last.
struct GuardSession {
  let configuration: EngineConfiguration
  let reader: GuardConfiguration
  let voice: GuardVoice

  /// What has to be done before any thread is made: threads inherit the mask.
  static func makeReady(_ configuration: EngineConfiguration) throws(Failure) {
    do {
      try StandardStream.fillGaps()
      try SignalMask.block(
        configuration.front.departureSignals + GuardLoop.signals + [.brokenPipe])
    } catch {
      throw Failure(.system, "making ready: \(error)")
    }
  }

  /// - Parameter remarks: what the operator should know at once.
  func run(_ remarks: [String]) throws(Failure) -> GuardLoop.End {
    do throws(Errno) {
      let engine = try Engine(configuration)
      var loop = try GuardLoop(engine: engine, configuration: reader, voice: voice)
      for remark in remarks { loop.say(voice.remark(remark)) }
      let thread = try engine.start()
      do throws(Errno) {
        let end = try loop.run()
        engine.noteScreenLeft()
        engine.stop()
        try thread.join()
        loop.sayRest()
        return end
      } catch {
        // Disarmed and accounted for, before the reason is said.
        engine.noteScreenLeft()
        engine.stop()
        throw error
      }
    } catch {
      throw Failure(.system, "running the engine: \(error)")
    }
  }
}

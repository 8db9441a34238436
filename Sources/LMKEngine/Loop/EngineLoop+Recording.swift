import LMKCore
import LMKLinux

/// The recording's thread, as the engine sees it.
extension EngineLoop {
  /// - Throws: what making its file said: who asks for a recording wants one.
  static func startRecorder(_ configuration: EngineConfiguration) throws(Errno) -> Recorder? {
    guard let settings = configuration.recording else { return nil }
    let recorder = try Recorder(settings)
    try recorder.start()
    return recorder
  }

  func putKeyframeIfDue() {
    recorder?.putKeyframeIfDue(monitor, at: MonotonicClock.now())
  }

  /// Whether it can be written, when that has changed, and what is missing in it.
  func takeRecordingNews() {
    guard let path = configuration.recording?.path else { return }
    if let news = recorder?.takeNews(path) { send(.capability(news)) }
  }

  func finishRecording() { recorder?.finish(monitor, at: MonotonicClock.now()) }
}

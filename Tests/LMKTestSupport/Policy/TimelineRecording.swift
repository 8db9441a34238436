import LMKCore
import LMKTrace

/// Records what a timeline does to its monitor, with a keyframe before each of its lines, and lets
/// other monitors live through it: one from the beginning to the end, and one from each keyframe on.
final class TimelineRecording {
  private let recording = MemoryRecording()
  private var lines = 0
  private var last = Instant(nanoseconds: 0)

  /// Before what happens at this moment.
  func look(_ monitor: inout Monitor, at now: Instant) {
    if monitor.tap == nil { monitor.tap = recording.tap }
    recording.keyframe(monitor, at: now)
    lines += 1
    last = now
  }

  /// The file.
  private func bytes(_ monitor: borrowing Monitor) -> [UInt8] {
    recording.keyframe(monitor, at: last)
    return recording.bytes(at: last)
  }

  /// What a replay came to that the monitor did not; `nil`: they are one.
  func defect(of monitor: borrowing Monitor) -> String? {
    let bytes = bytes(monitor)
    let statistics = monitor.currentStatistics
    do {
      let replay = try TraceReplay(bytes.traceSource)
      if let defect = Self.run(replay, to: statistics) { return defect }
      guard replay.provenKeyframes == lines else {
        return "\(replay.provenKeyframes) of \(lines) keyframes were met"
      }
      for place in replay.index.keyframes.indices {
        guard replay.begin(atKeyframe: place) else { return "keyframe \(place) cannot be read" }
        if let defect = Self.run(replay, to: statistics) {
          return "from keyframe \(place) on: \(defect)"
        }
      }
      return nil
    } catch {
      return "\(error)"
    }
  }

  private static func run(_ replay: TraceReplay, to statistics: Statistics) -> String? {
    loop: while true {
      switch replay.step() {
      case .event: continue
      case .gap: return "there is a gap"
      case .end: break loop
      }
    }
    if replay.divergences > 0 {
      return "\(replay.divergences) times it differs, first at \(replay.firstDivergence!)"
    }
    if !replay.damages.isEmpty { return "damaged: \(replay.damages)" }
    if let broken = replay.monitor.checkInvariants() { return "broken: \(broken)" }
    return replay.monitor.currentStatistics == statistics ? nil : "it counts otherwise"
  }
}

import LMKCore
import LMKTestSupport
import LMKTrace
import Testing

@Suite("A replay")
struct ReplayTests {
  /// A storm, recorded, with a keyframe every so many ticks.
  private func record(
    _ storm: inout SyntheticStorm, into recording: MemoryRecording, ticks: Int, keyframeEvery: Int
  ) -> [UInt8] {
    storm.listen(recording.tap)
    storm.look { recording.keyframe($0, at: $1) }
    storm.begin()
    for tick in 1...ticks {
      storm.tick()
      if tick % keyframeEvery == 0 { storm.look { recording.keyframe($0, at: $1) } }
    }
    storm.look { recording.keyframe($0, at: $1) }
    return recording.bytes(at: storm.now)
  }

  private func entries(of replay: TraceReplay) -> [JournalEntry] {
    var entries: [JournalEntry] = []
    while case .event = replay.step() {
      for case .journal(let entry) in replay.effects.list { entries.append(entry) }
    }
    return entries
  }

  @Test(
    "Every verdict, every outcome and every statistic of a storm is the same again",
    arguments: 1...8 as ClosedRange<UInt64>)
  func determinism(seed: UInt64) throws {
    var storm = SyntheticStorm(seed: seed)
    let bytes = record(&storm, into: MemoryRecording(), ticks: 300, keyframeEvery: 25)
    let replay = try TraceReplay(bytes.traceSource)
    let entries = entries(of: replay)
    #expect(storm.snapshotStatistics().kill.calls > 0)
    #expect(entries == storm.entries)
    #expect(replay.monitor.currentStatistics == storm.snapshotStatistics())
    #expect(replay.divergences == 0)
    #expect(replay.damages.isEmpty)
    #expect(replay.index.damages.isEmpty && replay.index.isEnded)
    #expect(replay.provenKeyframes == 13)
    #expect(replay.monitor.checkInvariants() == nil)
    let kills = replay.index.marks.count {
      if case .kill = $0.kind { true } else { false }
    }
    #expect(
      kills
        == entries.count {
          if case .signalled = $0.kind { true } else { false }
        })
  }

  @Test("Names that were left out change no verdict")
  func redacted() throws {
    var storm = SyntheticStorm(seed: 77)
    let bytes = record(
      &storm, into: MemoryRecording(isRedacted: true), ticks: 200, keyframeEvery: 20)
    let replay = try TraceReplay(bytes.traceSource)
    let entries = entries(of: replay)
    #expect(entries.count == storm.entries.count)
    #expect(replay.monitor.currentStatistics == storm.snapshotStatistics())
    #expect(replay.divergences == 0 && replay.provenKeyframes == 11)
    #expect(replay.index.info.host.isEmpty && replay.index.info.users.isEmpty)
  }

  @Test("From any moment on it is the same as from the beginning")
  func seeking() throws {
    var storm = SyntheticStorm(seed: 5)
    let bytes = record(&storm, into: MemoryRecording(), ticks: 120, keyframeEvery: 10)
    let whole = try TraceReplay(bytes.traceSource)
    let jumping = try TraceReplay(bytes.traceSource)
    let span = jumping.index.last.nanoseconds - jumping.index.first.nanoseconds
    for place in [0.9, 0.1, 0.5, 0.55, 0.0, 1.0] as [Double] {
      let moment = Instant(
        nanoseconds: jumping.index.first.nanoseconds + Int64(Double(span) * place))
      jumping.seek(to: moment)
      whole.seek(to: jumping.index.first)
      while let at = whole.peek(), at <= moment { _ = whole.step() }
      var here = Snapshot()
      var there = Snapshot()
      jumping.writeSnapshot(into: &here, at: moment)
      whole.writeSnapshot(into: &there, at: moment)
      #expect(here.rows == there.rows)
      #expect(here.statistics == there.statistics)
      #expect(here.evaluation == there.evaluation)
      #expect(here.entries == there.entries)
    }
    #expect(jumping.divergences == 0 && whole.divergences == 0)
  }

  @Test("A full ring loses events, says so, and the recording goes on at the next keyframe")
  func gap() throws {
    var storm = SyntheticStorm(seed: 9)
    let recording = MemoryRecording()
    storm.listen(recording.tap)
    storm.look { recording.keyframe($0, at: $1) }
    storm.begin()
    for _ in 0..<20 { storm.tick() }
    recording.isFull = true
    for _ in 0..<3 { storm.tick() }
    #expect(!recording.tap.isListening && recording.tap.lost > 0)
    recording.isFull = false
    storm.look { recording.keyframe($0, at: $1) }
    for _ in 0..<20 { storm.tick() }
    storm.look { recording.keyframe($0, at: $1) }
    let replay = try TraceReplay(recording.bytes(at: storm.now).traceSource)
    var gaps = 0
    loop: while true {
      switch replay.step() {
      case .event: continue
      case .gap: gaps += 1
      case .end: break loop
      }
    }
    #expect(gaps == 1)
    #expect(replay.divergences == 0)
    #expect(replay.monitor.currentStatistics == storm.snapshotStatistics())
    let told = replay.index.marks.contains {
      if case .gap(let count) = $0.kind { count > 0 } else { false }
    }
    #expect(told)
  }
}

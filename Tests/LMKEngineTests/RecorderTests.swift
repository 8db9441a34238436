import Foundation
import LMKCore
import LMKTestSupport
import LMKTrace
import Testing

@testable import LMKEngine

/// The recorder between the engine and the disk: it loses rather than waits, and says so.
@Suite("The recorder")
struct RecorderTests {
  private static func settings(_ path: String) -> RecordingSettings {
    RecordingSettings(
      path: path,
      info: TraceInfo(
        version: "0.1.0", host: "vm", kernel: "6.1", processors: 2, wallOffset: 0,
        secondsFromUTC: 0, pageSize: 4096, isRedacted: false, memory: MemoryReading(), users: [:]))
  }

  private static var monitor: Monitor {
    Monitor(
      MonitorConfiguration(thresholds: try! Thresholds([Level(minfreePages: 10, adj: 0)])),
      at: Instant(nanoseconds: 1_000_000_000))
  }

  private static func bear(
    _ pids: ClosedRange<Int32>, in monitor: inout Monitor, at now: Instant
  ) {
    var effects = Effects()
    for pid in pids {
      let reading = ProcessReading(
        key: ProcessKey(pid: pid, startTime: 7), rssPages: Int(pid), name: ProcessName("p\(pid)"))
      monitor.apply(.measured(reading), at: now, into: &effects)
    }
  }

  /// Until the thread has taken all that waits; 10 s.
  private func drain(_ isEmpty: () -> Bool) async throws {
    for _ in 0..<500 where !isEmpty() { try await Task.sleep(for: .milliseconds(20)) }
    #expect(isEmpty())
  }

  private func inFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "lmktop-recorder-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // in the temporary folder
    try await body(folder)
  }

  private func replay(_ file: URL) throws -> TraceReplay {
    try TraceReplay([UInt8](Data(contentsOf: file)).traceSource)
  }

  @Test("What finds no room is lost, counted and said, and it goes on at the next keyframe")
  func overflow() async throws {
    try await inFolder { folder in
      let file = folder.appending(path: "r.lmk")
      var settings = Self.settings(file.path)
      settings.queueBytes = 2048
      let recorder = try Recorder(settings)
      try recorder.start()
      var monitor = Self.monitor
      monitor.tap = recorder.tap
      var now = Instant(nanoseconds: 2_000_000_000)
      recorder.putKeyframeIfDue(monitor, at: now)
      #expect(recorder.tap.isListening)
      // More at once than there is room for.
      Self.bear(1...500, in: &monitor, at: now)
      #expect(!recorder.tap.isListening)
      #expect(recorder.tap.lost > 200)
      let news = try #require(recorder.takeNews(file.path))
      #expect(news.name == .recording && !news.isAvailable)
      #expect(news.reason.contains("events are missing in the recording"))
      now = now.advanced(by: .seconds(1))
      try await drain { recorder.waitingBytes == 0 }
      recorder.putKeyframeIfDue(monitor, at: now)
      #expect(recorder.tap.isListening)
      Self.bear(501...510, in: &monitor, at: now)
      recorder.finish(monitor, at: now.advanced(by: .seconds(1)))

      let replay = try replay(file)
      var gaps = 0
      loop: while true {
        switch replay.step() {
        case .event: continue
        case .gap: gaps += 1
        case .end: break loop
        }
      }
      #expect(gaps == 1)
      #expect(replay.monitor.processCount == 510)
      #expect(replay.divergences == 0 && replay.index.isEnded)
    }
  }

  @Test("A file that is as large as it may be becomes .1, and each is whole in itself")
  func rotation() async throws {
    try await inFolder { folder in
      let file = folder.appending(path: "r.lmk")
      var settings = Self.settings(file.path)
      settings.sizeLimit = 4096
      settings.kept = 2
      let recorder = try Recorder(settings)
      try recorder.start()
      var monitor = Self.monitor
      monitor.tap = recorder.tap
      var now = Instant(nanoseconds: 2_000_000_000)
      for round in Int32(0)..<6 {
        now = now.advanced(by: .seconds(70))
        recorder.putKeyframeIfDue(monitor, at: now)
        Self.bear((round * 300 + 1)...(round * 300 + 300), in: &monitor, at: now)
        try await drain { recorder.waitingBytes == 0 }
        // The thread looks at the size once it has written.
        try await Task.sleep(for: .milliseconds(300))
      }
      recorder.finish(monitor, at: now.advanced(by: .seconds(1)))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(names == ["r.lmk", "r.lmk.1", "r.lmk.2"])
      for name in names {
        let replay = try replay(folder.appending(path: name))
        while case .event = replay.step() {}
        #expect(replay.divergences == 0 && replay.index.isEnded, "\(name)")
        #expect(replay.index.damages.isEmpty, "\(name)")
      }
      #expect(try self.replay(file).index.keyframes.count >= 1)
    }
  }

  @Test("Bytes go round in the ring as they went in, whatever their length")
  func ring() {
    let ring = ByteRing(capacity: 1000)
    var sent: [[UInt8]] = []
    var got: [[UInt8]] = []
    var bytes: [UInt8] = []
    for length in 0..<400 {
      let piece = [UInt8]((0..<(length % 90)).map { UInt8($0) })
      #expect(ring.push(.event, piece, at: Instant(nanoseconds: Int64(length))))
      sent.append(piece)
      if length % 3 == 2 {
        while let (kind, _) = ring.pop(into: &bytes) {
          #expect(kind == .event)
          got.append(bytes)
        }
      }
    }
    while ring.pop(into: &bytes) != nil { got.append(bytes) }
    #expect(got == sent)
    #expect(!ring.push(.event, [UInt8](repeating: 0, count: 1000), at: Instant(nanoseconds: 0)))
    #expect(ring.count == 0)
  }
}

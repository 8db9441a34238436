import Foundation
import LMKCore
import LMKTrace
import Testing

/// The seeds of the fuzzer that are bytes of the codec. They are kept, so they say too whether what an
/// earlier lmktop has written can still be read: LMKTOP_RECORD=1 writes them anew, and fails.
@Suite("Bytes of the codec that are kept")
struct SeedTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Seeds")

  private func compare(_ bytes: [UInt8], with name: String) throws {
    let file = Self.folder.appending(path: name)
    if ProcessInfo.processInfo.environment["LMKTOP_RECORD"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
      Issue.record("\(name) was written anew")
    }
    let kept = try [UInt8](Data(contentsOf: file))
    #expect(
      kept == bytes,
      "\(name) is written otherwise than before: TraceFrame.version must rise, or nothing changed")
  }

  @Test("Events are written as they were")
  func events() throws {
    var encoder = EventEncoder()
    encoder.begin(at: Instant(nanoseconds: 1_000_000_000_000))
    for (number, event) in SampleEvents.all.enumerated() {
      encoder.encode(
        event, at: Instant(nanoseconds: 1_000_000_000_000 + Int64(number) * 1000), known: nil)
      if number % 5 == 0 { encoder.encodeCheck(7) }
    }
    try compare(encoder.writer.bytes, with: "events/samples")
  }

  @Test("A keyframe is written as it was, and read as it was written")
  func image() throws {
    var storm = SyntheticStorm(seed: 3, count: 12)
    storm.begin()
    for _ in 0..<15 { storm.tick() }
    var image = MonitorImage()
    storm.look { $0.write(into: &image, at: $1) }
    var writer = ByteWriter()
    writer.put(image)
    try compare(writer.bytes, with: "image/storm")
    var reader = ByteReader(writer.bytes)
    let read = try MonitorImage(from: &reader)
    #expect(reader.isAtEnd)
    var again = ByteWriter()
    again.put(read)
    #expect(again.bytes == writer.bytes)
  }

  @Test("A recording that is kept is read, and comes to the same verdicts")
  func recording() throws {
    let bytes = try [UInt8](Data(contentsOf: Self.folder.appending(path: "trace/kill")))
    let replay = try TraceReplay(bytes.traceSource)
    while case .event = replay.step() {}
    #expect(replay.divergences == 0)
    #expect(replay.monitor.currentStatistics.kill.calls == 1)
  }
}

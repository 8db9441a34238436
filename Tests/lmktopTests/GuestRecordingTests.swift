import Foundation
import LMKCore
import LMKTestSupport
import LMKTrace
import Testing

@testable import lmktop

/// What an armed guard lived through when a guest machine ran out of memory, recorded there
/// (`Tests/Recordings/guest --keep Tests/Recordings/guest-kill.lmk`), beside what it said then.
@Suite("A recorded shortage")
struct GuestRecordingTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Recordings")
  private static let file = folder.appending(path: "guest-kill.lmk")

  /// Lines of the journal; the wall clock is not the monitor's.
  private static func entries(_ text: String) throws -> [NSDictionary] {
    try text.split(separator: "\n").compactMap { line in
      var value = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      guard value["sequence"] != nil else { return nil }
      value["time"] = nil
      return value as NSDictionary
    }
  }

  @Test("Lived through again, it comes to every verdict that the guard came to, field by field")
  func verdicts() throws {
    let recording = try Recording(path: Self.file.path)
    let page = ReportPage(recording: recording, survey: TraceSurvey(recording.replay))
    let replayed = try Self.entries(ReportJSON(page: page).text)
    let said = try Self.entries(
      String(contentsOf: Self.folder.appending(path: "guest-kill.jsonl"), encoding: .utf8))
    #expect(replayed == said)
    #expect(said.contains { $0["event"] as? String == "died" })
  }

  @Test("At its end the monitor is what the guard's was, byte for byte, from each place on")
  func statistics() throws {
    let replay = try TraceReplay([UInt8](Data(contentsOf: Self.file)).traceSource)
    for place in replay.index.keyframes.indices {
      #expect(replay.begin(atKeyframe: place))
      while case .event = replay.step() {}
      #expect(replay.divergences == 0 && replay.damages.isEmpty)
      #expect(replay.monitor.checkInvariants() == nil)
    }
    #expect(replay.provenKeyframes >= 1)
    #expect(replay.index.isEnded)
    let statistics = replay.monitor.currentStatistics
    #expect(statistics.kill.calls == 1 && statistics.relief == 1 && statistics.respawned == 0)
  }

  @Test("Under a table that kills nobody the hog would have lived; under its own it dies")
  func simulated() throws {
    let own = try Program.run("simulate", Self.file.path)
    #expect(own.text.contains("It would have killed 1:") && own.text.contains("hog"))
    let none = try Program.run("simulate", Self.file.path, "--thresholds", "1p:0")
    #expect(none.text.contains("It would have killed nobody."))
  }
}

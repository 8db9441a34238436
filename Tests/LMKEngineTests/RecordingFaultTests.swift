import CFaults
import Foundation
import LMKCore
import LMKTrace
import Testing

@testable import LMKEngine

/// A disk that refuses: what was written stays good, what was not is counted, and it goes on when the
/// disk does.
@Suite("A disk that refuses a recording", .serialized)
struct RecordingFaultTests {
  /// What a recorder's ring would bring to its thread.
  private final class Pieces {
    var list: [(piece: TraceTap.Piece, bytes: [UInt8], at: Instant)] = []
  }

  private static func moment(_ seconds: Int) -> Instant {
    Instant(nanoseconds: 1_000_000_000_000).advanced(by: .seconds(seconds))
  }

  private static func bear(
    _ pids: ClosedRange<Int32>, in monitor: inout Monitor, at now: Instant
  ) {
    var effects = Effects()
    for pid in pids {
      monitor.apply(
        .measured(
          ProcessReading(
            key: ProcessKey(pid: pid, startTime: 7), rssPages: 9, name: ProcessName("p\(pid)"))),
        at: now, into: &effects)
    }
  }

  /// Hands on what has come, as the thread does.
  private static func hand(_ pieces: Pieces, to file: inout TraceFileWriter) {
    for (piece, bytes, at) in pieces.list { file.append(bytes, piece, at: at) }
    pieces.list.removeAll()
  }

  private func replay(_ path: String) throws -> (replay: TraceReplay, gaps: Int) {
    let replay = try TraceReplay([UInt8](Data(contentsOf: URL(filePath: path))).traceSource)
    var gaps = 0
    while true {
      switch replay.step() {
      case .event: continue
      case .gap: gaps += 1
      case .end: return (replay, gaps)
      }
    }
  }

  @Test(
    "It says why, counts what is missing, and goes on with a keyframe",
    arguments: [ENOSPC, EIO, EDQUOT, EFBIG])
  func refuses(error: Int32) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "lmktop-fault-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // in the temporary folder
    let path = folder.appending(path: "r.lmk").path
    let pieces = Pieces()
    let tap = TraceTap(isRedacted: false) { piece, bytes, at in
      if piece == .event || piece == .check { pieces.list.append((piece, bytes, at)) }
      return true
    }
    let settings = RecordingSettings(
      path: path,
      info: TraceInfo(
        version: "0.1.0", host: "vm", kernel: "6.1", processors: 2, wallOffset: 0,
        secondsFromUTC: 0, pageSize: 4096, isRedacted: false, memory: MemoryReading(), users: [:]))
    var file = try TraceFileWriter(settings, pseudonyms: nil)
    var monitor = Monitor(
      MonitorConfiguration(thresholds: try Thresholds([Level(minfreePages: 10, adj: 0)])),
      at: Self.moment(0))
    monitor.tap = tap
    var image = MonitorImage()

    func keyframe(at now: Instant) {
      monitor.write(into: &image, at: now)
      tap.begin(at: now)
      file.put(image)
    }

    keyframe(at: Self.moment(0))
    Self.bear(1...20, in: &monitor, at: Self.moment(1))
    Self.hand(pieces, to: &file)
    file.closeBlockIfDue(at: Self.moment(3))
    #expect(file.trouble == nil && file.lost == 0)

    // The disk refuses one block, and the keyframe of the first try to go on.
    Self.bear(21...30, in: &monitor, at: Self.moment(4))
    Self.hand(pieces, to: &file)
    cfaults_set(Int32(CFAULTS_WRITE.rawValue), error, 2)
    file.closeBlockIfDue(at: Self.moment(6))
    #expect(file.trouble == Errno(error))
    #expect(file.lost == 10)
    let waits = (file.wantsKeyframe(at: Self.moment(7)), file.wantsKeyframe(at: Self.moment(16)))
    #expect(!waits.0 && waits.1)
    keyframe(at: Self.moment(16))
    #expect(file.trouble == Errno(error))
    Self.bear(31...35, in: &monitor, at: Self.moment(17))
    Self.hand(pieces, to: &file)
    #expect(file.lost == 15)
    #expect(cfaults_left(Int32(CFAULTS_WRITE.rawValue)) == 0)

    // It takes it again.
    keyframe(at: Self.moment(26))
    #expect(file.trouble == nil && file.lost == 15)
    Self.bear(36...40, in: &monitor, at: Self.moment(27))
    Self.hand(pieces, to: &file)
    file.end(at: Self.moment(28))

    let (replay, gaps) = try replay(path)
    #expect(gaps == 1)
    #expect(replay.divergences == 0)
    #expect(replay.monitor.processCount == 40)
    #expect(replay.index.isEnded)
    let told = replay.index.marks.compactMap { mark in
      if case .gap(let count) = mark.kind { count } else { nil }
    }
    #expect(told == [15])
  }
}

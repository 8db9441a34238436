import LMKCore
import LMKTestSupport
import LMKTrace
import Testing

@Suite("A damaged recording")
struct DamageTests {
  /// A small file with several keyframes.
  private static let whole: [UInt8] = {
    var storm = SyntheticStorm(seed: 4, count: 8)
    let recording = MemoryRecording()
    recording.blockPieces = 40
    storm.listen(recording.tap)
    storm.look { recording.keyframe($0, at: $1) }
    storm.begin()
    for tick in 1...8 {
      storm.tick()
      if tick % 4 == 0 { storm.look { recording.keyframe($0, at: $1) } }
    }
    return recording.bytes(at: storm.now)
  }()

  /// Reads all that can be read: how many events, and whether anything was said of the rest.
  private func read(_ bytes: [UInt8]) -> (events: Int, isSaid: Bool)? {
    guard let replay = try? TraceReplay(bytes.traceSource) else { return nil }
    var events = 0
    loop: while true {
      switch replay.step() {
      case .event: events += 1
      case .gap: break
      case .end: break loop
      }
    }
    let isSaid =
      !replay.damages.isEmpty || !replay.index.damages.isEmpty || !replay.index.isEnded
    return (events, isSaid)
  }

  @Test("Cut at any byte, it is read up to the last whole block, and says so")
  func everyCut() throws {
    let whole = Self.whole
    let all = try #require(read(whole)).events
    var last = 0
    for count in 0..<whole.count {
      guard let (events, isSaid) = read(Array(whole[..<count])) else {
        #expect(last == 0, "cut at \(count), nothing can be read any more")
        continue
      }
      #expect(events >= last && events <= all, "cut at \(count)")
      #expect(isSaid, "cut at \(count)")
      last = events
    }
    #expect(last == all)
  }

  @Test("Changed at any byte, what is whole is read, and the rest is said")
  func everyByte() throws {
    let whole = Self.whole
    let all = try #require(read(whole)).events
    for place in stride(from: 0, to: whole.count, by: 3) {
      var bytes = whole
      bytes[place] ^= 1 << UInt8(place % 8)
      guard let (events, isSaid) = read(bytes) else { continue }
      #expect(events <= all, "changed at \(place)")
      // A mark is a help for finding things, and is not missed.
      #expect(isSaid || events == all, "changed at \(place)")
    }
  }

  @Test("A damage in the middle costs what stands up to the next keyframe, and no more")
  func goesOn() throws {
    let index = try TraceIndex(Self.whole.traceSource)
    #expect(index.keyframes.count == 3)
    // The second block of events of the first keyframe's part.
    let entry = index.entries[index.keyframes[0] + 2]
    var bytes = Self.whole
    bytes[entry.offset + 5] ^= 0x40
    let replay = try TraceReplay(bytes.traceSource)
    var gaps = 0
    loop: while true {
      switch replay.step() {
      case .event: continue
      case .gap: gaps += 1
      case .end: break loop
      }
    }
    #expect(gaps == 1)
    #expect(replay.damages.map(\.offset) == [entry.offset])
    #expect(replay.now >= index.entries[index.keyframes[2]].frame.first)
    #expect(replay.divergences == 0)
  }

  @Test(
    "What is no recording is refused with a reason",
    arguments: [
      ([UInt8](), TraceError.empty),
      (Array("# a text that is longer than the head of a frame".utf8), .notATrace),
      (Array("LMKt".utf8), .nothingWhole),
    ])
  func refusals(bytes: [UInt8], error: TraceError) {
    #expect(throws: error) { try TraceIndex(bytes.traceSource) }
  }

  @Test("A version that is not known is said")
  func version() throws {
    var head = TraceFrame(
      .info, stored: [], plainBytes: 0, first: Instant(nanoseconds: 0),
      last: Instant(nanoseconds: 0)
    ).head
    head[5] = 9
    let sum = Checksum.crc32c(head[..<36])
    for place in 0..<4 { head[36 + place] = UInt8(truncatingIfNeeded: sum >> (8 * UInt32(place))) }
    #expect(throws: TraceError.version(9)) { try TraceIndex(head.traceSource) }
  }

  @Test("The sum is that of RFC 3720: CRC-32C")
  func checksum() {
    #expect(Checksum.crc32c([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
    #expect(Checksum.crc32c([UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
    #expect(Checksum.crc32c(Array("123456789".utf8)) == 0xe306_9283)
  }
}

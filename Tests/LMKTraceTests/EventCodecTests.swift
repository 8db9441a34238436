import LMKCore
import LMKTestSupport
import LMKTrace
import Testing

@Suite("The codec of events")
struct EventCodecTests {
  @Test("Every event is the same after it was written and read")
  func roundTrip() throws {
    var encoder = EventEncoder()
    let begin = Instant(nanoseconds: 5_000_000_000)
    encoder.begin(at: begin)
    let events = SampleEvents.all
    for (number, event) in events.enumerated() {
      encoder.encode(event, at: begin.advanced(by: .milliseconds(number)), known: nil)
      encoder.encodeCheck(UInt32(number))
    }
    var reader = ByteReader(encoder.writer.bytes)
    var decoder = EventDecoder(at: begin)
    for (number, event) in events.enumerated() {
      guard case .event(let read, let at) = try decoder.decode(&reader, known: { _ in nil }) else {
        Issue.record("event \(number) was read as a check")
        return
      }
      #expect(String(reflecting: read) == String(reflecting: event))
      #expect(at == begin.advanced(by: .milliseconds(number)))
      guard case .check(let sum) = try decoder.decode(&reader, known: { _ in nil }) else {
        Issue.record("check \(number) was read as an event")
        return
      }
      #expect(sum == UInt32(number))
    }
    #expect(reader.isAtEnd)
  }

  @Test("A process at rest takes six bytes a reading")
  func atRest() {
    var encoder = EventEncoder()
    encoder.begin(at: Instant(nanoseconds: 0))
    let reading = ProcessReading(
      key: ProcessKey(pid: 4711, startTime: 12_345_678), rssPages: 70_000, sharedPages: 500,
      name: ProcessName("firefox"), inode: 8_765_432)
    encoder.encode(.refreshed(reading, .everyPass), at: Instant(nanoseconds: 0), known: nil)
    encoder.clear()
    encoder.encode(.refreshed(reading, .everyPass), at: Instant(nanoseconds: 100), known: reading)
    #expect(encoder.writer.bytes.count <= 6)
  }

  @Test("Names and texts are left out on request, and what belongs together still does")
  func redaction() throws {
    var encoder = EventEncoder(isRedacted: true)
    let now = Instant(nanoseconds: 0)
    encoder.begin(at: now)
    let secrets = ["customer-db", "/user.slice/anna.scope", "secret words"]
    for pid in [Int32(10), 11] {
      encoder.encode(
        .measured(
          ProcessReading(key: ProcessKey(pid: pid, startTime: 1), name: ProcessName(secrets[0]))),
        at: now, known: nil)
    }
    encoder.encode(
      .groupNamed(
        ControlGroupID(rawValue: 1),
        ControlGroup(memoryPath: secrets[1], unitPath: secrets[1])), at: now, known: nil)
    encoder.encode(.command(.refuseRule(secrets[2])), at: now, known: nil)
    let text = String(decoding: encoder.writer.bytes, as: UTF8.self)
    for word in ["customer", "anna", "user", "secret"] { #expect(!text.contains(word)) }
    var reader = ByteReader(encoder.writer.bytes)
    var decoder = EventDecoder(at: now)
    var names: [ProcessName] = []
    while !reader.isAtEnd {
      if case .event(.measured(let reading), _) = try decoder.decode(&reader, known: { _ in nil }) {
        names.append(reading.name)
      }
    }
    #expect(names.count == 2 && names[0] == names[1] && names[0].count == 11)
  }

  @Test("Bytes that end anywhere, or are changed anywhere, are refused and never trap")
  func damage() {
    var encoder = EventEncoder()
    let now = Instant(nanoseconds: 0)
    encoder.begin(at: now)
    for event in SampleEvents.all { encoder.encode(event, at: now, known: nil) }
    let bytes = encoder.writer.bytes
    func readAll(_ bytes: [UInt8]) {
      var reader = ByteReader(bytes)
      var decoder = EventDecoder(at: now)
      while !reader.isAtEnd, (try? decoder.decode(&reader, known: { _ in nil })) != nil {}
    }
    for count in bytes.indices { readAll(Array(bytes[..<count])) }
    for place in bytes.indices {
      for change: UInt8 in [0x01, 0x80, 0xff] {
        var damaged = bytes
        damaged[place] ^= change
        readAll(damaged)
      }
    }
  }
}

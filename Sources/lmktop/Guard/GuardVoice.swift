import LMKCore
import LMKEngine
import LMKLinux
import LMKScreen

/// What a guard says, as lines of bytes: the words of the screen's events, or the journal's JSON.
struct GuardVoice: Sendable {
  let isJSON: Bool
  let pageSize: Int
  /// Whether sentences begin with the time.
  let isDated: Bool

  /// `nil`: the sentence that follows says it too.
  func entry(_ entry: JournalEntry, wallOffset: Int64) -> [UInt8]? {
    if isJSON { return line(entry.json(wallOffset: wallOffset, pageSize: pageSize)) }
    if case .intent = entry.kind { return nil }
    let words = EventWords(entry, pageSize: pageSize)
    return sentence(words.tag, words.text, at: entry.at, wallOffset: wallOffset)
  }

  /// `nil`: nothing to say in words of what is there as it should be.
  func capability(_ capability: Capability, at now: Instant, wallOffset: Int64) -> [UInt8]? {
    if isJSON {
      return object("capability") { text in
        text.field("name", capability.name.rawValue)
        text.field("available", capability.isAvailable)
        text.field("reason", capability.reason)
      }
    }
    if capability.isAvailable { return nil }
    return sentence(
      "CANNOT", "\(capability.name.rawValue): \(capability.reason)", at: now,
      wallOffset: wallOffset)
  }

  /// What the operator should know of the configuration.
  func remark(_ words: String) -> [UInt8] {
    if isJSON { return object("remark") { $0.field("text", words) } }
    return sentence(
      "NOTE", words, at: MonotonicClock.now(), wallOffset: MonotonicClock.wallOffset())
  }

  func lost(_ count: Int) -> [UInt8] {
    if isJSON { return object("output_lost") { $0.field("count", count) } }
    return sentence(
      "LOST", "\(count) lines: they were not read in time (the journal has them)",
      at: MonotonicClock.now(), wallOffset: MonotonicClock.wallOffset())
  }

  private func sentence(
    _ tag: String, _ text: String, at moment: Instant, wallOffset: Int64
  ) -> [UInt8] {
    let time = UTCTime(nanosecondsSince1970: moment.nanoseconds + wallOffset).description
    return Array("\(isDated ? time + " " : "")\(tag): \(text)\n".utf8)
  }

  private func object(_ event: String, _ body: (inout JSONText) -> Void) -> [UInt8] {
    var text = JSONText()
    text.object { text in
      text.field("version", 1)
      text.field("event", event)
      body(&text)
    }
    return line(text)
  }

  private func line(_ text: JSONText) -> [UInt8] { text.bytes + [UInt8(ascii: "\n")] }
}

import FoundationEssentials
import LMKScreen

/// One line of a journal, as far as a reader needs it.
struct JournalLine: Decodable {
  let version: Int
  let time: String
  let event: String
  let pid: Int32?
  let name: String?
  let tag: String?
  let sentence: String?
}

/// A line that lmktop wrote.
struct JournalRecord {
  let moment: JournalMoment
  private let line: JournalLine

  /// `nil`: torn, or somebody else's.
  init?(_ bytes: [UInt8], by decoder: JSONDecoder) {
    guard let line = try? decoder.decode(JournalLine.self, from: Data(bytes)), line.version == 1,
      let moment = JournalMoment(utc: line.time)
    else { return nil }
    self.line = line
    self.moment = moment
  }

  var event: String { line.event }
  var pid: Int32? { line.pid }

  /// As the events list has it, with the date. What a file says is filtered again: anybody may
  /// have written it.
  var text: String {
    let tag = line.tag ?? line.event.uppercased()
    let words =
      line.sentence
      ?? [line.pid.map(String.init), line.name].compactMap { $0 }
      .joined(separator: " ")
    let lead = TextCells(tag).filtered
    let gap = String(repeating: " ", count: max(1, 12 - TextCells(tag).width))
    return "\(moment.local) \(lead)\(gap)\(TextCells(words).filtered)"
  }
}

/// Which records are wanted; what is empty or `nil` leaves nothing out.
struct JournalFilter {
  var since: JournalMoment?
  var until: JournalMoment?
  var pids: Set<Int32> = []
  var events: Set<String> = []

  func wants(_ record: JournalRecord) -> Bool {
    if let since, record.moment < since { return false }
    if let until, record.moment > until { return false }
    if !pids.isEmpty, record.pid.map(pids.contains) != true { return false }
    return events.isEmpty || events.contains(record.event)
  }
}

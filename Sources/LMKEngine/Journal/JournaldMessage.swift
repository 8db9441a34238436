import LMKCore

/// An entry as a datagram of journald's native protocol: a line `NAME=value` for each field.
struct JournaldMessage {
  private(set) var bytes: [UInt8] = []

  init(_ entry: JournalEntry, words: JournalWords?) {
    let event = JournalEvent(entry.kind)
    field("MESSAGE", words.map { "\($0.tag): \($0.sentence)" } ?? event.rawValue)
    field("PRIORITY", "\(event.priority)")
    field("SYSLOG_IDENTIFIER", "lmktop")
    field("LMKTOP_EVENT", event.rawValue)
    if let pid = entry.kind.pid { field("LMKTOP_PID", "\(pid)") }
    guard let record = entry.kind.killRecord else { return }
    field("LMKTOP_NAME", record.victim.name.text)
    field("LMKTOP_ADJ", "\(record.victim.adj)")
    field("LMKTOP_SIGNAL", record.signal.description)
  }

  /// A value with a newline in it is told by its length, 64 bits, little end first.
  private mutating func field(_ name: String, _ value: String) {
    bytes += name.utf8
    let newline = UInt8(ascii: "\n")
    if value.utf8.contains(newline) {
      bytes.append(newline)
      let count = UInt64(value.utf8.count)
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: count >> UInt64(shift)))
      }
    } else {
      bytes.append(UInt8(ascii: "="))
    }
    bytes += value.utf8
    bytes.append(newline)
  }
}

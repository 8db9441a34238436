import FoundationEssentials
import LMKCore
import LMKLinux

/// Prints the records of journal files that are wanted, and counts what are none.
struct JournalPrinter {
  /// As they stand in the file, or as a person reads them.
  enum Form {
    case json
    case text
  }

  let filter: JournalFilter
  let form: Form
  /// Lines that were torn, or somebody else's.
  private(set) var passedOver = 0
  private var output: [UInt8] = []
  private let decoder = JSONDecoder()

  init(filter: JournalFilter, form: Form) {
    self.filter = filter
    self.form = form
  }

  mutating func print(_ line: [UInt8]) throws(Errno) {
    // What ended a torn line may leave an empty one.
    guard !line.isEmpty else { return }
    guard let record = JournalRecord(line, by: decoder) else {
      passedOver += 1
      return
    }
    guard filter.wants(record) else { return }
    switch form {
    case .json: output += line
    case .text: output += record.text.utf8
    }
    output.append(UInt8(ascii: "\n"))
    if output.count > 1 << 16 { try flush() }
  }

  mutating func flush() throws(Errno) {
    try StandardStream.output.write(output)
    output.removeAll(keepingCapacity: true)
  }

  /// The last line: what was passed over. Beside JSON it goes where it does no harm.
  mutating func finish() throws(Errno) {
    try flush()
    guard passedOver > 0 else { return }
    let lines = passedOver == 1 ? "1 line" : "\(passedOver) lines"
    let words = Array("\(lines) passed over: torn, or not lmktop's\n".utf8)
    switch form {
    case .json: try StandardStream.error.write(words)
    case .text: try StandardStream.output.write(words)
    }
  }
}

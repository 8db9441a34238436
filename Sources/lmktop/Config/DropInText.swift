/// The text of a drop-in that lmktop writes, key by key: what it does not set stays as it stands,
/// comments too. The text is TOML.
///
/// A key is written where it stands, or in front of the first table. Lines of notes that begin with
/// `#:` belong to the key below them and are replaced with it.
struct DropInText {
  struct Entry: Hashable {
    var key: String
    /// As TOML; `nil`: the key goes.
    var value: String?
    /// Shown above it.
    var notes: [String] = []

    fileprivate var lines: [String] {
      guard let value else { return [] }
      return notes.map { "#: \($0)" } + ["\(key) = \(value)"]
    }
  }

  static let head =
    "# Written by lmktop. Read after config.toml; delete this file to go back to it."

  private let text: String

  init(_ text: String) { self.text = text }

  func setting(_ entries: [Entry]) -> String {
    var lines = text.isEmpty ? [Self.head] : Self.lines(of: text)
    for entry in entries { Self.set(entry, in: &lines) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A basic string.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  private static func lines(of text: String) -> [String] {
    // By bytes: CR and LF together are one character, at which no "\n" is found.
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    return lines
  }

  private static func set(_ entry: Entry, in lines: inout [String]) {
    let text = lines.joined(separator: "\n") + "\n"
    // It was parsed before, and each step leaves TOML.
    let root = try? TOMLTable(parsing: text)
    let starts = root?.entries.map { (key: $0.key, line: $0.place.line - 1) } ?? []
    if let place = starts.firstIndex(where: { $0.key == entry.key }) {
      var start = starts[place].line
      var end = place + 1 < starts.count ? starts[place + 1].line : lines.count
      // What stands right above the next key is about that one.
      while end > start + 1, isRemark(lines[end - 1]) { end -= 1 }
      while start > 0, lines[start - 1].hasPrefix("#:") { start -= 1 }
      lines.replaceSubrange(start..<end, with: entry.lines)
      return
    }
    guard entry.value != nil else { return }
    // Behind the header of a table it would be the table's.
    let tables = starts.filter { root?[$0.key]?.table != nil || root?[$0.key]?.array != nil }
      .filter { lines[$0.line].drop(while: \.isWhitespace).hasPrefix("[") }
    var place = tables.first?.line ?? lines.count
    while place > 0, place < lines.count, isRemark(lines[place - 1]), place > 1 { place -= 1 }
    lines.insert(contentsOf: entry.lines, at: place)
  }

  private static func isRemark(_ line: String) -> Bool {
    let start = line.drop(while: \.isWhitespace)
    return start.isEmpty || start.hasPrefix("#")
  }
}

import Glibc
import LMKScreen

/// A frame as it shall be, kept as a text file: the rows, then their roles.
///
/// With `LMKTOP_RECORD=1` in the environment the file is rewritten, and the comparison fails so
/// that nobody records by accident.
public struct Golden {
  public var path: String

  /// - Parameter testFile: `#filePath` of the test; the goldens stand in `Goldens` beside it.
  public init(_ name: String, beside testFile: String) {
    let folder = testFile.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    path = folder.joined(separator: "/") + "/Goldens/\(name).txt"
  }

  /// - Returns: what differs, in words; `nil` if nothing does.
  public func difference(from frame: Frame) -> String? {
    let actual = Self.text(frame)
    if getenv("LMKTOP_RECORD").map({ String(cString: $0) }) == "1" {
      return write(actual) ? "recorded \(path)" : "could not write \(path): errno \(errno)"
    }
    guard let expected = read() else {
      return "no golden at \(path); LMKTOP_RECORD=1 swift test writes it"
    }
    guard expected != actual else { return nil }
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    var words = "\(path) differs:"
    for index in 0..<max(old.count, new.count) {
      let before = index < old.count ? old[index] : "(no line)"
      let after = index < new.count ? new[index] : "(no line)"
      if before != after { words += "\n  line \(index + 1)\n  - \(before)\n  + \(after)" }
    }
    return words
  }

  private static func text(_ frame: Frame) -> String {
    // A bar at the end keeps blanks visible, and safe from editors.
    var lines = ["\(frame.width)x\(frame.height)"]
    lines += frame.textRows.map { $0 + "|" }
    lines.append("roles: \(Frame.roleLegend)")
    lines += frame.roleRows.map { $0 + "|" }
    if let cursor = frame.cursor { lines.append("cursor: \(cursor.column),\(cursor.row)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func read() -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(_ text: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    let bytes = Array(text.utf8)
    let written = fwrite(bytes, 1, bytes.count, file)
    return fclose(file) == 0 && written == bytes.count
  }
}

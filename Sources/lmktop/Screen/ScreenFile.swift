import FoundationEssentials
import LMKCore
import LMKLinux
import LMKScreen

/// The screen's drop-in: what the W key and the setup screen write. It stands behind the operator's
/// own `config.toml`, which lmktop never rewrites.
struct ScreenFile: Sendable {
  /// `nil`: it would not be read, or there is no home to write to; then `obstacle` says so.
  let path: String?
  let obstacle: String
  /// The sizes of thresholds were tuned with it.
  let fileTerm: FileTerm
  /// What orders equal adj; written where it is not the default.
  let rank: RankBasis
  /// Bytes.
  let pageSize: Int

  /// Writes the table of thresholds; every other key stays.
  ///
  /// - Returns: the outcome, for the journal and as words for the operator.
  func write(_ thresholds: Thresholds) -> (outcome: WriteOutcome, words: String) {
    write(Self.entries(of: thresholds, fileTerm, rank, pageSize))
  }

  /// Writes what was set up; every other key stays.
  func write(_ settings: ScreenSettings) -> String { write(Self.entries(of: settings)).words }

  private func write(
    _ entries: [DropInText.Entry]
  ) -> (outcome: WriteOutcome, words: String) {
    guard let path else { return (.noPlace, "not written: \(obstacle)") }
    let former: String
    do {
      former = try Self.read(path)
    } catch {
      return (.refused(.inputOutput), "not written: \(error)")
    }
    do {
      let text = DropInText(former).setting(entries)
      try FileWriting.replace(path: path, with: Array(text.utf8))
      return (.written, "written to \(path)")
    } catch {
      return (.refused(error), "not written: \(path): \(error)")
    }
  }

  private struct Defect: Error, CustomStringConvertible { var description: String }

  /// What stands there; empty if nothing does. What cannot be understood is not written over.
  private static func read(_ path: String) throws(Defect) -> String {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch let error as CocoaError
      where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile
    {
      return ""
    } catch {
      throw Defect(description: "\(path) is there and cannot be read")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Defect(description: "\(path) is not UTF-8")
    }
    do throws(TOMLDefect) {
      _ = try TOMLTable(parsing: text)
    } catch {
      throw Defect(description: "\(path):\(error.place.line) is not TOML: mend it first")
    }
    return text
  }

  // MARK: What is written

  static func entries(
    of thresholds: Thresholds, _ fileTerm: FileTerm, _ rank: RankBasis, _ pageSize: Int
  ) -> [DropInText.Entry] {
    var notes = ["pages of \(pageSize) bytes:"]
    for (index, level) in thresholds.levels.enumerated() {
      let mebibytes = level.minfreePages * pageSize / 1_048_576
      notes.append("  row \(index + 1): below \(mebibytes) MiB, adj >= \(level.adj) may die")
    }
    return [
      DropInText.Entry(key: "thresholds", value: "\"\(thresholds.text)\"", notes: notes),
      DropInText.Entry(key: "file_term", value: "\"\(fileTerm.rawValue)\""),
      DropInText.Entry(key: "rank", value: rank == .rss ? nil : "\"\(rank.rawValue)\""),
      // They exclude each other in one file.
      DropInText.Entry(key: "preset", value: nil),
    ]
  }

  static func entries(of settings: ScreenSettings) -> [DropInText.Entry] {
    let columns = settings.columns.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    return [
      DropInText.Entry(key: "columns", value: "[\(columns)]"),
      DropInText.Entry(key: "view", value: "\"\(settings.view.rawValue)\""),
      DropInText.Entry(key: "sort", value: "\"\(settings.order.text)\""),
      DropInText.Entry(key: "theme", value: DropInText.quoted(settings.themeName)),
      DropInText.Entry(key: "hold", value: "\(settings.holdSeconds)"),
      DropInText.Entry(key: "always_ask", value: "\(settings.asksAlways)"),
      DropInText.Entry(key: "mouse", value: "\(settings.usesMouse)"),
      DropInText.Entry(key: "vim_keys", value: "\(settings.usesVimKeys)"),
    ]
  }
}

import LMKCore
import LMKLinux

/// The screen's drop-in: what the W key writes. It stands behind the operator's own `config.toml`,
/// which lmktop never rewrites.
struct ThresholdsFile: Sendable {
  /// `nil`: it would not be read, or there is no home to write to; then `obstacle` says so.
  let path: String?
  let obstacle: String
  /// The sizes were tuned with it.
  let fileTerm: FileTerm
  /// Bytes.
  let pageSize: Int
  /// What orders equal adj; written where it is not the default.
  var rank = RankBasis.rss

  /// Replaces the file as a whole.
  ///
  /// - Returns: the outcome, for the journal and as words for the operator.
  func write(_ thresholds: Thresholds) -> (outcome: WriteOutcome, words: String) {
    guard let path else { return (.noPlace, "not written: \(obstacle)") }
    do {
      try FileWriting.replace(path: path, with: Array(text(of: thresholds).utf8))
      return (.written, "written to \(path)")
    } catch {
      return (.refused(error), "not written: \(path): \(error)")
    }
  }

  func text(of thresholds: Thresholds) -> String {
    var lines = [
      "# Written by lmktop (W). Read after config.toml; delete this file to go back to it.",
      "# Pages of \(pageSize) bytes:",
    ]
    for (index, level) in thresholds.levels.enumerated() {
      let mebibytes = Double(level.minfreePages * pageSize) / 1_048_576
      lines.append("#   row \(index + 1): below \(Int(mebibytes)) MiB, adj >= \(level.adj) may die")
    }
    lines.append("thresholds = \"\(thresholds.text)\"")
    lines.append("file_term = \"\(fileTerm.rawValue)\"")
    if rank != .rss { lines.append("rank = \"\(rank.rawValue)\"") }
    return lines.joined(separator: "\n") + "\n"
  }
}

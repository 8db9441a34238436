import LMKCore
import LMKEngine
import LMKScreen

/// The audit as a table of text: a line for each comparison, their sum, and a sentence.
enum AuditTable {
  /// Findings that are named below one comparison.
  private static let namedLimit = 5

  static var head: [UInt8] {
    bytes([
      cells(
        "AT", "SEEN", "MISSING", "GHOSTS", "ADJ", "RECENT", "MISORDERED", "REGRET", "MEDIAN",
        "OLDEST", "BOUND", "LOST")
    ])
  }

  static func line(
    _ comparison: AuditComparison, after time: Duration, pageSize: Int
  ) -> [UInt8] {
    var lines = [
      cells(
        seconds(time, digits: 1) + (comparison.isSettled ? " " : "~"), "\(comparison.judged)",
        "\(comparison.missing)", "\(comparison.ghosts)", "\(comparison.wrongAdj)",
        "\(comparison.tooYoung + comparison.tooRecent)",
        share(comparison.order.misordered, of: comparison.order.pairs),
        comparison.order.regret.map { SizeText(pageSize: pageSize)($0) } ?? "-",
        seconds(comparison.medianAge), seconds(comparison.greatestAge),
        seconds(comparison.sweepBound), "\(comparison.lost)")
    ]
    lines += comparison.findings.prefix(namedLimit).map {
      "         \(TextCells($0.sentence).filtered)"
    }
    if comparison.findings.count > namedLimit {
      lines.append("         and \(comparison.findings.count - namedLimit) more")
    }
    return bytes(lines)
  }

  static func end(of report: AuditReport) -> [UInt8] {
    var lines = [
      cells(
        "all ", "\(report.comparisons.map(\.judged).max() ?? 0)", "\(report.sum(\.missing))",
        "\(report.sum(\.ghosts))", "\(report.sum(\.wrongAdj))",
        "\(report.sum { $0.tooYoung + $0.tooRecent })",
        share(report.sum(\.order.misordered), of: report.sum(\.order.pairs)),
        report.greatestRegret.map { SizeText(pageSize: report.pageSize)($0) } ?? "-",
        seconds(report.medianAge), seconds(report.greatestAge), seconds(report.greatestBound),
        "\(report.lost)")
    ]
    for capability in report.capabilities
    where !capability.isAvailable && capability.name.isSource {
      lines.append("note: \(capability.name.rawValue): \(capability.reason)")
    }
    if report.comparisons.contains(where: { !$0.isSettled }) {
      lines.append("~ : in a storm or within a sweep of a loss; not judged, but told")
    }
    lines.append(report.verdict)
    return bytes(lines)
  }

  // MARK: Cells

  private static let widths = [7, 6, 8, 7, 5, 7, 11, 7, 7, 7, 7, 7]

  private static func cells(_ words: String...) -> String {
    zip(words, widths).map { word, width in
      String(repeating: " ", count: max(0, width - word.count)) + word
    }.joined(separator: " ")
  }

  private static func bytes(_ lines: [String]) -> [UInt8] {
    lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }
  }

  private static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "-" }
    let perMyriad = part * 10_000 / whole
    if part > 0, perMyriad == 0 { return "<0.01%" }
    return "\(perMyriad / 100).\(perMyriad % 100 < 10 ? "0" : "")\(perMyriad % 100)%"
  }

  static func seconds(_ time: Duration?, digits: Int = 2) -> String {
    guard let time else { return "-" }
    let unit = digits == 1 ? 10 : 100
    let parts = Int(max(0, time.inSeconds) * Double(unit))
    let rest = String(parts % unit)
    return "\(parts / unit).\(String(repeating: "0", count: digits - rest.count))\(rest)s"
  }
}

extension Capability.Name {
  /// Whether it tells the cache of what happens.
  fileprivate var isSource: Bool {
    self == .procConnector || self == .tracepoints || self == .pressureTrigger
  }
}

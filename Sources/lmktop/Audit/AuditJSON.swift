import LMKCore
import LMKEngine

/// The audit as one JSON object. Later additions keep version 1; what is there stays.
struct AuditJSON {
  let report: AuditReport

  /// Findings that are written of one comparison; all are counted.
  private static let namedLimit = 20

  var text: [UInt8] {
    var json = JSONText()
    json.object { json in
      json.field("version", 1)
      json.field("sound", report.isSound)
      json.field("verdict", report.verdict)
      json.field("page_size", report.pageSize)
      json.field("total_pages", report.totalPages)
      json.name("sum")
      json.object(writeSum)
      json.name("storm")
      if let storm = report.storm { json.object { write(storm, to: &$0) } } else { json.null() }
      json.name("comparisons")
      json.array { json in
        for comparison in report.comparisons { json.object { write(comparison, to: &$0) } }
      }
      json.name("capabilities")
      json.array { json in
        for capability in report.capabilities {
          json.object { json in
            json.field("name", capability.name.rawValue)
            json.field("available", capability.isAvailable)
            json.field("reason", capability.reason)
          }
        }
      }
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }

  private func writeSum(_ json: inout JSONText) {
    json.field("comparisons", report.comparisons.count)
    json.field("settled", report.settled.count)
    json.field("settled_findings", report.settled.reduce(0) { $0 + $1.findings.count })
    json.field("missing", report.sum(\.missing))
    json.field("ghosts", report.sum(\.ghosts))
    json.field("wrong_adj", report.sum(\.wrongAdj))
    json.field("too_young", report.sum(\.tooYoung))
    json.field("too_recent", report.sum(\.tooRecent))
    json.field("pairs", report.sum(\.order.pairs))
    json.field("misordered_pairs", report.sum(\.order.misordered))
    json.field("greatest_regret_pages", report.greatestRegret)
    json.field("median_age_ms", milliseconds(report.medianAge))
    json.field("greatest_age_ms", milliseconds(report.greatestAge))
    json.field("greatest_bound_ms", milliseconds(report.greatestBound))
    json.field("overdue_comparisons", report.overdue)
    json.field("events", report.events)
    json.field("lost", report.lost)
  }

  private func write(_ storm: AuditReport.Storm, to json: inout JSONText) {
    json.field("births", storm.births)
    json.field("took_ms", milliseconds(storm.took))
    json.field("clean_after_ms", milliseconds(storm.cleanAfter))
    json.name("refusal")
    if let refusal = storm.refusal { json.value(refusal.name) } else { json.null() }
  }

  private func write(_ comparison: AuditComparison, to json: inout JSONText) {
    json.field("monotonic_ns", comparison.at.nanoseconds)
    json.field("settled", comparison.isSettled)
    json.field("seen", comparison.judged)
    json.field("candidates", comparison.candidates)
    json.field("missing", comparison.missing)
    json.field("ghosts", comparison.ghosts)
    json.field("wrong_adj", comparison.wrongAdj)
    json.field("too_young", comparison.tooYoung)
    json.field("too_recent", comparison.tooRecent)
    json.field("pairs", comparison.order.pairs)
    json.field("misordered_pairs", comparison.order.misordered)
    json.field("regret_pages", comparison.order.regret)
    json.field("median_age_ms", milliseconds(comparison.medianAge))
    json.field("greatest_age_ms", milliseconds(comparison.greatestAge))
    json.field("bound_ms", milliseconds(comparison.sweepBound))
    json.field("events", comparison.events)
    json.field("lost", comparison.lost)
    json.field("walks_us", comparison.walkTime.wholeNanoseconds / 1000)
    json.name("findings")
    json.array { json in
      for finding in comparison.findings.prefix(Self.namedLimit) {
        json.object { write(finding, to: &$0) }
      }
    }
  }

  private func write(_ finding: AuditFinding, to json: inout JSONText) {
    switch finding.kind {
    case .missing: json.field("kind", "missing")
    case .unranked: json.field("kind", "unranked")
    case .ghost: json.field("kind", "ghost")
    case .wrongAdj(let cached, let exact):
      json.field("kind", "wrong_adj")
      json.field("cached_adj", cached.rawValue)
      json.field("exact_adj", exact.rawValue)
    }
    json.field("pid", finding.key.pid)
    json.field("start_time", finding.key.startTime)
    json.field("name", finding.name.text)
    json.field("lasted_ms", milliseconds(finding.lasted))
  }

  private func milliseconds(_ time: Duration?) -> Int64? {
    time.map { $0.wholeNanoseconds / 1_000_000 }
  }
}

import LMKCore
import LMKEngine

extension AuditReport {
  /// The result in one sentence.
  var verdict: String {
    guard !settled.isEmpty else {
      return "NOT JUDGED: no comparison was free of losses (\(lost) events lost)."
    }
    let findings = settled.flatMap(\.findings)
    let count = settled.count == 1 ? "1 comparison" : "\(settled.count) comparisons"
    var words: [String] = []
    if isSound {
      words.append(
        "SOUND: in \(count) nothing was missing, nobody was a ghost, every adj was right")
    } else {
      words.append("NOT SOUND: in \(count) \(tally(findings))")
    }
    let excused = comparisons.filter { !$0.isSettled }.flatMap(\.findings)
    if !excused.isEmpty { words.append("\(tally(excused)) in those that were not judged") }
    if let regret = greatestRegret {
      words.append("regret at most \(megabytes(regret)) (\(percent(regret)) of RAM)")
    }
    if let oldest = greatestAge {
      let bound = overdue == 0 ? "within the bound" : "beyond the bound in \(overdue) comparisons"
      words.append("the oldest reading was \(AuditTable.seconds(oldest)) old, \(bound)")
    }
    words.append(
      lost == 0 ? "none of \(events) events was lost" : "\(lost) events were lost beside \(events)")
    if let storm { words.append(self.words(on: storm)) }
    return words.joined(separator: "; ") + "."
  }

  private func tally(_ findings: [AuditFinding]) -> String {
    let missing = findings.count { $0.kind == .missing || $0.kind == .unranked }
    let ghosts = findings.count { $0.kind == .ghost }
    return "\(missing) missing, \(ghosts) ghosts, \(findings.count - missing - ghosts) wrong adj"
  }

  private func words(on storm: Storm) -> String {
    let seconds = max(0.001, storm.took.inSeconds)
    var words =
      "the storm had \(storm.births) births in \(AuditTable.seconds(storm.took))"
      + " (\(Int(Double(storm.births) / seconds)) a second)"
    if let refusal = storm.refusal { words += ", then \(refusal)" }
    if let clean = storm.cleanAfter {
      words += ", and \(AuditTable.seconds(clean)) after its end all was right"
    }
    return words
  }

  private func megabytes(_ pages: Int) -> String {
    let tenths = pages * pageSize * 10 / (1 << 20)
    return "\(tenths / 10).\(tenths % 10) MiB"
  }

  private func percent(_ pages: Int) -> String {
    let hundredths = totalPages > 0 ? pages * 10_000 / totalPages : 0
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)%"
  }
}

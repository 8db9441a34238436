import LMKCore
import LMKLinux
import LMKScreen

/// The kill order as a table of text, for people and for grep.
struct ListTable {
  let snapshot: Snapshot
  /// At most so many candidates.
  let limit: Int
  let users: UserNames
  let remarks: [String]

  var text: [UInt8] {
    var lines = remarks.map { "note: \($0)" }
    lines += [memoryLine, rowLine, ""]
    lines.append(
      [
        "#".padded(5), "ADJ".padded(5), "RSS".padded(7), "FREES".padded(7), "PID".padded(8),
        "USER".padding(9), "S", "NAME".padding(16), "WHY",
      ].joined(separator: " "))
    let minimum = snapshot.evaluation.minimumAdj(snapshot.thresholds)
    var written = 0
    for row in snapshot.rows where row.standing.isListed {
      if row.standing == .candidate {
        guard written < limit else { break }
        written += 1
      }
      lines.append(line(row, minimum: minimum))
    }
    if snapshot.scope != .machine {
      lines.append("note: scope \(TextCells(snapshot.scope.words).filtered): others are left out")
    }
    for capability in snapshot.capabilities where !capability.isAvailable {
      lines.append("note: \(capability.name.rawValue): \(capability.reason)")
    }
    return Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")]
  }

  private var memoryLine: String {
    let terms = snapshot.terms
    return "free above reserve \(size(terms.otherFree)), file \(size(terms.otherFile))"
      + " (\(snapshot.fileTerm.rawValue)), available \(size(terms.available))"
      + " of \(size(snapshot.memory.totalPages))"
  }

  private var rowLine: String {
    let verdict: String
    switch snapshot.evaluation.verdict {
    case .spare(let reason): verdict = "nobody would die: \(reason.sentence)"
    case .kill(let victim, let level):
      let row = snapshot.thresholds[level]
      verdict =
        "row \(level + 1) (below \(size(row.minfreePages)), adj >= \(row.adj)): "
        + "\(victim.key.pid) would die, frees \(size(victim.freesPages))"
    }
    return verdict
  }

  private func line(_ row: Snapshot.Row, minimum: OOMScoreAdj?) -> String {
    let candidate = row.candidate
    let user = users.name(of: candidate.uid) ?? String(candidate.uid)
    return [
      (row.rank > 0 ? String(row.rank) : "-").padded(5),
      candidate.effectiveAdj.description.padded(5),
      size(candidate.rssPages).padded(7), size(candidate.freesPages).padded(7),
      String(candidate.key.pid).padded(8), TextCells(user).filtered.padding(9),
      String(candidate.state.letter), TextCells(candidate.name.text).filtered.padding(16),
      why(row, minimum: minimum),
    ].joined(separator: " ")
  }

  private func why(_ row: Snapshot.Row, minimum: OOMScoreAdj?) -> String {
    let words = standing(row, minimum: minimum)
    let candidate = row.candidate
    return candidate.adj == candidate.effectiveAdj ? words : "\(words), real adj \(candidate.adj)"
  }

  private func standing(_ row: Snapshot.Row, minimum: OOMScoreAdj?) -> String {
    let adj = row.candidate.effectiveAdj
    if case .protected(let protection) = row.standing {
      return protection.words(in: snapshot.book)
    }
    if let minimum, adj >= minimum {
      return row.rank == 1 ? "NEXT" : "may die (row \(snapshot.evaluation.active! + 1))"
    }
    guard let first = snapshot.thresholds.firstRow(exposing: adj) else { return "below all rows" }
    return "safe until row \(first + 1)"
  }

  private func size(_ pages: Int) -> String {
    SizeText(pageSize: snapshot.pageSize)(pages)
  }
}

extension String {
  /// Right-aligned in `width` columns.
  fileprivate func padded(_ width: Int) -> String {
    String(repeating: " ", count: max(0, width - TextCells(self).width)) + self
  }

  /// Left-aligned in `width` columns.
  fileprivate func padding(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - TextCells(self).width))
  }
}

import LMKCore
import LMKEngine
import LMKScreen

/// An explanation for people, or as one JSON object.
struct ExplainText {
  let row: Snapshot.Row
  let snapshot: Snapshot
  /// Whose it is.
  let user: String

  private var explanation: Explanation { Explanation(of: row, in: snapshot) }
  private var candidate: Candidate { row.candidate }

  private func size(_ pages: Int) -> String { SizeText(pageSize: snapshot.pageSize)(pages) }

  private func filtered(_ text: String) -> String { TextCells(text).filtered }

  // MARK: Sentences

  var sentences: [UInt8] {
    let words = ExplanationWords(explanation, in: snapshot)
    var lines = [head, memory, adj, "", standing]
    if !words.place.isEmpty { lines.append(words.place) }
    lines += ["", "headroom is \(size(snapshot.terms.headroom)): \(terms)"]
    lines += snapshot.thresholds.indices.map(line)
    lines += snapshot.thresholds.stallRows.indices.map(stallLine)
    lines += ["", words.reach, words.relief, "", "what would change that:"]
    lines += words.changes.map { "  \($0)" }
    return Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")]
  }

  private var head: String {
    "\(candidate.key.pid) \(filtered(candidate.name.text)): user \(filtered(user)), parent "
      + "\(candidate.parent), state \(candidate.state.letter)"
  }

  private var memory: String {
    "RSS \(size(candidate.rssPages)), a kill frees \(size(candidate.freesPages))"
  }

  private var adj: String {
    guard let rules = snapshot.shiftedBy[candidate.key] else { return "adj \(candidate.adj)" }
    let names = filtered(snapshot.book.words(of: rules))
    return candidate.adj == candidate.effectiveAdj
      ? "adj \(candidate.adj), not shifted by \(names)"
      : "adj \(candidate.adj), effective \(candidate.effectiveAdj) by \(names)"
  }

  private var standing: String {
    switch row.standing {
    case .candidate:
      switch explanation.reach {
      case .now(let active): "it may die now: row \(active + 1) is active"
      case .later, .noRow, .outOfOrder: "it does not die now"
      }
    case .protected(let protection): "spared: \(filtered(protection.sentence(in: snapshot.book)))"
    case .dying: "it was signalled, and is dying"
    case .stuck: "it was killed, and is still there"
    case .refused(let errno): "a signal was refused: \(errno)"
    case .exempt(let exemption): "never a candidate: \(exemption.words)"
    }
  }

  private var terms: String {
    "free above the reserve \(size(snapshot.terms.otherFree)), file "
      + size(snapshot.terms.otherFile)
  }

  /// `row 3  below 2.00G, adj >= 529: reaches it; not crossed, 411M away`
  private func line(_ index: Int) -> String {
    let level = snapshot.thresholds[index]
    let reaches =
      !explanation.isInReach
      ? "does not reach it"
      : candidate.effectiveAdj >= level.adj
        ? "reaches it" : "does not reach adj \(candidate.effectiveAdj)"
    return "row \(index + 1)  below \(size(level.minfreePages)), adj >= \(level.adj): \(reaches); "
      + state(index)
  }

  private func state(_ index: Int) -> String {
    let headroom = snapshot.terms.headroom
    let minfree = snapshot.thresholds[index].minfreePages
    if snapshot.evaluation.active == index { return "active" }
    if let blockers = snapshot.thresholds.blockers(ofRow: index, at: snapshot.terms) {
      let reasons = blockers.map {
        LampText($0, pageSize: snapshot.pageSize, isASCII: true).reason
      }
      return "crossed, and gated: \(reasons.joined(separator: "; "))"
    }
    return headroom < minfree ? "crossed" : "not crossed, \(size(headroom - minfree)) away"
  }

  /// `row 7  full>=25%/3s, adj >= 300: reaches it; …`
  private func stallLine(_ index: Int) -> String {
    let row = snapshot.thresholds.count + index
    let stall = snapshot.thresholds.stallRow(index)
    let lamps = snapshot.thresholds.lamps(ofRow: row, at: snapshot.terms).filter { !$0.isLit }
    let reaches =
      explanation.isInReach && candidate.effectiveAdj >= stall.adj
      ? "reaches it" : "does not reach it"
    let state =
      lamps.isEmpty
      ? "active"
      : "waits: "
        + lamps.map { LampText($0, pageSize: snapshot.pageSize, isASCII: true).reason }
        .joined(separator: "; ")
    return "row \(row + 1)  \(stall.text): \(reaches); \(state)"
  }

  // MARK: JSON

  /// Later additions keep version 1.
  var json: [UInt8] {
    let words = ExplanationWords(explanation, in: snapshot)
    var json = JSONText()
    json.object { json in
      json.field("version", 1)
      json.field("pid", candidate.key.pid)
      json.field("start_time", candidate.key.startTime)
      json.field("name", candidate.name.text)
      json.field("oom_score_adj", candidate.adj.rawValue)
      json.field("effective_adj", candidate.effectiveAdj.rawValue)
      json.field("rank", explanation.order?.rank)
      json.field("candidate_count", snapshot.candidateCount)
      json.field("standing", standing)
      json.field("reach", words.reach)
      json.field("relief", words.relief)
      json.name("rows")
      json.array { json in
        for index in snapshot.thresholds.indices { write(index, into: &json) }
      }
      json.name("changes")
      json.array { json in for change in words.changes { json.value(change) } }
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }

  private func write(_ index: Int, into json: inout JSONText) {
    let level = snapshot.thresholds[index]
    json.object { json in
      json.field("level", index + 1)
      json.field("minfree_pages", level.minfreePages)
      json.field("adj", level.adj.rawValue)
      json.field(
        "reaches", explanation.isInReach && candidate.effectiveAdj >= level.adj)
      json.field("crossed", snapshot.terms.headroom < level.minfreePages)
      json.field("active", snapshot.evaluation.active == index)
    }
  }
}

extension Explanation {
  /// Some row could reach it.
  fileprivate var isInReach: Bool {
    switch reach {
    case .outOfOrder: false
    case .noRow, .now, .later: true
    }
  }
}

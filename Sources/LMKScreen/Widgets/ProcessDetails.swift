import LMKCore

/// One process in words: who it is, and why it stands where it stands.
struct ProcessDetails {
  let scene: Scene
  let row: Snapshot.Row

  var lines: [StyledText] {
    let candidate = row.candidate
    let size = scene.size
    let swap = candidate.swapPages > 0 ? ", swap \(size(candidate.swapPages))" : ""
    return [
      StyledText("\(candidate.key.pid) ", .title) + StyledText(candidate.name.text),
      StyledText(
        "user \(scene.user(candidate.uid)), parent \(candidate.parent), state "
          + "\(candidate.state.letter), start \(candidate.key.startTime)"),
      StyledText(
        "frees \(size(candidate.freesPages)) of RSS \(size(candidate.rssPages))\(swap)"),
      StyledText(adj),
      StyledText("standing: ") + StyledText(standing, scene.why(row).role),
      StyledText(exposure),
    ] + steps + group + commandLine
  }

  /// Where a rule has steps of its own for it.
  private var steps: [StyledText] {
    scene.ruleSteps(row.candidate).map { [StyledText("an armed kill: \($0)")] } ?? []
  }

  private var group: [StyledText] {
    guard let group = scene.snapshot.groups[row.candidate.group], !group.unit.isEmpty else {
      return []
    }
    let path = group.unitPath.count > 1 ? group.unitPath : group.memoryPath
    return [StyledText("unit \(group.unit), control group \(path)")]
  }

  /// In full, and last: it may be long.
  private var commandLine: [StyledText] {
    let candidate = row.candidate
    if let line = scene.commandLine(candidate) {
      return [StyledText("command: ", .title) + StyledText(line)]
    }
    guard scene.environment.commandLines.isHanging(candidate.key) else { return [] }
    return [StyledText("command: reading it hangs (its memory is locked)", .warn)]
  }

  private var adj: String {
    let candidate = row.candidate
    let snapshot = scene.snapshot
    let rules = snapshot.shiftedBy[candidate.key].map { snapshot.book.words(of: $0) } ?? "a rule"
    if candidate.adj != candidate.effectiveAdj {
      return "adj \(candidate.adj), effective \(candidate.effectiveAdj) by \(rules)"
    }
    return snapshot.shiftedBy[candidate.key] == nil
      ? "adj \(candidate.adj)" : "adj \(candidate.adj), not shifted by \(rules)"
  }

  private var standing: String {
    let words = scene.why(row).words
    guard row.rank > 0 else { return words }
    let snapshot = scene.snapshot
    let adj = row.candidate.effectiveAdj
    let above =
      adj < .maximum
      ? snapshot.reclaimable(atOrAbove: OOMScoreAdj(Int(adj.rawValue) + 1) ?? .maximum).count : 0
    let peers = snapshot.reclaimable(atOrAbove: adj).count - above
    let measure =
      switch snapshot.rankBasis {
      case .rss: "RSS"
      case .freeable: "what it frees"
      }
    var reason = "\(row.rank) of \(snapshot.candidateCount) in kill order: "
    reason += above == 0 ? "nobody has a higher adj" : "\(above) have a higher adj"
    if peers > 1 { reason += ", \(row.rank - above) of \(peers) at adj \(adj) by \(measure)" }
    return "\(words); \(reason)"
  }

  private var exposure: String {
    let snapshot = scene.snapshot
    switch row.standing {
    case .exempt: return "it is never a candidate"
    case .protected(let protection):
      return "no automatic kill reaches it: \(protection.sentence(in: snapshot.book))"
    case .candidate, .dying, .stuck, .refused: break
    }
    guard let index = snapshot.thresholds.firstRow(exposing: row.candidate.effectiveAdj) else {
      return "no row reaches adj \(row.candidate.effectiveAdj)"
    }
    let level = snapshot.thresholds[index]
    let headroom = snapshot.terms.headroom
    let distance =
      headroom < level.minfreePages
      ? "crossed now" : "\(scene.size(headroom - level.minfreePages)) away"
    return "row \(index + 1) exposes it first, when headroom is below "
      + "\(scene.size(level.minfreePages)): \(distance)"
  }
}

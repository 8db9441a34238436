import LMKCore

/// One process in words: who it is, what its memory consists of, why it stands where it stands, and
/// what would change that.
struct ProcessDetails {
  let scene: Scene
  let row: Snapshot.Row

  private var snapshot: Snapshot { scene.snapshot }

  var lines: [StyledText] {
    let explanation = Explanation(of: row, in: snapshot)
    let words = ExplanationWords(explanation, in: snapshot)
    return identity + memory + why(words) + steps + commandLine
  }

  // MARK: Who is it?

  private var identity: [StyledText] {
    let candidate = row.candidate
    let age = snapshot.age(of: candidate.key).map { ", age \(NumberText.span($0))" } ?? ""
    return [
      StyledText("\(candidate.key.pid) ", .title) + StyledText(candidate.name.text),
      StyledText(
        "user \(scene.user(candidate.uid)), parent \(candidate.parent), state "
          + "\(candidate.state.letter), start \(candidate.key.startTime)\(age)"),
    ] + steps + group
  }

  /// Where a rule has steps of its own for it.
  private var steps: [StyledText] {
    scene.ruleSteps(row.candidate).map { [StyledText("an armed kill: \($0)")] } ?? []
  }

  private var group: [StyledText] {
    guard let group = snapshot.groups[row.candidate.group], !group.unit.isEmpty else { return [] }
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

  // MARK: What does its memory consist of?

  private var memory: [StyledText] {
    let candidate = row.candidate
    let size = scene.size
    let swap = candidate.swapPages > 0 ? ", swap \(size(candidate.swapPages))" : ""
    return [
      StyledText(
        "frees \(size(candidate.freesPages)) of RSS \(size(candidate.rssPages))\(swap)")
    ] + parts + proportional
  }

  private var parts: [StyledText] {
    let half = scene.environment.memoryParts.parts(of: row.candidate.key)
    guard let value = half.value else {
      return half.trouble.isEmpty ? [] : [StyledText("its parts: \(half.trouble)", .dim)]
    }
    func size(_ kibibytes: Int) -> String { SizeText.words(bytes: kibibytes * 1024) }
    var words = "anonymous \(size(value.anonymous)), file \(size(value.file))"
    words += ", shared \(size(value.shared)), swap \(size(value.swap))"
    if value.pageTables * 20 > value.resident {
      words += ", page tables \(size(value.pageTables))"
    }
    return [StyledText(words)]
  }

  private var proportional: [StyledText] {
    let half = scene.environment.memoryParts.proportional(of: row.candidate.key)
    if half.isAsked { return [StyledText("PSS: being read ...", .dim)] }
    if !half.trouble.isEmpty { return [StyledText("PSS: \(half.trouble)", .warn)] }
    guard let value = half.value else { return [] }
    func size(_ kibibytes: Int) -> String { SizeText.words(bytes: kibibytes * 1024) }
    let age = half.readAt.map { " (\(NumberText.span($0.duration(to: scene.now))) ago)" } ?? ""
    let swap = value.swapPss > 0 ? ", of swap \(size(value.swapPss))" : ""
    return [
      StyledText("PSS \(size(value.pss)), nobody else maps \(size(value.unshared))\(swap)\(age)")
    ]
  }

  // MARK: Why does it stand there?

  private func why(_ words: ExplanationWords) -> [StyledText] {
    let place = words.place.isEmpty ? "" : "; \(words.place)"
    var lines = [
      StyledText(adj),
      StyledText("standing: ")
        + StyledText("\(scene.why(row).words)\(place)", scene.why(row).role),
      StyledText(words.reach),
    ]
    if row.rank > 0 { lines.append(StyledText(words.relief)) }
    for (index, change) in words.changes.enumerated() {
      lines.append(
        StyledText(index == 0 ? "to change: " : "       or: ", .title) + StyledText(change))
    }
    return lines
  }

  private var adj: String {
    let candidate = row.candidate
    let rules = snapshot.shiftedBy[candidate.key].map { snapshot.book.words(of: $0) } ?? "a rule"
    if candidate.adj != candidate.effectiveAdj {
      return "adj \(candidate.adj), effective \(candidate.effectiveAdj) by \(rules)"
    }
    return snapshot.shiftedBy[candidate.key] == nil
      ? "adj \(candidate.adj)" : "adj \(candidate.adj), not shifted by \(rules)"
  }
}

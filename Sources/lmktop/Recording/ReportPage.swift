import LMKCore
import LMKScreen
import LMKTrace

/// What a page about a recording says, in whatever form.
struct ReportPage {
  struct Table {
    var title: String
    var heading: [String]
    var rows: [[String]]
  }

  let recording: Recording
  let survey: TraceSurvey

  var size: SizeText { SizeText(pageSize: recording.info.pageSize) }
  var clock: RecordingClock { recording.clock }
  var info: TraceInfo { recording.info }

  var title: String {
    "Low memory on \(info.host.isEmpty ? "a host" : info.host), \(clock.utc(recording.replay.index.first))"
  }

  var facts: [(name: String, value: String)] {
    let index = recording.replay.index
    let span = index.first.duration(to: index.last)
    return [
      (
        "recorded",
        "\(clock.utc(index.first)) to \(clock.utc(index.last)), \(SimulationText.seconds(span)), \(survey.events) events"
      ),
      ("by", "lmktop \(info.version)" + (info.isRedacted ? ", names left out" : "")),
      ("kernel", "\(info.kernel), \(info.processors) CPUs, pages of \(info.pageSize) bytes"),
      (
        "memory",
        "\(size(info.memory.totalPages)), swap \(size(info.memory.swapTotalPages)), reserve \(size(info.memory.reservePages))"
      ),
      ("rows at the start", rows(survey.thresholds[0].table)),
      ("least free", least { $0.free }), ("least file", least { $0.file }),
      ("least MemAvailable", least { $0.available }),
      ("account", account),
    ]
  }

  private var account: String {
    let sums = survey.statistics
    return "count \(sums.count) = zero \(sums.zero.calls) + no kill \(sums.noKill.calls) + busy "
      + "\(sums.busy.calls) + scan \(sums.scan); scan = kill \(sums.kill.calls) + would kill "
      + "\(sums.wouldKill.calls) + waste \(sums.waste); by hand \(sums.handSignals)"
  }

  private func rows(_ table: Thresholds) -> String {
    SimulationText.rows(table, size)
  }

  private func least(_ part: (TraceSurvey.Share) -> Int) -> String {
    guard let share = survey.shares.min(by: { part($0) < part($1) }) else { return "?" }
    return "\(size(part(share))) at \(clock.time(share.at))"
  }

  /// What was not as it should be.
  var remarks: [String] {
    var remarks = recording.remarks
    if survey.divergences > 0 {
      remarks.append(
        "\(survey.divergences) times this lmktop decides otherwise than the one that was recorded")
    }
    for capability in survey.capabilities where !capability.isAvailable {
      remarks.append("\(capability.name.rawValue): \(TextTable.plain(capability.reason))")
    }
    return remarks
  }

  var kills: [(at: Instant, record: KillRecord, isReal: Bool)] {
    survey.entries.compactMap { entry in
      switch entry.kind {
      case .signalled(let record): (entry.at, record, true)
      case .wouldKill(let record): (entry.at, record, false)
      default: nil
      }
    }
  }

  var tables: [Table] { [killTable, eventTable] + survey.lineups.map(lineupTable) }

  private var killTable: Table {
    let single = kills.map { at, record, isReal in
      let row: String =
        switch record.cause {
        case .byHand: "by hand"
        case .row(let level, let values):
          "row \(level + 1): \(size(record.terms.headroom)) < \(size(values.minfreePages))"
        }
      return [
        clock.utc(at), isReal ? "\(record.signal)" : "would kill", "\(record.victim.key.pid)",
        TextTable.plain(record.victim.name.text), "\(record.victim.adj)",
        size(record.victim.freesPages), row, outcome(of: record, isReal: isReal),
      ]
    }
    // Moments in UTC sort as they came.
    let rows = (single + killsOfMany).sorted { $0[0] < $1[0] }
    return Table(
      title: "Kills", heading: ["when", "what", "pid", "name", "adj", "frees", "why", "outcome"],
      rows: rows)
  }

  /// Orders by hand to a process group, a subtree or a control group.
  private var killsOfMany: [[String]] {
    survey.entries.compactMap { entry in
      guard case .reachSignalled(let record) = entry.kind else { return nil }
      return [
        clock.utc(entry.at), "\(record.signal) to \(record.signalled)", "\(record.root.key.pid)",
        TextTable.plain(record.root.name.text), "\(record.root.adj)", size(record.found.pages),
        "by hand: \(record.reach.rawValue)", outcome(of: record),
      ]
    }
  }

  private func outcome(of order: ReachRecord) -> String {
    for case .reachEnded(let record, let outcome) in survey.entries.lazy.map(\.kind)
    where record.root.key == order.root.key {
      let left = outcome.left == 0 ? "" : ", \(outcome.left) did not end in time"
      return "\(outcome.exited) gone in \(outcome.took.wholeNanoseconds / 1_000_000) ms"
        + ", \(size(outcome.freedPages)) came back\(left)"
    }
    return "?"
  }

  private func outcome(of record: KillRecord, isReal: Bool) -> String {
    guard isReal else { return "disarmed" }
    for entry in survey.entries {
      switch entry.kind {
      case .died(let other, let outcome) where other.victim.key == record.victim.key:
        let milliseconds = outcome.took.wholeNanoseconds / 1_000_000
        return "gone in \(milliseconds) ms, \(size(outcome.freedPages)) came back"
      case .timedOut(let other, _) where other.victim.key == record.victim.key:
        return "did not end in time"
      default: continue
      }
    }
    return "?"
  }

  private var eventTable: Table {
    let rows = survey.entries.suffix(200).compactMap { entry -> [String]? in
      if case .intent = entry.kind { return nil }
      let words = EventWords(entry, pageSize: info.pageSize)
      return [clock.utc(entry.at), words.tag, TextTable.plain(words.text)]
    }
    return Table(title: "Events", heading: ["when", "what", "words"], rows: rows)
  }

  private func lineupTable(_ lineup: TraceSurvey.Lineup) -> Table {
    let rows = lineup.rows.map { row in
      [
        row.rank > 0 ? "\(row.rank)" : "-", "\(row.candidate.key.pid)",
        TextTable.plain(row.candidate.name.text), "\(row.candidate.effectiveAdj)",
        size(row.candidate.rssPages), size(row.candidate.freesPages), Self.words(row.standing),
      ]
    }
    return Table(
      title: "First of the order at \(clock.time(lineup.at)): \(lineup.words)",
      heading: ["place", "pid", "name", "adj", "RSS", "frees", "stands as"], rows: rows)
  }

  private static func words(_ standing: Standing) -> String {
    switch standing {
    case .candidate: "candidate"
    case .protected: "protected"
    case .dying: "dying"
    case .stuck: "stuck"
    case .refused(let errno): "refused: \(errno.name)"
    case .exempt(let exemption): exemption.words
    }
  }
}

/// The page as Markdown.
struct ReportMarkdown {
  let page: ReportPage

  var text: String {
    var lines = ["# \(Self.plain(page.title))", ""]
    lines += page.facts.map { "- \($0.name): \(Self.plain($0.value))" }
    if !page.remarks.isEmpty {
      lines += ["", "## What could not be seen", ""] + page.remarks.map { "- \(Self.plain($0))" }
    }
    for table in page.tables {
      lines += ["", "## \(Self.plain(table.title))", ""]
      guard !table.rows.isEmpty else {
        lines.append("None.")
        continue
      }
      lines.append("| " + table.heading.joined(separator: " | ") + " |")
      lines.append("|" + String(repeating: "---|", count: table.heading.count))
      for row in table.rows {
        lines.append("| " + row.map(Self.plain).joined(separator: " | ") + " |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Names are hostile: none of them is a link, a picture or a tag.
  static func plain(_ text: String) -> String {
    var plain = ""
    for character in text {
      if "\\`*_[]<>|#!&".contains(character) { plain.append("\\") }
      plain.append(character)
    }
    return plain
  }
}

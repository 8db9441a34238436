import LMKCore
import LMKScreen
import LMKTrace

/// A simulation in words and tables.
struct SimulationText {
  let recording: Recording
  let result: SimulationResult

  private var size: SizeText { SizeText(pageSize: recording.info.pageSize) }
  private var clock: RecordingClock { recording.clock }

  var text: String {
    var lines = [
      "\(recording.path): \(recording.info.host.isEmpty ? "a host" : recording.info.host), "
        + "\(clock.utc(result.first)) to \(clock.utc(result.last))",
      "Simulated, armed: " + Self.words(result.rule, size),
      "",
    ]
    lines += killLines
    for pause in result.pauses {
      lines.append("At \(clock.time(pause)) it would have stopped: kills brought no memory back.")
    }
    lines += [""] + realLines
    lines += [""] + comparison
    lines += ["", "What a simulation cannot know:"] + Self.limits.map { "  - \($0)" }
    for remark in recording.remarks { lines.append("  - \(remark)") }
    if result.gaps > 0 { lines.append("  - what happened in \(result.gaps) gaps") }
    return lines.joined(separator: "\n") + "\n"
  }

  private var killLines: [String] {
    guard !result.kills.isEmpty else { return ["It would have killed nobody."] }
    var table = TextTable([
      "WHEN", "PID", "NAME", "ADJ", "ROW", "SIGNAL", "FREES", "WHAT REALLY BECAME OF IT",
    ])
    for kill in result.kills {
      table.add([
        clock.time(kill.at), "\(kill.key.pid)", kill.name.text, "\(kill.adj)", "\(kill.level + 1)",
        "\(kill.signal)", size(kill.freesPages), fate(kill.fate),
      ])
    }
    return ["It would have killed \(result.kills.count):"] + table.lines
  }

  private func fate(_ fate: SimulationResult.Kill.Fate) -> String {
    switch fate {
    case .livedOn: "it lived on to the end of the recording"
    case .killed(let at): "killed too, at \(clock.time(at))"
    case .ended(let at): "ended at \(clock.time(at)), not by a row"
    }
  }

  private var realLines: [String] {
    guard !result.realKills.isEmpty else { return ["Really nobody was killed by lmktop."] }
    var table = TextTable(["WHEN", "PID", "NAME", "ADJ", "SIGNAL", "CAME BACK", "HERE"])
    for kill in result.realKills {
      let here = result.kills.first { $0.key == kill.key }
      table.add([
        clock.time(kill.at), "\(kill.key.pid)", kill.name.text, "\(kill.adj)",
        "\(kill.signal)" + (kill.isByHand ? " by hand" : "")
          + (kill.count > 1 ? ", with \(kill.count - 1) more" : ""),
        kill.freedPages.map { size($0) } ?? "?",
        here.map { "killed at \(clock.time($0.at))" }
          ?? (kill.isByHand ? "as it was" : "it would have lived"),
      ])
    }
    let count = result.realKills.reduce(0) { $0 + $1.count }
    return ["Really \(count) \(count == 1 ? "was" : "were") killed:"] + table.lines
  }

  private var comparison: [String] {
    var table = TextTable(["", "SIMULATED", "REALLY"])
    table.add([
      "killed by a row", "\(result.kills.count)", "\(result.realKills.count { !$0.isByHand })",
    ])
    let freed = result.realKills.filter { !$0.isByHand }.compactMap(\.freedPages).reduce(0, +)
    table.add(["freed", "\(size(result.freesPages)) (what they held)", "\(size(freed)) (measured)"])
    if let least = result.leastAvailable {
      table.add(["least MemAvailable", size(least.simulated), size(least.real)])
    }
    table.add([
      "a row crossed for", Self.seconds(result.crossed.simulated),
      Self.seconds(result.crossed.real),
    ])
    table.add(["the kernel's own kills", "unknown", "\(result.kernelKills)"])
    return table.lines
  }

  static let limits = [
    "how those that would have lived on would have grown, or ended: they stay at their last size",
    "what would not have been born: children that a victim had later are still there",
    "how fast a victim would have died: who was not killed then ends \(milliseconds) ms after its"
      + " first signal",
    "what memory was between two looks: they are those of the recording, at its pace",
    "what the kernel would have done with the memory: it is added to free, not to page cache",
  ]

  private static var milliseconds: Int64 { Simulation.assumedDeath.wholeNanoseconds / 1_000_000 }

  static func words(_ rule: Rule, _ size: SizeText) -> String {
    "\(rows(rule.thresholds, size)); file term \(rule.fileTerm.rawValue), rank "
      + "\(rule.rankBasis.rawValue), \(rule.steps)"
  }

  /// The table with its gates and its stall rows.
  static func rows(_ table: Thresholds, _ size: SizeText) -> String {
    let rows = table.levels.map { level in
      "\(size(level.minfreePages)):\(level.adj)"
        + (level.gates.isEmpty ? "" : " if \(level.gates.text)")
    }
    return (rows + table.stallRows.map(\.text)).joined(separator: ", ")
  }

  static func seconds(_ duration: Duration) -> String {
    let tenths = duration.wholeNanoseconds / 100_000_000
    return "\(tenths / 10).\(tenths % 10) s"
  }
}

/// A sweep: one line for each factor.
struct SweepText {
  let recording: Recording
  let lines: [(factor: Double, result: SimulationResult)]

  private var size: SizeText { SizeText(pageSize: recording.info.pageSize) }
  private var pageSize: Int { recording.info.pageSize }

  var table: String {
    var table = TextTable([
      "TIMES", "ROW 1", "KILLS", "FIRST", "FREES", "LEAST AVAIL", "CROSSED", "VICTIMS",
    ])
    for (factor, result) in lines {
      table.add([
        Self.text(factor), result.rule.thresholds.levels.first.map { size($0.minfreePages) } ?? "-",
        "\(result.kills.count)", result.kills.first.map { recording.clock.time($0.at) } ?? "-",
        size(result.freesPages), result.leastAvailable.map { size($0.simulated) } ?? "?",
        SimulationText.seconds(result.crossed.simulated), victims(result),
      ])
    }
    let real = lines.first?.result.realKills.filter { !$0.isByHand } ?? []
    let names = real.map { "\($0.key.pid) \($0.name.text)" }.joined(separator: ", ")
    return
      (table.lines + [
        "", "Really: \(real.count) kills by rows" + (names.isEmpty ? "" : ": \(names)"),
      ]
      + ["", "What a simulation cannot know:"] + SimulationText.limits.map { "  - \($0)" })
      .joined(separator: "\n") + "\n"
  }

  var csv: String {
    var text =
      "times,row1_bytes,kills,first_kill_utc,frees_bytes,least_available_bytes,crossed_seconds,victims\n"
    for (factor, result) in lines {
      let fields = [
        Self.text(factor), "\((result.rule.thresholds.levels.first?.minfreePages ?? 0) * pageSize)",
        "\(result.kills.count)", result.kills.first.map { recording.clock.utc($0.at) } ?? "",
        "\(result.freesPages * pageSize)",
        result.leastAvailable.map { "\($0.simulated * pageSize)" } ?? "",
        "\(result.crossed.simulated.inSeconds)", victims(result),
      ]
      text += fields.map(Self.quoted).joined(separator: ",") + "\n"
    }
    return text
  }

  private func victims(_ result: SimulationResult) -> String {
    result.kills.map { "\($0.key.pid) \(TextTable.plain($0.name.text))" }.joined(separator: "; ")
  }

  private static func text(_ factor: Double) -> String {
    let hundredths = Int(factor * 100 + 0.5)
    return hundredths % 100 == 0
      ? "\(hundredths / 100)"
      : "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\n".contains($0) }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}

import ArgumentParser
import LMKCore
import LMKEngine
import LMKTrace

/// `lmktop simulate`: a recording under another rule.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Say whom another table would have killed in a recording.",
    discussion: """
      The recorded episode again, armed, under another table, preset, file term, rank or steps; what \
      is not given is as it was recorded. What would have been is compared with what was, and what \
      cannot be known is said.
      """)

  @Argument(help: ArgumentHelp("The recording.", valueName: "file"))
  var file: String

  @Option(
    name: .customLong("thresholds"),
    help: ArgumentHelp("The other table, row 1 first.", valueName: "SIZE:ADJ,..."))
  var thresholds: String?

  @Option(
    help: """
      The other table by its name, with its file term and its rank: plain, small, desktop, server, \
      node, classic or android. Its rules are left out: their answers are not in a recording.
      """, transform: Preset.init(argument:))
  var preset: Preset?

  @Option(help: "lru or driver.")
  var fileTerm: FileTerm?

  @Option(help: "rss or freeable.")
  var rank: RankBasis?

  @Option(help: ArgumentHelp("Such as \"TERM 3s, KILL\".", valueName: "steps"))
  var steps: String?

  @Option(
    help: ArgumentHelp(
      "All sizes of the table times FROM, FROM + STEP, ... up to TO: one line each.",
      valueName: "FROM:TO:STEP"))
  var sweep: String?

  @Flag(help: "With --sweep: as comma separated values.")
  var csv = false

  func validate() throws {
    if thresholds != nil, preset != nil {
      throw ValidationError("--thresholds and --preset exclude each other.")
    }
    if let steps {
      do {
        _ = try Escalation(parsing: steps)
      } catch {
        throw ValidationError("--steps: \(error).")
      }
    }
    if let sweep, Self.factors(sweep) == nil {
      throw ValidationError(
        "--sweep takes FROM:TO:STEP, such as 0.5:4:0.5, above 0 and 1000 steps at most.")
    }
    if csv, sweep == nil { throw ValidationError("--csv goes with --sweep.") }
  }

  func run() throws {
    let recording = try Recording(path: file)
    let rule = try self.rule(recording)
    let text: String
    if let factors = sweep.flatMap(Self.factors) {
      text = try sweepText(recording, rule, factors)
    } else {
      let result = Simulation(recording.replay, under: rule).run()
      text = SimulationText(recording: recording, result: result).text
    }
    do {
      try StandardStream.output.write(Array(text.utf8))
    } catch {
      throw Failure(.system, "writing to standard output: \(error)")
    }
  }

  private func sweepText(
    _ recording: Recording, _ rule: Rule, _ factors: [Double]
  ) throws(Failure) -> String {
    var lines: [(factor: Double, result: SimulationResult)] = []
    for factor in factors {
      guard let table = rule.thresholds.scaled(by: factor) else {
        throw Failure(.usage, "--sweep: times \(factor) two rows become equal")
      }
      var scaled = rule
      scaled.thresholds = table
      lines.append((factor, Simulation(recording.replay, under: scaled).run()))
    }
    let sweep = SweepText(recording: recording, lines: lines)
    return csv ? sweep.csv : sweep.table
  }

  private func rule(_ recording: Recording) throws(Failure) -> Rule {
    var rule = recording.replay.recordedRule
    let memory = recording.info.memory
    let pageSize = recording.info.pageSize
    if let preset {
      rule.thresholds =
        Thresholds.preset(
          preset, ramPages: memory.ramPages, usablePages: memory.usablePages, pageSize: pageSize
        ).thresholds
      rule.fileTerm = preset.fileTerm
      rule.rankBasis = preset.rankBasis
    }
    if let thresholds {
      do {
        rule.thresholds = try Thresholds(
          parsing: thresholds, usablePages: memory.usablePages, ramPages: memory.ramPages,
          pageSize: pageSize)
      } catch {
        throw Failure(.usage, "--thresholds: \(error)")
      }
    }
    rule.fileTerm = fileTerm ?? rule.fileTerm
    rule.rankBasis = rank ?? rule.rankBasis
    // It was validated.
    if let steps, let parsed = try? Escalation(parsing: steps) { rule.steps = parsed }
    return rule
  }

  static func factors(_ text: String) -> [Double]? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    guard parts.count == 3, let from = parts[0], let to = parts[1], let step = parts[2],
      from > 0, to >= from, step > 0, to <= 1000, (to - from) / step < 1000
    else { return nil }
    // Counted, not added up: 0.1 ten times is not 1.
    return (0...Int((to - from) / step + 1e-9)).map { from + Double($0) * step }
  }
}

extension Thresholds {
  /// All sizes times `factor`; `nil`: two rows would become equal.
  fileprivate func scaled(by factor: Double) -> Thresholds? {
    let levels = levels.map { level in
      Level(
        minfreePages: Int(Double(level.minfreePages) * factor + 0.5), adj: level.adj,
        steps: level.steps, gates: level.gates)
    }
    // A table of rows that no longer rise is no table.
    return try? Thresholds(levels).stalling(stallRows)
  }
}

import LMKCore
import LMKEngine
import TOMLKit

/// One configuration file, read strictly: a slip of the pen in a file that arms a killer must not
/// be passed over.
struct SettingsFile {
  private(set) var settings = Settings()
  private let file: String
  private let lines: TOMLLines

  private static let keys =
    [
      "thresholds", "preset", "file_term", "rank", "grace", "steps", "interval", "ready",
      "kept_files",
      "theme", "mouse", "ascii", "read_only",
      "journal", "journal_size", "hook_before", "hook_after", "hook_limit",
      "rule", "default_rules", "minimum_age", "scope", "on_hangup",
    ] + ScreenKeys.all
  /// Seconds.
  static let ages: ClosedRange<Double> = 0...86_400

  /// - Parameter file: what it is called in a complaint.
  /// - Throws: the first defect, with file and line.
  init(_ text: String, file: String) throws(Failure) {
    self.file = file
    lines = TOMLLines(text)
    let root: TOMLTable
    do {
      root = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw Failure(
        .configuration, "\(file):\(error.source.begin.line): not TOML: \(error.description)")
    } catch {
      throw Failure(.configuration, "\(file):1: not TOML: \(error)")
    }
    // The parser gives keys by the alphabet; the first in the file is complained of first.
    for key in root.keys.sorted(by: { lines[[$0]] < lines[[$1]] }) {
      guard let value = root[key] else { continue }
      try read(key, value)
    }
    if settings.thresholds != nil, settings.preset != nil {
      throw failure(at: "preset", "'thresholds' and 'preset' exclude each other in one file")
    }
    if root["grace"] != nil, root["steps"] != nil {
      throw failure(at: "steps", "'grace' and 'steps' exclude each other in one file")
    }
  }

  private mutating func read(_ key: String, _ value: TOMLValueConvertible) throws(Failure) {
    switch key {
    case "thresholds":
      settings.thresholds = Settings.Entry(text: try text(key, value), place: place(of: key))
    case "preset": settings.preset = try choice(key, value)
    case "file_term": settings.fileTerm = try choice(key, value)
    case "rank": settings.rank = try choice(key, value)
    case "grace":
      settings.steps = [Escalation(grace: try seconds(key, value, within: 0...3600))]
    case "steps": settings.steps = try steps(key, value)
    case "interval": settings.interval = try seconds(key, value, within: 0.1...60)
    case "ready":
      settings.ready = try number(key, value, within: EngineConfiguration.readyRange)
    case "kept_files":
      settings.keptFiles = try number(key, value, within: EngineConfiguration.keptFilesRange)
    case "theme":
      settings.theme = Settings.Entry(text: try text(key, value), place: place(of: key))
    case "mouse": settings.mouse = try flag(key, value)
    case "ascii": settings.ascii = try flag(key, value)
    case "read_only": settings.readOnly = try flag(key, value)
    case "journal": settings.journal = try flag(key, value)
    case "hook_before": settings.hookBefore = try command(key, value)
    case "hook_after": settings.hookAfter = try command(key, value)
    case "hook_limit": settings.hookLimit = try seconds(key, value, within: 0.1...10)
    case "journal_size": settings.journalSize = try bytes(key, value)
    case "rule": try readRules(value)
    case "default_rules": settings.defaultRules = try flag(key, value)
    case "minimum_age": settings.minimumAge = try seconds(key, value, within: Self.ages)
    case "on_hangup": settings.onHangUp = try choice(key, value)
    case "scope":
      settings.scope = Settings.Entry(text: try text(key, value), place: place(of: key))
    case _ where ScreenKeys.all.contains(key):
      if let defect = settings.screen.take(key, value) { throw failure(at: key, defect) }
    default:
      let question = NearestWord(words: Self.keys).question(about: key)
      throw failure(at: key, "there is no setting '\(key)'\(question)")
    }
  }

  private func steps(
    _ key: String, _ value: TOMLValueConvertible
  ) throws(Failure) -> [Escalation] {
    let text = try text(key, value)
    do {
      return try Escalation.rows(parsing: text)
    } catch {
      throw failure(at: key, "'\(key)': \(error)")
    }
  }

  private mutating func readRules(_ value: TOMLValueConvertible) throws(Failure) {
    guard let array = value.array else {
      throw failure(at: "rule", "rules are tables: write [[rule]] above each")
    }
    for (index, element) in array.enumerated() {
      let path = ["rule", TOMLLines.element(index)]
      let file = file
      let lines = lines
      guard let table = element.table else {
        throw Failure(.configuration, "\(file):\(lines[path]): a rule is a table")
      }
      let reader = RuleTable(table) { key, message in
        let line = lines[path + (key.map { [$0] } ?? [])]
        return Failure(.configuration, "\(file):\(line): rule \(index + 1): \(message)")
      }
      settings.rules.append(try reader.rule())
      if settings.rules.count > RuleBook.limit {
        throw Failure(
          .configuration, "\(file):\(lines[path]): more than \(RuleBook.limit) rules")
      }
    }
  }

  private func text(_ key: String, _ value: TOMLValueConvertible) throws(Failure) -> String {
    guard let text = value.string else {
      throw failure(at: key, "'\(key)' must be text, in quotes")
    }
    return text
  }

  private func flag(_ key: String, _ value: TOMLValueConvertible) throws(Failure) -> Bool {
    guard let flag = value.bool else { throw failure(at: key, "'\(key)' must be true or false") }
    return flag
  }

  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ value: TOMLValueConvertible
  ) throws(Failure) -> Choice where Choice.RawValue == String {
    let words = Choice.allCases.map(\.rawValue)
    guard let text = value.string, let choice = Choice(rawValue: text) else {
      throw failure(
        at: key, "'\(key)' must be one of " + words.map { "\"\($0)\"" }.joined(separator: ", "))
    }
    return choice
  }

  private func seconds(
    _ key: String, _ value: TOMLValueConvertible, within range: ClosedRange<Double>
  ) throws(Failure) -> Duration {
    guard let number = value.double ?? value.int.map(Double.init), range.contains(number) else {
      throw failure(
        at: key, "'\(key)' must be seconds from \(range.lowerBound) to \(range.upperBound)")
    }
    return .milliseconds(Int64(number * 1000))
  }

  private func number(
    _ key: String, _ value: TOMLValueConvertible, within range: ClosedRange<Int>
  ) throws(Failure) -> Int {
    guard let number = value.int, range.contains(number) else {
      throw failure(
        at: key,
        "'\(key)' must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// `["/usr/local/bin/save", "all"]`: a path and arguments, for no shell takes part. `[]`: none.
  private func command(_ key: String, _ value: TOMLValueConvertible) throws(Failure) -> [String] {
    var words: [String] = []
    var isSound = value.array != nil
    for element in value.array ?? TOMLArray() {
      guard let word = element.string, !word.utf8.contains(0) else {
        isSound = false
        break
      }
      words.append(word)
    }
    if let path = words.first, !path.hasPrefix("/") { isSound = false }
    guard isSound else {
      throw failure(
        at: key,
        "'\(key)' must be an array of words, the first a path from the root: "
          + "[\"/usr/bin/logger\", \"-t\", \"lmktop\"]")
    }
    return words
  }

  /// `"8MiB"`: from 64 KiB, which holds some fifty kills, to 1 GiB.
  private func bytes(_ key: String, _ value: TOMLValueConvertible) throws(Failure) -> Int {
    let units = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)]
    let text = value.string ?? ""
    for (unit, size) in units where text.hasSuffix(unit) {
      guard let number = Int(text.dropLast(3)), number > 0 else { continue }
      let (bytes, overflow) = number.multipliedReportingOverflow(by: size)
      if !overflow, (1 << 16...1 << 30).contains(bytes) { return bytes }
    }
    throw failure(
      at: key, "'\(key)' must be a size from \"64KiB\" to \"1GiB\", such as \"8MiB\"")
  }

  private func place(of key: String) -> String { "\(file):\(lines[[key]])" }

  private func failure(at key: String, _ message: String) -> Failure {
    Failure(.configuration, "\(place(of: key)): \(message)")
  }
}

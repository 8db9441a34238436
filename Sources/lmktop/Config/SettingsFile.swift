import LMKCore
import LMKEngine

/// One configuration file, read strictly: a slip of the pen in a file that arms a killer must not
/// be passed over.
struct SettingsFile {
  private(set) var settings = Settings()
  private let file: String
  private let root: TOMLTable

  /// Seconds.
  static let ages: ClosedRange<Double> = 0...86_400

  /// All that is wrong, from top to bottom. With any of it, nothing of the file counts.
  private(set) var defects: [SettingsDefect] = []

  /// - Parameter file: what it is called in a complaint.
  /// - Throws: the first defect, with file and line.
  init(_ text: String, file: String) throws(Failure) {
    self.init(examining: text, file: file)
    if let first = defects.first { throw first.failure }
  }

  /// Reads on behind a defect, to find the others too.
  init(examining text: String, file: String) {
    self.file = file
    do {
      root = try TOMLTable(parsing: text)
    } catch {
      root = TOMLTable(.header)
      defects = [
        SettingsDefect(file: file, place: error.place, message: "not TOML: \(error.words)")
      ]
      return
    }
    for entry in root.entries {
      do throws(SettingsDefect) {
        try read(entry.key, entry.value)
      } catch {
        defects.append(error)
      }
    }
    if settings.thresholds != nil, settings.preset != nil {
      defects.append(
        failure(atKey: "preset", "'thresholds' and 'preset' exclude each other in one file"))
    }
    if root["grace"] != nil, root["steps"] != nil {
      defects.append(
        failure(atKey: "steps", "'grace' and 'steps' exclude each other in one file"))
    }
    // Who mends a file goes from top to bottom.
    defects.sort { $0.place < $1.place }
  }

  private mutating func read(_ key: String, _ value: TOMLValue) throws(SettingsDefect) {
    switch key {
    case "thresholds":
      settings.thresholds = try entry(key, value)
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
      settings.theme = try entry(key, value)
    case "mouse": settings.mouse = try flag(key, value)
    case "ascii": settings.ascii = try flag(key, value)
    case "read_only": settings.readOnly = try flag(key, value)
    case "journal": try readJournal(value)
    case "hook_before": settings.hookBefore = try command(key, value)
    case "hook_after": settings.hookAfter = try command(key, value)
    case "hook_limit": settings.hookLimit = try seconds(key, value, within: 0.1...10)
    case "journal_size":
      settings.journalSize = try bytes(key, value, ("64KiB", 1 << 16), ("1GiB", 1 << 30), "8MiB")
    case "record": try readRecord(value)
    case "record_size":
      settings.recordSize = try bytes(
        key, value, ("1MiB", RecordingSettings.leastSizeLimit), ("1024GiB", 1 << 40), "256MiB")
    case "record_kept": settings.recordKept = try number(key, value, within: 1...99)
    case "redact": settings.redacts = try flag(key, value)
    case "rule": try readRules(value)
    case "default_rules": settings.defaultRules = try flag(key, value)
    case "minimum_age": settings.minimumAge = try seconds(key, value, within: Self.ages)
    case "on_hangup": settings.onHangUp = try choice(key, value)
    case "scope":
      settings.scope = try entry(key, value)
    case _ where ScreenKeys.all.contains(key):
      if let defect = settings.screen.take(key, value) { throw failure(at: key, defect) }
    default:
      let question = NearestWord(words: SettingsKey.all.map(\.name)).question(about: key)
      throw failure(atKey: key, "there is no setting '\(key)'\(question)")
    }
  }

  private func steps(
    _ key: String, _ value: TOMLValue
  ) throws(SettingsDefect) -> [Escalation] {
    let text = try text(key, value)
    do {
      return try Escalation.rows(parsing: text)
    } catch {
      throw failure(at: key, "'\(key)': \(error)")
    }
  }

  private mutating func readJournal(_ value: TOMLValue) throws(SettingsDefect) {
    if let path = value.string {
      guard path.hasPrefix("/"), !path.utf8.contains(0) else {
        throw failure(at: "journal", "'journal' must be true, false, or a path from the root")
      }
      settings.journal = true
      settings.journalPath = path
    } else if let flag = value.bool {
      settings.journal = flag
      settings.journalPath = nil
    } else {
      throw failure(at: "journal", "'journal' must be true, false, or a path from the root")
    }
  }

  private mutating func readRecord(_ value: TOMLValue) throws(SettingsDefect) {
    if let path = value.string, path.hasPrefix("/"), !path.utf8.contains(0) {
      settings.records = true
      settings.recordPath = try entry("record", value)
    } else if value.bool == false {
      settings.records = false
      settings.recordPath = nil
    } else {
      throw failure(at: "record", "'record' must be false, or a path from the root")
    }
  }

  private mutating func readRules(_ value: TOMLValue) throws(SettingsDefect) {
    guard let array = value.array else {
      throw failure(at: "rule", "rules are tables: write [[rule]] above each")
    }
    for (index, element) in array.enumerated() {
      let path = ["rule", TOMLTable.element(index)]
      let file = file
      let root = root
      guard let table = element.table else {
        throw SettingsDefect(file: file, place: element.place, message: "a rule is a table")
      }
      let reader = RuleTable(table) { part, message in
        let place =
          switch part {
          case .rule: root.place(ofKey: path)
          case .key(let key): root.place(ofKey: path + [key])
          case .value(let key): root.place(ofValue: path + [key])
          }
        return SettingsDefect(
          file: file, place: place, message: "rule \(index + 1): \(message)")
      }
      settings.rules.append(try reader.rule())
      if settings.rules.count > RuleBook.limit {
        throw SettingsDefect(
          file: file, place: root.place(ofKey: path), message: "more than \(RuleBook.limit) rules")
      }
    }
  }

  private func text(_ key: String, _ value: TOMLValue) throws(SettingsDefect) -> String {
    guard let text = value.string else {
      throw failure(at: key, "'\(key)' must be text, in quotes")
    }
    return text
  }

  private func flag(_ key: String, _ value: TOMLValue) throws(SettingsDefect) -> Bool {
    guard let flag = value.bool else { throw failure(at: key, "'\(key)' must be true or false") }
    return flag
  }

  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ value: TOMLValue
  ) throws(SettingsDefect) -> Choice where Choice.RawValue == String {
    let words = Choice.allCases.map(\.rawValue)
    guard let text = value.string, let choice = Choice(rawValue: text) else {
      throw failure(
        at: key, "'\(key)' must be one of " + words.map { "\"\($0)\"" }.joined(separator: ", "))
    }
    return choice
  }

  private func seconds(
    _ key: String, _ value: TOMLValue, within range: ClosedRange<Double>
  ) throws(SettingsDefect) -> Duration {
    guard let number = value.number, range.contains(number) else {
      throw failure(
        at: key, "'\(key)' must be seconds from \(range.lowerBound) to \(range.upperBound)")
    }
    return .milliseconds(Int64(number * 1000))
  }

  private func number(
    _ key: String, _ value: TOMLValue, within range: ClosedRange<Int>
  ) throws(SettingsDefect) -> Int {
    guard let number = value.int, range.contains(number) else {
      throw failure(
        at: key,
        "'\(key)' must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// `["/usr/local/bin/save", "all"]`: a path and arguments, for no shell takes part. `[]`: none.
  private func command(_ key: String, _ value: TOMLValue) throws(SettingsDefect)
    -> [String]
  {
    var words: [String] = []
    var isSound = value.array != nil
    for element in value.array ?? [] {
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

  /// `"8MiB"`
  private func bytes(
    _ key: String, _ value: TOMLValue, _ least: (text: String, bytes: Int),
    _ most: (text: String, bytes: Int), _ example: String
  ) throws(SettingsDefect) -> Int {
    let units = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)]
    let text = value.string ?? ""
    for (unit, size) in units where text.hasSuffix(unit) {
      guard let number = Int(text.dropLast(3)), number > 0 else { continue }
      let (bytes, overflow) = number.multipliedReportingOverflow(by: size)
      if !overflow, (least.bytes...most.bytes).contains(bytes) { return bytes }
    }
    throw failure(
      at: key,
      "'\(key)' must be a size from \"\(least.text)\" to \"\(most.text)\", such as \"\(example)\"")
  }

  private func entry(
    _ key: String, _ value: TOMLValue
  ) throws(SettingsDefect) -> Settings.Entry {
    Settings.Entry(text: try text(key, value), file: file, start: root.place(ofValue: [key]))
  }

  /// At the value of a key.
  private func failure(at key: String, _ message: String) -> SettingsDefect {
    SettingsDefect(file: file, place: root.place(ofValue: [key]), message: message)
  }

  private func failure(atKey key: String, _ message: String) -> SettingsDefect {
    SettingsDefect(file: file, place: root.place(ofKey: [key]), message: message)
  }
}

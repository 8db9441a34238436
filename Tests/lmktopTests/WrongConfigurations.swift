import LMKEngine
import LMKTestSupport
import Testing

@testable import lmktop

/// Sixty and more wrong files: what is wrong, and where.
@Suite("Wrong configurations")
struct WrongConfigurations {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var line: Int
    var column: Int
    var words: String

    init(_ text: String, _ line: Int, _ column: Int, _ words: String) {
      (self.text, self.line, self.column, self.words) = (text, line, column, words)
    }

    var testDescription: String { text }
  }

  private static let rule = "[[rule]]\naction = \"protect\"\nname = \"a\"\n"
  private static let prefer = "[[rule]]\naction = \"prefer\"\nname = \"a\"\n"

  static let notTOML: [Case] = [
    Case("grace", 1, 6, "not TOML"),
    Case("grace =", 1, 8, "not TOML"),
    Case("= 3", 1, 1, "not TOML"),
    Case("grace = 3 steps", 1, 11, "not TOML"),
    Case("\ntheme = \"dark", 2, 14, "not TOML"),
    Case("grace = 3\ngrace = 4", 2, 9, "not TOML"),
    Case("grace = 0x", 1, 11, "not TOML"),
    Case("rank = rss", 1, 8, "not TOML"),
    Case("hook_after = [\"/bin/true\"", 1, 26, "not TOML"),
    Case("[rule\n", 1, 6, "not TOML"),
    Case("a.b = 1\na = 2", 2, 5, "not TOML"),
    Case("theme = \"\\q\"", 1, 11, "not TOML"),
  ]

  static let keys: [Case] = [
    Case("grase = 3", 1, 1, "there is no setting 'grase'; did you mean 'grace'?"),
    Case(
      "\n\n  Thresholds = \"2%:0\"", 3, 3,
      "there is no setting 'Thresholds'; did you mean 'thresholds'?"),
    Case(
      "tresholds = \"2%:0\"", 1, 1, "there is no setting 'tresholds'; did you mean 'thresholds'?"),
    Case("file-term = \"lru\"", 1, 1, "there is no setting 'file-term'; did you mean 'file_term'?"),
    Case("intervall = 1", 1, 1, "there is no setting 'intervall'; did you mean 'interval'?"),
    Case("[[rules]]\nname = \"x\"", 1, 3, "there is no setting 'rules'; did you mean 'rule'?"),
    Case("[lmktop]\ngrace = 3", 1, 2, "there is no setting 'lmktop'"),
    Case("\"\" = 1", 1, 1, "there is no setting ''"),
    Case("colour = \"red\"", 1, 1, "there is no setting 'colour'"),
    Case("arm = true", 1, 1, "there is no setting 'arm'"),
    Case(
      "kept_file = 3 # \u{E4}\u{F6}", 1, 1,
      "there is no setting 'kept_file'; did you mean 'kept_files'?"),
    Case("/* */", 1, 1, "not TOML"),
  ]

  static let values: [Case] = [
    Case("thresholds = 5", 1, 14, "'thresholds' must be text, in quotes"),
    Case("thresholds = [\"5p:0\"]", 1, 14, "'thresholds' must be text, in quotes"),
    Case("preset = \"modern\"", 1, 10, "'preset' must be one of \"classic\""),
    Case("preset = true", 1, 10, "'preset' must be one of"),
    Case("file_term = \"LRU\"", 1, 13, "'file_term' must be one of \"lru\", \"driver\""),
    Case("rank = \"size\"", 1, 8, "'rank' must be one of \"rss\", \"freeable\""),
    Case("grace = -1", 1, 9, "'grace' must be seconds from 0.0 to 3600.0"),
    Case("grace = \"3\"", 1, 9, "'grace' must be seconds from 0.0 to 3600.0"),
    Case("grace = nan", 1, 9, "'grace' must be seconds from 0.0 to 3600.0"),
    Case("interval = 0", 1, 12, "'interval' must be seconds from 0.1 to 60.0"),
    Case("interval = inf", 1, 12, "'interval' must be seconds from 0.1 to 60.0"),
    Case("interval =    61 # s", 1, 15, "'interval' must be seconds from 0.1 to 60.0"),
    Case("steps = \"TERM\"", 1, 9, "'steps': "),
    Case("steps = \"TERM 3s\"", 1, 9, "'steps': "),
    Case("steps = \"STOP 3s, KILL\"", 1, 9, "'steps': "),
    Case("steps = 3", 1, 9, "'steps' must be text, in quotes"),
    Case("ready = 0", 1, 9, "'ready' must be a whole number from 1 to 64"),
    Case("ready = 3.5", 1, 9, "'ready' must be a whole number from 1 to 64"),
    Case("kept_files = 8193", 1, 14, "'kept_files' must be a whole number from 0 to 8192"),
    Case("theme = 1", 1, 9, "'theme' must be text, in quotes"),
    Case("mouse = \"off\"", 1, 9, "'mouse' must be true or false"),
    Case("ascii = 1", 1, 9, "'ascii' must be true or false"),
    Case(
      "journal = \"here.jsonl\"", 1, 11, "'journal' must be true, false, or a path from the root"),
    Case("journal = 3", 1, 11, "'journal' must be true, false, or a path from the root"),
    Case("journal_size = 8", 1, 16, "'journal_size' must be a size from \"64KiB\" to \"1GiB\""),
    Case("journal_size = \"8MB\"", 1, 16, "'journal_size' must be a size"),
    Case("journal_size = \"2GiB\"", 1, 16, "'journal_size' must be a size"),
    Case("record = \"here.lmk\"", 1, 10, "'record' must be false, or a path from the root"),
    Case("record = true", 1, 10, "'record' must be false, or a path from the root"),
    Case("record_size = \"64KiB\"", 1, 15, "'record_size' must be a size from \"1MiB\""),
    Case("record_kept = 100", 1, 15, "'record_kept' must be a whole number from 1 to 99"),
    Case("redact = \"yes\"", 1, 10, "'redact' must be true or false"),
    Case("recrod = false", 1, 1, "there is no setting 'recrod'; did you mean 'record'?"),
    Case("hook_before = \"/bin/true\"", 1, 15, "'hook_before' must be an array of words"),
    Case("hook_after = [\"true\"]", 1, 14, "'hook_after' must be an array of words"),
    Case("hook_limit = 60", 1, 14, "'hook_limit' must be seconds from 0.1 to 10.0"),
    Case("default_rules = \"no\"", 1, 17, "'default_rules' must be true or false"),
    Case("minimum_age = 86401", 1, 15, "'minimum_age' must be seconds from 0.0 to 86400.0"),
    Case("scope = 7", 1, 9, "'scope' must be text, in quotes"),
    Case("grace = { seconds = 3 }", 1, 9, "'grace' must be seconds"),
    Case("theme = 1979-05-27", 1, 9, "'theme' must be text, in quotes"),
    Case(
      "preset = \"classic\"\nthresholds = \"9p:0\"", 1, 1,
      "'thresholds' and 'preset' exclude each other in one file"),
    Case("grace = 1\nsteps = \"KILL\"", 2, 1, "'grace' and 'steps' exclude each other in one file"),
  ]

  static let rules: [Case] = [
    Case("rule = 3", 1, 8, "rules are tables: write [[rule]] above each"),
    Case("rule = [3]", 1, 9, "a rule is a table"),
    Case("[rule]\nname = \"x\"", 1, 2, "rules are tables: write [[rule]] above each"),
    Case("[[rule]]", 1, 3, "rule 1: the rule says of whom"),
    Case(
      rule + "\n[[rule]]\n  nam = \"x\"", 6, 3, "rule 2: a rule has no 'nam'; did you mean 'name'?"),
    Case("[[rule]]\nname = \"x\"", 1, 3, "rule 1: the rule needs an 'action'"),
    Case(
      "[[rule]]\nname = \"x\"\naction = \"protct\"", 3, 10,
      "rule 1: 'action' must be one of \"protect\", \"prefer\", \"avoid\"; did you mean 'protect'?"),
    Case("[[rule]]\nname = \"x\"\naction = 1", 3, 10, "rule 1: 'action' must be text"),
    Case(prefer, 2, 10, "rule 1: 'prefer' needs a 'weight' from 1 to 1000"),
    Case(rule + "weight = 5", 4, 1, "rule 1: 'weight' goes with prefer and avoid"),
    Case(prefer + "weight = 1001", 4, 10, "rule 1: 'weight' must be a whole number from 1 to 1000"),
    Case(
      prefer + "weight = \"5\"", 4, 10, "rule 1: 'weight' must be a whole number from 1 to 1000"),
    Case(
      "[[rule]]\naction = \"protect\"\ncommand = \"(\"", 3, 11,
      "rule 1: 'command' is no regular expression: missing closing parenthesis, at character 2"),
    Case(rule + "unit = \"\\\\C\"", 4, 8, "rule 1: 'unit' is no regular expression"),
    Case(rule + "root_owned = 1", 4, 14, "rule 1: 'root_owned' must be true or false"),
    Case(rule + "minimum_age = 5", 4, 1, "rule 1: 'minimum_age' says nothing"),
    Case(prefer + "weight = 5\nminimum_age = -1", 5, 15, "rule 1: 'minimum_age' must be seconds"),
    Case(
      "rule = [{ action = \"protect\", nme = \"x\" }]", 1, 31,
      "rule 1: a rule has no 'nme'; did you mean 'name'?"),
  ]

  /// Well written, and wrong on this machine or any.
  static let meanings: [Case] = [
    Case("thresholds = \"\"", 1, 15, "row 1, character 1: '' has no colon"),
    Case("thresholds = \"9p:0,8p:0\"", 1, 20, "row 2, character 6: the size must be larger"),
    Case(
      "# \u{E4}\nthresholds = \"9p:5,10p:0\"", 2, 20,
      "row 2, character 6: the adj must not be smaller"),
    Case("thresholds = \"2:0\"", 1, 15, "row 1, character 1: '2' is not a size"),
    Case("thresholds = \"2%:1001\"", 1, 15, "row 1, character 1: adj 1001 is outside"),
    Case(
      "thresholds = \"1p:0,2p:0,3p:0,4p:0,5p:0,6p:0,7p:0\"", 1, 45,
      "row 7, character 31: more than 6 rows"),
    Case("thresholds = \"999999T:0\"", 1, 15, "row 1, character 1: "),
    Case(
      "scope = \"usr:root\"", 1, 9,
      "'usr' is no kind of scope: user, cgroup or subtree; did you mean 'user'?"),
    Case("scope = \"user:\"", 1, 9, "'user:' must be user:NAME, cgroup:PATH or subtree:PID"),
    Case("scope = \"user:no-such-user-here\"", 1, 9, "there is no user 'no-such-user-here'"),
    Case("scope = \"subtree:x\"", 1, 9, "'x' is no pid"),
  ]

  private func expect(_ wrong: Case, _ defects: [SettingsDefect]) {
    guard let first = defects.first else {
      Issue.record("no defect was found")
      return
    }
    #expect(first.place == TextPlace(line: wrong.line, column: wrong.column), "\(first)")
    #expect(first.message.hasPrefix(wrong.words), "\(first)")
    #expect(first.onOneLine.split(separator: "\n").count == 1)
  }

  @Test(
    "Each is told with its line, its column and a sentence, and nothing of it counts",
    arguments: notTOML + keys + values + rules)
  func written(wrong: Case) {
    expect(wrong, SettingsFile(examining: wrong.text, file: "c.toml").defects)
    #expect(throws: Failure.self) { try SettingsFile(wrong.text, file: "c.toml") }
  }

  @Test("What is well written and means nothing is told where it stands", arguments: meanings)
  func meant(wrong: Case) {
    #expect(SettingsFile(examining: wrong.text, file: "c.toml").defects.isEmpty)
    var check = SettingsCheck()
    check.read(wrong.text, file: "c.toml")
    expect(wrong, check.defects)
  }

  @Test("Of several defects all are told, from top to bottom")
  func several() {
    let text = "ready = 0\nx = 1\n" + Self.prefer + "[[rule]]\n"
    let defects = SettingsFile(examining: text, file: "c.toml").defects
    #expect(defects.map(\.place.line) == [1, 2, 4])
  }

  @Test("A text cut anywhere gives defects or settings, and never ends the program")
  func cut() {
    let whole = SettingsKey.defaultText + Self.prefer + "weight = 5\n"
    for end in stride(from: 0, through: whole.utf8.count, by: 7) {
      let text = String(decoding: Array(whole.utf8)[..<end], as: UTF8.self)
      let file = SettingsFile(examining: text, file: "c.toml")
      #expect(file.defects.allSatisfy { $0.place.line > 0 && $0.place.column > 0 })
    }
  }
}

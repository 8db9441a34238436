import Foundation
import LMKCore
import LMKEngine
import LMKTestSupport
import Testing

@testable import lmktop

@Suite("Rules in the configuration")
struct RuleConfigurationTests {
  private func read(_ text: String) throws -> Settings {
    try SettingsFile(text, file: "c.toml").settings
  }

  private static let good = "[[rule]]\naction = \"protect\"\nname = \"a\"\n"

  @Test(
    "A mistake is told with its file, its line, its rule, what is wrong and the nearest right word",
    arguments: [
      ("rule = 3", "c.toml:1: rules are tables: write [[rule]] above each"),
      ("rule = [3]", "c.toml:1: a rule is a table"),
      ("[[rule]]", "c.toml:1: rule 1: the rule says of whom"),
      (
        good + "\n[[rule]]\nnam = \"x\"",
        "c.toml:6: rule 2: a rule has no 'nam'; did you mean 'name'?"
      ),
      ("[[rule]]\nname = \"x\"", "c.toml:1: rule 1: the rule needs an 'action'"),
      ("[[rule]]\nname = \"x\"\nweight = 3", "c.toml:1: rule 1: the rule needs an 'action'"),
      (
        "[[rule]]\nname = \"x\"\naction = \"protct\"",
        "c.toml:3: rule 1: 'action' must be one of \"protect\", \"prefer\", \"avoid\"; did you mean 'protect'?"
      ),
      ("[[rule]]\nname = \"x\"\naction = 1", "c.toml:3: rule 1: 'action' must be text"),
      (
        "[[rule]]\nname = \"x\"\naction = \"prefer\"",
        "c.toml:3: rule 1: 'prefer' needs a 'weight' from 1 to 1000"
      ),
      (
        "[[rule]]\nname = \"x\"\nsteps = \"TERM 3s\"",
        "c.toml:3: rule 1: 'steps': KILL must be the last step"
      ),
      (good + "steps = \"KILL\"", "c.toml:4: rule 1: 'steps' says nothing of what is protected"),
      (
        "[[rule]]\nname = \"x\"\nsteps = \"KILL; TERM 1s, KILL\"",
        "c.toml:3: rule 1: 'steps'"
      ),
      (
        good + "weight = 5", "c.toml:4: rule 1: 'weight' goes with prefer and avoid"
      ),
      (
        "[[rule]]\nname = \"x\"\naction = \"avoid\"\nweight = 1001",
        "c.toml:4: rule 1: 'weight' must be a whole number from 1 to 1000"
      ),
      (
        "[[rule]]\nname = \"x\"\naction = \"avoid\"\nweight = 0",
        "c.toml:4: rule 1: 'weight' must be a whole number from 1 to 1000"
      ),
      (
        "[[rule]]\naction = \"protect\"\ncommand = \"(\"",
        "c.toml:3: rule 1: 'command' is no regular expression: missing closing parenthesis, at character 2"
      ),
      (
        "[[rule]]\naction = \"protect\"\nroot_owned = true",
        "c.toml:1: rule 1: the rule says of whom"
      ),
      (good + "root_owned = \"yes\"", "c.toml:4: rule 1: 'root_owned' must be true or false"),
      ("[[rule]]\naction = \"protect\"\nname = \"\"", "c.toml:3: rule 1: 'name' must be text"),
      (good + "minimum_age = 5", "c.toml:4: rule 1: 'minimum_age' says nothing"),
      (
        "[[rule]]\nname = \"x\"\nminimum_age = -1",
        "c.toml:3: rule 1: 'minimum_age' must be seconds"
      ),
      ("minimum_age = 90000", "c.toml:1: 'minimum_age' must be seconds"),
      (
        "default_rule = false",
        "c.toml:1: there is no setting 'default_rule'; did you mean 'default_rules'?"
      ),
      ("default_rules = 0", "c.toml:1: 'default_rules' must be true or false"),
      (
        "rule = [\n  {name = \"a\", action = \"protect\"},\n  {nme = \"b\"}]",
        "c.toml:3: rule 2: a rule has no 'nme'"
      ),
      (String(repeating: good, count: 65), "c.toml:193: more than 64 rules"),
    ])
  func mistakes(text: String, words: String) {
    do {
      _ = try read(text)
      Issue.record("taken: \(text)")
    } catch let failure as Failure {
      #expect(failure.status == .configuration)
      #expect(failure.sentence.contains(words), "\(failure.sentence)")
    } catch {
      Issue.record(error)
    }
  }

  @Test("Rules of several files add up, the shipped ones behind them, and they can be left out")
  func adding() throws {
    var settings = try read(
      """
      minimum_age = 2
      [[rule]]
      action = "prefer"
      weight = 300
      name = "chrome"
      user = "luca"
      [[rule]]
      label = "young"
      executable = "cc1"
      minimum_age = 1.5
      """)
    settings.override(with: try read(Self.good))
    #expect(settings.book.rules.prefix(3).map(\.label) == ["chrome", "young", "a"])
    #expect(settings.book.rules[0].action == .prefer(weight: 300))
    #expect(settings.book.rules[1].minimumAge == .milliseconds(1500))
    #expect(settings.book.minimumAge == .seconds(2))
    #expect(Array(settings.book.rules.dropFirst(3)) == ShippedRules.all)
    settings.override(with: try read("default_rules = false"))
    #expect(settings.book.rules.count == 3)
  }

  @Test("What is shipped is right, by a file that is root's or by a system unit")
  func shipped() throws {
    for rule in ShippedRules.all {
      #expect(rule.action == .protect)
      for text in [rule.match.executable, rule.match.cgroup].compactMap({ $0 }) {
        _ = try Pattern(text)
      }
      #expect(rule.match.isRootOwned || rule.match.cgroup?.hasPrefix("^/system") == true)
      #expect(rule.match.name == nil)
    }
  }

  @Test(
    "A scope that means nothing here is told, by option and by file",
    arguments: [
      ("usr:root", "'usr' is no kind of scope: user, cgroup or subtree; did you mean 'user'?"),
      ("user:", "must be user:NAME, cgroup:PATH or subtree:PID"),
      ("root", "must be user:NAME, cgroup:PATH or subtree:PID"),
      ("user:roott", "there is no user 'roott'; did you mean 'root'?"),
      ("subtree:0", "'0' is no pid"), ("subtree:4194303", "there is no process 4194303"),
      ("cgroup:/not/there", "control group"),
    ])
  func scopes(text: String, words: String) throws {
    let program = try Program.run("list", "--scope", text)
    #expect(program.status == 64)
    #expect(program.complaint.contains(words), "\(program.complaint)")
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "c.toml")
      try "\nscope = \"\(text)\"\n".write(to: file, atomically: true, encoding: .utf8)
      let program = try Program.run("list", "--config", file.path)
      #expect(program.status == 78)
      #expect(program.complaint.contains("c.toml:2: "), "\(program.complaint)")
      #expect(program.complaint.contains(words), "\(program.complaint)")
    }
  }

  @Test("A rule may say nothing but its steps; on_hangup is disarm or keep")
  func steps() throws {
    let settings = try read(
      "on_hangup = \"keep\"\n[[rule]]\nname = \"^db$\"\nsteps = \"TERM 10s, KILL\"\n")
    #expect(settings.rules.first?.steps == Escalation(grace: .seconds(10)))
    #expect(settings.rules.first?.action == .spareYoung)
    #expect(settings.onHangUp == .keep)
    #expect(throws: Failure.self) { try read("on_hangup = \"go on\"") }
  }
}

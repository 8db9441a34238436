import Foundation
import LMKCore
import LMKEngine
import LMKLinux
import LMKTestSupport
import Testing

@testable import lmktop

@Suite("lmktop config")
struct ConfigCommandTests {
  /// What decides everything, made of settings alone.
  private func effects(_ settings: Settings) throws -> [String] {
    let options = try PolicyOptions.parse([])
    let policy = try Policy(options, settings)
    let folders = UserFolders(environment: ["HOME": "/nonexistent"], user: 5)
    let engine = try EngineOptions.parse([]).configuration(policy, settings, folders)
    var rule = policy.monitor.rule
    // They follow memory as it comes and goes.
    rule.thresholds = Thresholds()
    return [
      "\(rule)", "\(engine.monitor.patience)", "\(engine.monitor.interval)",
      "\(engine.monitor.scope)", "\(engine.readyVictims)", "\(engine.keptFiles)",
      "\(engine.hooks)", engine.journal.path ?? "", "\(engine.journal.sizeLimit)",
      engine.recording?.path ?? "",
    ]
  }

  @Test("The printed default parses, and says what holds without it")
  func printedDefault() throws {
    let program = try Program.run("config", "--print-default")
    #expect(program.status == 0)
    let text = String(decoding: program.output, as: UTF8.self)
    #expect(text == SettingsKey.defaultText)
    let settings = try SettingsFile(text, file: "default.toml").settings
    #expect(settings.thresholds == nil && settings.preset == nil && settings.rules.isEmpty)
    #expect(settings.theme?.text == "default" && settings.mouse == true && settings.ascii == false)
    #expect(try effects(settings) == effects(Settings()))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test("What stands in its comments as an example is good TOML too")
  func examples() throws {
    let lines = SettingsKey.defaultText.split(separator: "\n").map(String.init)
    for key in SettingsKey.all where !key.isDefault && key.name != "rule" {
      let line = try #require(lines.first { $0.hasPrefix("# \(key.name) = ") })
      #expect(throws: Never.self) { try SettingsFile(String(line.dropFirst(2)), file: "x.toml") }
    }
    let start = try #require(lines.firstIndex(of: "# [[rule]]"))
    let rule = lines[start...].map { $0.dropFirst(2) }.filter { !$0.hasPrefix("minimum_age") }
    #expect(throws: Never.self) {
      try SettingsFile(rule.joined(separator: "\n"), file: "x.toml")
    }
  }

  @Test("Every option of the screen and the guard that means a setting is a key")
  func optionsAreKeys() throws {
    // These say what to do now, not how it is done.
    let acts: Set = [
      "config", "proc-root", "help", "version", "without", "arm", "dry-run", "json", "print-unit",
      "demo", "restore", "batch", "frames",
    ]
    let keys = Set(SettingsKey.all.map(\.name))
    var found = 0
    for command in ["screen", "guard"] {
      let help = String(decoding: try Program.run(command, "--help").output, as: UTF8.self)
      for word in help.split(whereSeparator: { " \n,".contains($0) }) where word.hasPrefix("--") {
        let option = word.dropFirst(2).prefix { $0.isLetter || $0 == "-" }
        guard !option.isEmpty, !acts.contains(String(option)) else { continue }
        var key = option.replacingOccurrences(of: "-", with: "_")
        if key.hasPrefix("no_") { key = String(key.dropFirst(3)) }
        found += 1
        #expect(keys.contains(key), "--\(option)")
      }
    }
    #expect(found > 15)
  }

  @Test("A sound file is told so; without one the defaults hold")
  func sound() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "c.toml")
      try SettingsKey.defaultText.write(to: file, atomically: true, encoding: .utf8)
      let program = try Program.run("config", "--check", file.path)
      #expect(program.status == 0 && program.text == "\(file.path): sound\n")
    }
    #expect(try Program.run("config").text == "there is no configuration file: the defaults hold\n")
  }

  @Test("All defects of all files are told, with file, line and column; nothing is half applied")
  func dropIns() throws {
    try withTemporaryFolder { folder in
      let home = folder.appending(path: "lmktop/config.d")
      try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
      try "rank = \"freeable\"\n".write(
        to: folder.appending(path: "lmktop/config.toml"), atomically: true, encoding: .utf8)
      try "  grase = 3\nready = 0\n".write(
        to: home.appending(path: "10-a.toml"), atomically: true, encoding: .utf8)
      try "thresholds = \"1p:0,1p:0\"\n".write(
        to: home.appending(path: "20-b.toml"), atomically: true, encoding: .utf8)
      let variables = ["XDG_CONFIG_HOME": folder.path]
      let program = try Program.run(["config"], environment: variables)
      #expect(program.status == 78)
      let lines = program.text.split(separator: "\n")
      try #require(lines.count == 3)
      #expect(
        lines[0].hasSuffix("10-a.toml:1:3: there is no setting 'grase'; did you mean 'grace'?"))
      #expect(lines[1].contains("10-a.toml:2:9: 'ready' must be a whole number from 1 to 64"))
      #expect(lines[2].contains("20-b.toml:1:20: row 2, character 6: the size must be larger"))
      #expect(try Program.run(["list"], environment: variables).status == 78)
    }
  }

  @Test("What cannot be read is told, too")
  func unreadable() throws {
    let missing = try Program.run("config", "--check", "/nonexistent.toml")
    #expect(missing.status == 78)
    #expect(missing.text == "/nonexistent.toml: cannot be read: it is not there\n")
    #expect(try Program.run("config", "--check", "/").text.contains("cannot be read"))
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "c.toml")
      try Data("# \u{E4}\n a = \"".utf8 + [0xFF]).write(to: file)
      let program = try Program.run("config", "--check", file.path)
      #expect(program.text == "\(file.path):2:7: not TOML: not UTF-8\n")
    }
  }
}

extension FinishedCommand {
  fileprivate var text: String { String(decoding: output, as: UTF8.self) }
}

import Foundation
import LMKTestSupport
import Testing

@Suite("Bad input")
struct BadInputTests {
  @Test(
    "One sentence on standard error, and an exit status of sysexits",
    arguments: [
      (["--frobnicate"], 64, "--frobnicate"),
      (["list", "--limit", "-3"], 64, "--limit"),
      (
        ["list", "--thresholds", "5p:0,3p:1"], 64,
        "--thresholds: row 2, character 6: the size must be"
      ),
      (["list", "--thresholds", "999999999999p:0"], 64, "above the machine's"),
      (["list", "--preset", "modern"], 64, "modern"),
      (["list", "--preset", "classic", "--thresholds", "5p:0"], 64, "exclude each other"),
      (["list", "--file-term", "x"], 64, "x"),
      (["list", "--proc-root", "/nonexistent"], 66, "/nonexistent is not there"),
      (["list", "--proc-root", "/etc/passwd"], 66, "/etc/passwd is not a folder"),
      (["list", "--proc-root", "/usr"], 66, "/usr is not a proc tree"),
      (["list", "--config", "/nonexistent.toml"], 66, "/nonexistent.toml is not there"),
      (["--theme", "dakr"], 64, "did you mean 'dark'?"),
      (["--grace", "-1"], 64, "--grace"),
      (["--demo", "--rank", "rss"], 64, "--demo has a machine of its own: --rank"),
      (["pictures", "/tmp", "--size", "9"], 64, "--size takes COLUMNSxROWS"),
      (["--restore"], 69, "--restore: standard input is no terminal"),
      (["--ready", "65"], 64, "--ready takes a number from 1 to 64"),
      (["--kept-files", "-1"], 64, "--kept-files"),
      ([], 69, "lmktop needs a terminal; use 'lmktop list'"),
    ])
  func refusals(arguments: [String], status: Int32, words: String) throws {
    let program = try Program.run(arguments)
    #expect(program.status == status, "\(program.complaint)")
    #expect(program.complaint.contains(words), "\(program.complaint)")
    #expect(program.complaint.hasPrefix("lmktop: "))
    #expect(program.complaint.split(separator: "\n").count == 1)
    #expect(program.output.isEmpty)
  }

  @Test(
    "A broken configuration file is told with its line, and nothing starts",
    arguments: [
      ("grace = 3\nthresholds = [", ":2: not TOML"),
      ("\n\ngrase = 3", ":3: there is no setting 'grase'; did you mean 'grace'?"),
      ("grace = \"3\"", ":1: 'grace' must be seconds from 0.0 to 3600.0"),
      ("ready = 0", ":1: 'ready' must be a whole number from 1 to 64"),
      ("kept_files = \"all\"", ":1: 'kept_files' must be a whole number from 0 to 8192"),
      ("hook_before = \"/bin/true\"", ":1: 'hook_before' must be an array of words"),
      ("hook_after = [\"true\"]", ":1: 'hook_after' must be an array of words"),
      ("hook_after = [\"/bin/true\", 1]", ":1: 'hook_after' must be an array of words"),
      ("hook_limit = 60", ":1: 'hook_limit' must be seconds from 0.1 to 10.0"),
      ("rank = \"size\"", ":1: 'rank' must be one of \"rss\", \"freeable\""),
      ("# rows\nthresholds = \"9p:0,8p:0\"", ":2: row 2, character 6: the size must be larger"),
      ("read_only = 1", ":1: 'read_only' must be"),
      ("preset = \"classic\"\nthresholds = \"9p:0\"", ":1: 'thresholds' and 'preset' exclude"),
    ])
  func configuration(text: String, words: String) throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "lmktop.toml")
      try text.write(to: file, atomically: true, encoding: .utf8)
      let program = try Program.run("list", "--config", file.path)
      #expect(program.status == 78, "\(program.complaint)")
      #expect(program.complaint.contains(file.path + words), "\(program.complaint)")
    }
  }

  @Test("The drop-in is read after the operator's own file; the command line after both")
  func precedence() throws {
    try withTemporaryFolder { folder in
      let home = folder.appending(path: "lmktop/config.d")
      try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
      try "thresholds = \"11p:0\"\nrank = \"freeable\"\n".write(
        to: folder.appending(path: "lmktop/config.toml"), atomically: true, encoding: .utf8)
      func rows(_ arguments: String...) throws -> [Int] {
        let program = try Program.run(
          ["list", "--json"] + arguments, environment: ["XDG_CONFIG_HOME": folder.path])
        let list = try JSONSerialization.jsonObject(with: program.output) as? [String: Any]
        #expect((list?["memory"] as? [String: Any])?["rank"] as? String == "freeable")
        return (list?["thresholds"] as? [[String: Int]] ?? []).compactMap { $0["minfree_pages"] }
      }
      #expect(try rows() == [11])
      try "thresholds = \"22p:0\"\n".write(
        to: home.appending(path: "90-screen.toml"), atomically: true, encoding: .utf8)
      #expect(try rows() == [22])
      #expect(try rows("--thresholds", "33p:0") == [33])
    }
  }

  @Test(
    "A configuration that may not be read says so",
    .enabled(if: geteuid() != 0, "root reads everything"))
  func unreadable() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "lmktop.toml")
      try "".write(to: file, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.path)
      let program = try Program.run("list", "--config", file.path)
      #expect(program.status == 77)
    }
  }
}

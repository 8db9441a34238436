import Foundation
import LMKTestSupport
import Testing

/// `lmktop guard` as systemd and scripts see it. What arms runs in a PID namespace of its own, where
/// nothing else can be seen or signalled.
@Suite("The guard", .enabled(if: WholeProgramTests.mayUnshare, "needs a private PID namespace"))
struct GuardTests {
  /// Runs `script` as pid 1 of a namespace that holds nothing but what it starts; `$lmktop`,
  /// `$storm` and `$folder` are set, and `guard ARGUMENTS` starts a guard as `$guard`.
  private func run(_ script: String, in folder: URL) throws -> FinishedCommand {
    let words = """
      lmktop=\(Built.path("lmktop")) storm=\(Built.path("lmkstorm")) folder=\(folder.path)
      export XDG_CONFIG_HOME=$folder XDG_STATE_HOME=$folder
      # 20 s, then whoever waits goes on and fails.
      await() { for i in $(seq 400); do grep -q "$1" "$2" 2>/dev/null && return; sleep 0.05; done; }
      end() { kill -TERM $guard; wait $guard; echo "status $?"; }
      \(script)
      """
    return try FinishedCommand.run(
      "/usr/bin/timeout",
      ["60", "unshare", "--fork", "--pid", "--mount-proc", "--kill-child", "sh", "-c", words])
  }

  private func lines(_ url: URL) throws -> [[String: Any]] {
    try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map { line in
      let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(value as? [String: Any])
    }
  }

  private func acts(_ lines: [[String: Any]]) -> [String] {
    lines.compactMap { $0["event"] as? String }
      .filter { !["capability", "level", "kernel_kill"].contains($0) }
  }

  @Test("Without --arm it kills nobody, says who would die, and ends cleanly on SIGTERM")
  func dryRun() throws {
    try withTemporaryFolder { folder in
      let end = try run(
        """
        $lmktop guard --thresholds 100%:500 > $folder/out 2>&1 & guard=$!
        $storm grow 50 900 > /dev/null & storm=$!
        await 'WOULD KILL' $folder/out
        kill -0 $storm && echo lives
        end
        """, in: folder)
      #expect(end.text.contains("lives"))
      #expect(end.text.contains("status 0"))
      let said = try String(contentsOf: folder.appending(path: "out"), encoding: .utf8)
      #expect(said.contains("START: disarmed, dry run: nothing is killed"))
      #expect(said.contains(" lmkstorm adj 900 frees "))
      #expect(said.contains("LEAVING: on SIGTERM"))
      #expect(!said.contains("AUTO KILL"))
    }
  }

  @Test("Armed, it kills, and its lines are those of the journal")
  func armed() throws {
    try withTemporaryFolder { folder in
      let end = try run(
        """
        $lmktop guard --arm --json --thresholds 100%:500 > $folder/out & guard=$!
        await '"armed"' $folder/out
        $storm grow 100 900 > /dev/null
        echo "storm $?"
        await '"died"' $folder/out
        end
        """, in: folder)
      #expect(end.text.contains("storm 143"))
      #expect(end.text.contains("status 0"))
      let said = try lines(folder.appending(path: "out"))
      #expect(
        acts(said) == ["started", "armed", "intent", "signal", "died", "disarmed", "leaving"])
      let journal = try lines(folder.appending(path: "lmktop/journal.jsonl"))
      let told = said.filter { $0["sequence"] != nil }
      #expect(told.map { $0["sequence"] as? Int } == journal.map { $0["sequence"] as? Int })
      let signal = try #require(said.first { $0["event"] as? String == "signal" })
      #expect(signal["name"] as? String == "lmkstorm")
      #expect(signal["signal"] as? String == "SIGTERM")
      #expect(said.contains { $0["name"] as? String == "own-adj" })
    }
  }

  @Test("A reader who sleeps does not stop the kills, nor the end")
  func sleepingReader() throws {
    try withTemporaryFolder { folder in
      let end = try run(
        """
        mkfifo $folder/pipe
        exec 3<> $folder/pipe
        # Filled to the brim: 64 KiB.
        head -c 65536 /dev/zero >&3
        $lmktop guard --arm --json --thresholds 100%:500 > $folder/pipe & guard=$!
        await '"armed"' $folder/lmktop/journal.jsonl
        $storm grow 100 900 > /dev/null
        echo "storm $?"
        await '"died"' $folder/lmktop/journal.jsonl
        end
        """, in: folder)
      #expect(end.text.contains("storm 143"))
      #expect(end.text.contains("status 0"))
    }
  }

  @Test("A reader who has gone does not stop the kills, and the journal goes on")
  func goneReader() throws {
    try withTemporaryFolder { folder in
      let end = try run(
        """
        mkfifo $folder/pipe
        head -c 1 $folder/pipe > /dev/null &
        $lmktop guard --arm --json --thresholds 100%:500 > $folder/pipe & guard=$!
        await '"armed"' $folder/lmktop/journal.jsonl
        $storm grow 100 900 > /dev/null
        echo "storm $?"
        await '"died"' $folder/lmktop/journal.jsonl
        end
        """, in: folder)
      #expect(end.text.contains("storm 143"))
      #expect(end.text.contains("status 0"))
      #expect(
        try acts(lines(folder.appending(path: "lmktop/journal.jsonl")))
          == ["started", "armed", "intent", "signal", "died", "disarmed", "leaving"])
    }
  }

  @Test("SIGHUP reads the configuration again: all of it, or nothing and the reason")
  func reload() throws {
    try withTemporaryFolder { folder in
      let end = try run(
        """
        mkdir -p $folder/lmktop
        file=$folder/lmktop/config.toml
        echo 'thresholds = "8p:0"' > $file
        $lmktop guard --json > $folder/out & guard=$!
        await '"started"' $folder/out
        printf 'thresholds = "16p:0,32p:300"\\nrank = "freeable"\\ngrace = 0\\n' > $file
        kill -HUP $guard
        await '"reloaded"' $folder/out
        printf 'grace = 1\\nthresholds = "64p:0,5p:1"\\n' > $file
        kill -HUP $guard
        await '"reload_refused"' $folder/out
        end
        """, in: folder)
      #expect(end.text.contains("status 0"))
      let said = try lines(folder.appending(path: "out"))
      #expect(acts(said) == ["started", "reloaded", "reload_refused", "leaving"])
      let adopted = try #require(said.first { $0["event"] as? String == "reloaded" })
      let rows = try #require(adopted["thresholds"] as? [[String: Any]])
      #expect(rows.map { $0["minfree_pages"] as? Int } == [16, 32])
      #expect(rows.map { $0["adj"] as? Int } == [0, 300])
      #expect(adopted["rank"] as? String == "freeable")
      #expect(adopted["grace_ms"] as? Int == 0)
      let refused = try #require(said.first { $0["event"] as? String == "reload_refused" })
      #expect((refused["reason"] as? String)?.contains("config.toml:2: row 2") == true)
    }
  }

  @Test("Where arming is refused it ends with the reason and a status")
  func refused() throws {
    let tree = try FixtureTree()
    try tree.add(FixtureMemory())
    try tree.add(FixtureProcess(pid: 4711))
    let end = try Program.run("guard", "--arm", "--proc-root", tree.path)
    #expect(end.status == 64)
    #expect(end.text.contains("NOT ARMED: this is a captured tree"))
    #expect(
      end.complaint == "lmktop: not armed: this is a captured tree, not the running machine\n")
  }

  @Test("--print-unit prints a unit that runs this program with these options")
  func unit() throws {
    let end = try Program.run("guard", "--print-unit", "--arm", "--thresholds", "2%:0")
    #expect(end.status == 0)
    #expect(end.text.contains("/lmktop guard --arm --thresholds 2%%:0\n"))
    #expect(end.text.contains("OOMScoreAdjust=-999\n"))
    let dry = try Program.run("guard", "--print-unit")
    #expect(dry.text.contains("/lmktop guard --dry-run\n"))
  }
}

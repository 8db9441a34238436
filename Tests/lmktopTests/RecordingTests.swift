import Foundation
import LMKCore
import LMKTestSupport
import LMKTrace
import Testing

/// Real recordings: by the whole program, of real processes and a real kill, in a PID namespace of
/// their own.
@Suite("Recordings", .enabled(if: WholeProgramTests.mayUnshare, "needs a private PID namespace"))
struct RecordingTests {
  /// An armed guard that records, one victim that ends at SIGTERM and one that does not.
  private func record(_ file: URL, in folder: URL, _ options: String = "") throws {
    let words = """
      lmktop=\(Built.path("lmktop")) storm=\(Built.path("lmkstorm"))
      export XDG_CONFIG_HOME=\(folder.path) XDG_STATE_HOME=\(folder.path)
      await() { for i in $(seq 600); do test "$(grep -c "$1" "$2")" -ge "$3" && return; sleep 0.05; done; }
      out=\(folder.path)/out
      $lmktop guard --arm --json --thresholds 100%:500 --grace 0.5 --interval 0.2 \\
        --record \(file.path) \(options) > $out & guard=$!
      await '"armed"' $out 1
      $storm grow 60 900 > /dev/null
      await '"died"' $out 1
      $storm ignore-term 60 > /dev/null & stubborn=$!
      sleep 0.2
      echo 900 > /proc/$stubborn/oom_score_adj
      await '"died"' $out 2
      sleep 1
      kill -TERM $guard; wait $guard; echo "status $?"
      """
    let end = try FinishedCommand.run(
      "/usr/bin/timeout",
      ["90", "unshare", "--fork", "--pid", "--mount-proc", "--kill-child", "sh", "-c", words])
    #expect(end.text.contains("status 0"))
  }

  private func journal(_ folder: URL) throws -> [(sequence: UInt64, event: String)] {
    try String(contentsOf: folder.appending(path: "out"), encoding: .utf8).split(separator: "\n")
      .compactMap { line in
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        guard let sequence = value?["sequence"] as? UInt64, let event = value?["event"] as? String
        else { return nil }
        return (sequence, event)
      }
  }

  @Test("A replay of a real run with kills comes to the same verdicts, outcomes and statistics")
  func determinism() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "run.lmk")
      try record(file, in: folder)
      let replay = try TraceReplay([UInt8](Data(contentsOf: file)).traceSource)
      var entries: [JournalEntry] = []
      while case .event = replay.step() {
        for case .journal(let entry) in replay.effects.list { entries.append(entry) }
      }
      // Every effect of every event, and at the end all that the monitor was, byte for byte.
      #expect(replay.divergences == 0)
      #expect(replay.provenKeyframes >= 1)
      #expect(replay.index.isEnded && replay.index.damages.isEmpty)
      let told = try journal(folder)
      #expect(entries.map(\.sequence) == told.map(\.sequence))
      #expect(entries.map { Self.word($0.kind) } == told.map(\.event))
      let statistics = replay.monitor.currentStatistics
      #expect(statistics.kill.calls == 2)
      #expect(statistics.escalations == 1)
      #expect(statistics.exited == 2)
      #expect(replay.monitor.checkInvariants() == nil)
    }
  }

  private static func word(_ kind: JournalEntry.Kind) -> String {
    switch kind {
    case .started: "started"
    case .armed: "armed"
    case .disarmed: "disarmed"
    case .levelChanged: "level"
    case .intent: "intent"
    case .signalled: "signal"
    case .died: "died"
    case .leaving: "leaving"
    case .recovered: "recovered"
    case .kernelKilled: "kernel_kill"
    case .kernelKillsCounted: "kernel_kills"
    case .paused: "paused"
    case .respawned: "respawned"
    default: "another"
    }
  }

  @Test("Simulated, reported and replayed, and no name in a redacted one")
  func commands() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "run.lmk")
      try record(file, in: folder, "--redact")
      let bytes = try Data(contentsOf: file)
      #expect(!String(decoding: bytes, as: UTF8.self).contains("lmkstorm"))

      let same = try run("simulate", file.path)
      #expect(same.text.contains("killed too, at "))
      #expect(same.text.contains("What a simulation cannot know:"))
      let none = try run("simulate", file.path, "--thresholds", "0.01%:500")
      #expect(none.text.contains("It would have killed nobody."))
      #expect(none.text.contains("it would have lived"))
      let sweep = try run("simulate", file.path, "--sweep", "0.5:1:0.5", "--csv")
      #expect(sweep.text.split(separator: "\n").count == 3)
      #expect(sweep.text.hasPrefix("times,row1_bytes,kills,"))

      let markdown = try run("report", file.path)
      #expect(markdown.text.hasPrefix("# Low memory on a host, "))
      #expect(markdown.text.contains("| SIGTERM |"))
      #expect(!markdown.text.contains("lmkstorm"))
      let html = try run("report", file.path, "--html")
      let svgs = html.text.components(separatedBy: "<svg").count - 1
      #expect(svgs == 2)
      #expect(!html.text.contains("<script") && !html.text.contains("src="))
    }
  }

  @Test("A recording that was cut off is said, and read as far as it goes")
  func cut() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "run.lmk")
      try record(file, in: folder)
      let bytes = try Data(contentsOf: file)
      let cut = folder.appending(path: "cut.lmk")
      try bytes.prefix(bytes.count * 2 / 3).write(to: cut)
      let report = try run("report", cut.path)
      #expect(report.text.contains("the recording ends within a block, as after a crash"))
      let none = try run("report", "/etc/passwd")
      #expect(none.status == 66)
      #expect(none.complaint.contains("it is not a recording of lmktop"))
    }
  }

  @Test("What is no recording is not written over, and a recording is kept under another name")
  func keepsFiles() throws {
    try withTemporaryFolder { folder in
      let plain = folder.appending(path: "plain")
      try "mine".write(to: plain, atomically: true, encoding: .utf8)
      let refused = try run("record", plain.path)
      #expect(refused.status == 64)
      #expect(try String(contentsOf: plain, encoding: .utf8) == "mine")
      let file = folder.appending(path: "a/b.lmk")
      for _ in 0..<2 {
        _ = try FinishedCommand.run(
          "/usr/bin/timeout",
          ["-s", "INT", "2", Built.path("lmktop"), "record", file.path, "--no-journal"])
      }
      let former = try TraceIndex(
        [UInt8](Data(contentsOf: folder.appending(path: "a/b.lmk.1"))).traceSource)
      #expect(former.isEnded)
      #expect(try TraceIndex([UInt8](Data(contentsOf: file)).traceSource).isEnded)
    }
  }

  @Test("The configuration names it, --no-record takes that back, and what is no recording stays")
  func configured() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "c.lmk")
      let configuration = folder.appending(path: "c.toml")
      let text = "record = \"\(file.path)\"\nrecord_size = \"2MiB\"\nredact = true\njournal = false\n"
      try text.write(to: configuration, atomically: true, encoding: .utf8)
      func runGuard(_ options: String...) throws -> FinishedCommand {
        try FinishedCommand.run(
          "/usr/bin/timeout",
          ["-s", "INT", "2", Built.path("lmktop"), "guard", "--config", configuration.path]
            + options)
      }
      _ = try runGuard("--no-record")
      #expect(!FileManager.default.fileExists(atPath: file.path))
      _ = try runGuard()
      let index = try TraceIndex([UInt8](Data(contentsOf: file)).traceSource)
      #expect(index.isEnded && index.info.isRedacted)
      try "mine".write(to: file, atomically: true, encoding: .utf8)
      let refused = try runGuard()
      #expect(refused.status == 78)
      #expect(refused.complaint.contains("c.toml:1: 'record': there is a file that is no recording"))
      #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
    }
  }

  @Test(
    "On a full disk it says so and goes on, and records again when there is room",
    .enabled(if: WholeProgramTests.mayUnshare, "needs a mount namespace"))
  func fullDisk() throws {
    try withTemporaryFolder { folder in
      let words = """
        set -e
        disk=\(folder.path)/disk out=\(folder.path)/out
        mkdir $disk; mount -t tmpfs -o size=256k none $disk
        await() { for i in $(seq 600); do grep -q "$1" $out && return; sleep 0.05; done; }
        export XDG_CONFIG_HOME=\(folder.path) XDG_STATE_HOME=\(folder.path)
        \(Built.path("lmktop")) record $disk/r.lmk --interval 0.1 > $out & recorder=$!
        await 'recording to'
        for i in $(seq 600); do test -s $disk/r.lmk && break; sleep 0.05; done
        dd if=/dev/zero of=$disk/filler bs=4k 2>/dev/null || true
        await 'NOT RECORDED.*no space left on device'
        kill -0 $recorder
        rm $disk/filler
        await 'NOT RECORDED.*which goes on'
        kill -TERM $recorder; wait $recorder; echo "status $?"
        cp $disk/r.lmk \(folder.path)/r.lmk
        """
      let end = try FinishedCommand.run(
        "/usr/bin/timeout",
        [
          "90", "unshare", "--mount", "--fork", "--pid", "--mount-proc", "--kill-child", "sh", "-c",
          words,
        ])
      let told = try String(contentsOf: folder.appending(path: "out"), encoding: .utf8)
      #expect(end.text.contains("status 0"), "\(told)")
      let report = try run("report", folder.appending(path: "r.lmk").path)
      #expect(report.status == 0, "\(report.complaint)")
      #expect(report.text.contains("events are missing"))
    }
  }

  @Test("Frames are printed as text, so many as were asked for")
  func batch() throws {
    let end = try FinishedCommand.run(
      "/usr/bin/env",
      [
        "COLUMNS=100", "LINES=30", Built.path("lmktop"), "--batch", "--frames", "2", "--no-journal",
        "--interval", "0.2",
      ])
    #expect(end.status == 0)
    let lines = end.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count { $0.hasPrefix("=== 20") && $0.hasSuffix("Z ===") } == 2)
    #expect(end.text.contains("SAFE: disarmed"))
    #expect(lines.allSatisfy { $0.count <= 100 && !$0.contains("\u{1b}") })
  }

  private func run(_ words: String...) throws -> FinishedCommand {
    try FinishedCommand.run(Built.path("lmktop"), words)
  }
}

/// The screen of a replay, on a terminal.
@Suite(
  "A replay on the screen",
  .enabled(if: Tmux.isThere && WholeProgramTests.mayUnshare, "needs tmux and a PID namespace"))
struct ReplayScreenTests {
  @Test("It pauses, goes to the kill, shows who dies, and signals nobody")
  func keys() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "lmktop-test-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // in the temporary folder
    do {
      let file = folder.appending(path: "r.lmk")
      let words = """
        export XDG_CONFIG_HOME=\(folder.path) XDG_STATE_HOME=\(folder.path)
        \(Built.path("lmktop")) guard --arm --thresholds 100%:500 --record \(file.path) > \(folder.path)/out & guard=$!
        for i in $(seq 400); do grep -q ARMED \(folder.path)/out && break; sleep 0.05; done
        \(Built.path("lmkstorm")) grow 40 900 > /dev/null
        for i in $(seq 400); do grep -q DIED \(folder.path)/out && break; sleep 0.05; done
        kill -TERM $guard; wait $guard
        """
      _ = try FinishedCommand.run(
        "/usr/bin/timeout",
        ["60", "unshare", "--fork", "--pid", "--mount-proc", "--kill-child", "sh", "-c", words])
      let tmux = try Tmux(
        width: 110, height: 35, "\(Built.path("lmktop")) replay --paused \(file.path)")
      try await tmux.wait(for: "PAUSED")
      try await tmux.wait(for: "nothing here is signalled")
      try tmux.press("}")
      try await tmux.wait(for: "AUTO KILL")
      try await tmux.wait(for: "DYING")
      try tmux.press("k")
      try await tmux.wait(for: "this is a recording: nothing is signalled or changed")
      try tmux.press("]")
      try await tmux.wait(for: "no level change from here on")
      try tmux.press("g", "9", "9", "Enter")
      try await tmux.wait(for: "'99' is no time")
      try tmux.press("Space")
      try await tmux.wait(for: "END")
      try tmux.press("q")
      try await tmux.wait(for: "LEFT")
      #expect(tmux.exitStatus == 0)
    }
  }
}

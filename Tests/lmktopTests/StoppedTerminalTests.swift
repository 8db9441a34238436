import Foundation
import LMKTestSupport
import Testing

/// The killer does not live on the screen's thread: a terminal that stops, or goes away, at the
/// worst moment. Each in a PID namespace of its own.
@Suite(
  "A terminal that stops or goes away", .serialized,
  .enabled(
    if: WholeProgramTests.mayUnshare && Namespaced.hasTerminalTools,
    "needs a private PID namespace, script, stty and setsid"))
struct StoppedTerminalTests {
  @Test("Armed kills happen while the terminal is stopped by Ctrl-S, and SIGTERM still ends it")
  func flowStopped() throws {
    try withTemporaryFolder { folder in
      let end = try Namespaced.run(
        """
        open_screen --thresholds 100%:500
        arm_screen
        $storm stop-terminal $terminal > $folder/stopped & holder=$!
        await ready $folder/stopped
        flood_screen
        is_blocked
        $storm grow 100 900 > /dev/null
        echo "storm $?"
        await '"died"' $folder/j
        is_blocked
        kill -TERM $screen
        await '"leaving"' $folder/j
        for i in $(seq 200); do test -d /proc/$screen || break; sleep 0.05; done
        test -d /proc/$screen || echo "screen is gone"
        kill $holder
        """, in: folder)
      #expect(end.text.split(separator: "\n").filter { $0 == "blocked" }.count == 2, "\(end.text)")
      #expect(end.text.contains("storm 143"), "\(end.text)")
      #expect(end.text.contains("screen is gone"), "\(end.text)")
      let acts = try Namespaced.acts(Namespaced.lines(folder.appending(path: "j")))
      #expect(
        acts == ["started", "armed", "intent", "signal", "died", "disarmed", "leaving"], "\(acts)")
    }
  }

  @Test("Armed kills happen while nobody reads the pseudo-terminal")
  func readerSleeps() throws {
    try withTemporaryFolder { folder in
      let end = try Namespaced.run(
        """
        open_screen --thresholds 100%:500
        arm_screen
        kill -STOP $script
        flood_screen
        is_blocked
        $storm grow 100 900 > /dev/null
        echo "storm $?"
        await '"died"' $folder/j
        is_blocked
        kill -TERM $screen
        for i in $(seq 200); do grep -q leaving $folder/j && break; sleep 0.05; done
        kill -CONT $script
        """, in: folder)
      #expect(end.text.split(separator: "\n").filter { $0 == "blocked" }.count == 2, "\(end.text)")
      #expect(end.text.contains("storm 143"), "\(end.text)")
      let acts = try Namespaced.acts(Namespaced.lines(folder.appending(path: "j")))
      #expect(
        acts == ["started", "armed", "intent", "signal", "died", "disarmed", "leaving"], "\(acts)")
    }
  }

  /// Whoever was at the terminal ends without a word: the kernel hangs it up.
  private static let hangUp = """
    arm_screen
    kill -KILL $script
    """

  @Test("A terminal that hangs up disarms and ends it")
  func hangUp() throws {
    try withTemporaryFolder { folder in
      let end = try Namespaced.run(
        """
        open_screen --thresholds 100%:500
        \(Self.hangUp)
        await '"leaving"' $folder/j
        for i in $(seq 200); do test -d /proc/$screen || break; sleep 0.05; done
        test -d /proc/$screen || echo "screen is gone"
        $storm grow 100 900 > /dev/null & storm=$!
        sleep 1
        kill -0 $storm && echo "storm lives"
        """, in: folder)
      #expect(end.text.contains("screen is gone"), "\(end.text)")
      #expect(end.text.contains("storm lives"), "\(end.text)")
      let lines = try Namespaced.lines(folder.appending(path: "j"))
      #expect(Namespaced.acts(lines) == ["started", "armed", "disarmed", "leaving"])
      #expect(lines.contains { $0["reason"] as? String == "hang-up" })
    }
  }

  @Test(
    "With --on-hangup keep it goes on armed without a screen, and SIGTERM ends it",
    arguments: ["--on-hangup keep", "--config"])
  func keep(option: String) throws {
    try withTemporaryFolder { folder in
      let config = folder.appending(path: "c.toml")
      try "on_hangup = \"keep\"\n".write(to: config, atomically: true, encoding: .utf8)
      let words = option == "--config" ? "--config \(config.path)" : option
      let end = try Namespaced.run(
        """
        open_screen --thresholds 100%:500 \(words)
        \(Self.hangUp)
        await '"hung_up"' $folder/j
        $storm grow 100 900 > /dev/null
        echo "storm $?"
        await '"died"' $folder/j
        kill -TERM $screen
        await '"leaving"' $folder/j
        for i in $(seq 200); do test -d /proc/$screen || break; sleep 0.05; done
        test -d /proc/$screen || echo "screen is gone"
        """, in: folder)
      #expect(end.text.contains("storm 143"), "\(end.text)")
      #expect(end.text.contains("screen is gone"), "\(end.text)")
      let lines = try Namespaced.lines(folder.appending(path: "j"))
      #expect(
        Namespaced.acts(lines) == [
          "started", "armed", "hung_up", "intent", "signal", "died", "disarmed", "leaving",
        ])
    }
  }

  @Test("Disarmed there is nothing to go on with: --on-hangup keep ends it, too")
  func keepDisarmed() throws {
    try withTemporaryFolder { folder in
      let end = try Namespaced.run(
        """
        open_screen --thresholds 1p:1000 --on-hangup keep
        kill -KILL $script
        await '"leaving"' $folder/j
        for i in $(seq 200); do test -d /proc/$screen || break; sleep 0.05; done
        test -d /proc/$screen || echo "screen is gone"
        """, in: folder)
      #expect(end.text.contains("screen is gone"), "\(end.text)")
      #expect(
        try Namespaced.acts(Namespaced.lines(folder.appending(path: "j")))
          == ["started", "leaving"])
    }
  }
}

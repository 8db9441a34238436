import Foundation
import LMKTestSupport
import Testing

@Suite("lmktop journal")
struct JournalCommandTests {
  private func line(
    _ time: String, _ event: String, pid: Int? = nil, tag: String? = nil, sentence: String? = nil
  ) -> String {
    var value: [String: Any] = ["version": 1, "time": time, "event": event, "other": [1, 2]]
    value["pid"] = pid
    value["tag"] = tag
    value["sentence"] = sentence
    let data = try! JSONSerialization.data(withJSONObject: value)
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// A journal of three files, a torn line and a foreign one in them.
  private func withJournal(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "j").path
      func write(_ text: String, _ suffix: String) throws {
        try text.write(toFile: path + suffix, atomically: false, encoding: .utf8)
      }
      try write(
        line("2026-11-23T10:00:00.000Z", "started", tag: "START", sentence: "disarmed"), ".2")
      try write(
        line("2026-11-23T10:01:00.000Z", "signal", pid: 7, tag: "AUTO KILL", sentence: "7 hog")
          + "{\"version\":1,\"time\":\"2026-11-23T10:01", ".1")
      try write(
        "not a line of ours\n"
          + line("2026-11-23T10:02:00.500Z", "died", pid: 7, tag: "DIED", sentence: "7 \u{1B}[2J")
          + line("2026-11-23T10:03:00.000Z", "would_kill", pid: 8), "")
      try body(path)
    }
  }

  private func run(_ arguments: String...) throws -> FinishedCommand {
    try Program.run(["journal"] + arguments, environment: ["TZ": "UTC-2"])
  }

  @Test("All files are read, the oldest first, in local time; what is no entry is counted last")
  func order() throws {
    try withJournal { path in
      let program = try run("--journal", path)
      #expect(program.status == 0, "\(program.complaint)")
      #expect(
        program.text == """
          2026-11-23 12:00:00 START       disarmed
          2026-11-23 12:01:00 AUTO KILL   7 hog
          2026-11-23 12:02:00 DIED        7 \u{FFFD}[2J
          2026-11-23 12:03:00 WOULD_KILL  8
          2 lines passed over: torn, or not lmktop's

          """)
    }
  }

  @Test(
    "Times, pids and kinds choose",
    arguments: [
      (["--pid", "7"], ["signal", "died"]),
      (
        ["--pid", "7", "--pid", "8", "--kind", "died", "--kind", "would_kill"],
        ["died", "would_kill"]
      ),
      (["--since", "2026-11-23T10:01:00Z", "--until", "2026-11-23T10:02:00Z"], ["signal"]),
      (["--since", "2026-11-23 12:02"], ["died", "would_kill"]),
      (["--until", "2026-11-22"], []), (["--since", "1s"], []),
      (["--kind", "started"], ["started"]),
    ])
  func filters(arguments: [String], events: [String]) throws {
    try withJournal { path in
      let program = try Program.run(
        ["journal", "--json", "--journal", path] + arguments, environment: ["TZ": "UTC-2"])
      #expect(program.status == 0, "\(program.complaint)")
      let lines = try program.text.split(separator: "\n").map { line in
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      }
      #expect(lines.map { $0?["event"] as? String } == events)
      #expect(program.complaint.hasPrefix("2 lines passed over"))
    }
  }

  @Test(
    "What cannot be read or is not meant is refused in one sentence",
    arguments: [
      (["--journal", "/nonexistent/j"], 66, "/nonexistent/j is not there"),
      (["--since", "soon"], 64, "--since takes a moment such as"),
      (["--until", "2026-13-01"], 64, "--until takes a moment such as"),
      (["--kind", "kill"], 64, "kill"), (["--pid", "x"], 64, "x"),
    ])
  func refusals(arguments: [String], status: Int32, words: String) throws {
    let program = try Program.run(["journal"] + arguments)
    #expect(program.status == status, "\(program.complaint)")
    #expect(program.complaint.contains(words), "\(program.complaint)")
    #expect(program.output.isEmpty)
  }

  @Test(
    "journal_size is a size",
    arguments: ["journal_size = 8", "journal_size = \"8\"", "journal_size = \"1KiB\""])
  func size(text: String) throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "lmktop.toml")
      try text.write(to: file, atomically: true, encoding: .utf8)
      let program = try Program.run("list", "--config", file.path)
      #expect(program.status == 78)
      #expect(program.complaint.contains(":1: 'journal_size' must be a size from"))
      try "journal_size = \"64KiB\"".write(to: file, atomically: true, encoding: .utf8)
      #expect(try Program.run("list", "--config", file.path).status == 0)
    }
  }
}

import LMKCore
import LMKEngine
import LMKLinux
import LMKScreen

/// One key of a configuration file: what it means, and what holds where it does not stand. The table
/// is what the printed default is made of, and where a slip of the pen finds the nearest key.
struct SettingsKey: Hashable, Sendable {
  var name: String
  /// What it means, in lines for a comment.
  var words: [String]
  /// As TOML; where the default is nothing, or depends on the machine, an example.
  var value: String
  /// The value is the default.
  var isDefault: Bool

  private init(_ name: String, default value: String, _ words: String...) {
    self.init(name: name, words: words, value: value, isDefault: true)
  }

  private init(_ name: String, example value: String, _ words: String...) {
    self.init(name: name, words: words, value: value, isDefault: false)
  }

  private init(name: String, words: [String], value: String, isDefault: Bool) {
    self.name = name
    self.words = words
    self.value = value
    self.isDefault = isDefault
  }

  static let all: [SettingsKey] = [
    SettingsKey(
      "thresholds", example: "\"2%:0,3%:100,4%:200,5%:300,6%:600,8%:900\"",
      "Up to six rows SIZE:ADJ, row 1 (the last resort) first: pages (18432p), 64MiB, 2GiB, or a",
      "share of usable memory (2%). A row may have gates: \"2%:0 if swap<=10% and available<=3x\";",
      "among the rows may stand three stall rows: \"full>=25%/3s:300 if available<=10%\".",
      "Default: those of the preset that fits this machine."),
    SettingsKey(
      "preset", example: "\"android\"",
      "A table with a name instead: " + Preset.allCases.map(\.rawValue).joined(separator: ", ")
        + ".",
      "Default: node where kubelet runs pods, small below 1 GiB, desktop with a graphical session,",
      "else server."),
    SettingsKey(
      "file_term", example: "\"lru\"",
      "What counts as file memory: lru (active + inactive file pages) or driver (file - shmem -",
      "unevictable - swapcache). Default: what the preset was tuned with, else lru."),
    SettingsKey(
      "rank", example: "\"rss\"",
      "What orders equal adj: rss, or freeable (what a kill gives back). Default: the preset's, else",
      "rss."),
    SettingsKey(
      "steps", default: "\"TERM 3s, KILL\"",
      "What a victim of an automatic kill gets to hear: up to four signals, each with a time, KILL",
      "last. With semicolons: the steps of row 1, of row 2, ..., and of all further rows."),
    SettingsKey(
      "grace", example: "3",
      "Seconds from SIGTERM to SIGKILL: a short form of steps. 0: SIGKILL at once."),
    SettingsKey("interval", default: "1", "Seconds between two looks, 0.1 to 60."),
    SettingsKey(
      "scope", default: "\"machine\"",
      "Where it may kill: machine, user:NAME, cgroup:PATH or subtree:PID."),
    SettingsKey(
      "minimum_age", default: "0", "Seconds; younger processes are spared."),
    SettingsKey(
      "default_rules", default: "true",
      "The shipped rules, which spare desktop sessions, sshd, init and logging."),
    SettingsKey(
      "journal", default: "true",
      "true: $XDG_STATE_HOME/lmktop/journal.jsonl, or /var/log/lmktop for root; false: none; or the",
      "path of another file."),
    SettingsKey(
      "journal_size", default: "\"\(JournalSettings.usualSizeLimit >> 20)MiB\"",
      "At this size it becomes journal.jsonl.1, up to .\(JournalSettings.usualKept)."),
    SettingsKey(
      "record", default: "false",
      "The path of a file: all that happens is recorded there, by the guard and the screen, for",
      "lmktop replay, simulate and report."),
    SettingsKey(
      "record_size", default: "\"\(RecordingSettings.usualSizeLimit >> 20)MiB\"",
      "At this size a recording becomes FILE.1, and another one begins."),
    SettingsKey(
      "record_kept", default: "\(RecordingSettings.usualKept)",
      "So many former recordings stay: FILE.1, FILE.2, ...; 1 to 99."),
    SettingsKey(
      "redact", default: "false",
      "true: names, control groups' paths and the host stay out of recordings."),
    SettingsKey(
      "hook_before", default: "[]",
      "A command that a victim waits for, at most hook_limit seconds: a path and its arguments."),
    SettingsKey("hook_limit", default: "2", "0.1 to 10."),
    SettingsKey("hook_after", default: "[]", "A command after each death."),
    SettingsKey(
      "ready", default: "32",
      "So many of the first candidates are held ready to be signalled, 1 to 64."),
    SettingsKey(
      "kept_files", default: "\(KeptFiles.usualLimit)",
      "Files of at most so many processes stay open between two looks, 0 to 8192."),
    SettingsKey("theme", default: "\"default\"", "Colours and attributes of the screen."),
    SettingsKey(
      "columns", example: "[\"rank\", \"adj\", \"rss\", \"pid\", \"name\", \"why\"]",
      "The list's columns from left to right, pid and name among them. Default: all that fit."),
    SettingsKey(
      "view", default: "\"kill_order\"", "kill_order, tree, adj, unit, cgroup or red_black."),
    SettingsKey(
      "sort", default: "\"rank\"", "The name of a column; \"-rss\" the other way round."),
    SettingsKey(
      "hold", default: "\(ScreenSettings().holdSeconds)",
      "Seconds, 0 to 60, for which the order holds after an arrow key."),
    SettingsKey("always_ask", default: "false", "true: every signal by hand asks y."),
    SettingsKey(
      "vim_keys", default: "false",
      "true: j k h l g G Ctrl-F Ctrl-B move, and the log is L."),
    SettingsKey(
      "read_only", default: "false",
      "true: nothing is killed, armed or written from the screen."),
    SettingsKey(
      "on_hangup", default: "\"disarm\"",
      "When the terminal hangs up: disarm (and end), or keep (armed, it goes on without a screen)."),
    SettingsKey("mouse", default: "true", "false leaves the mouse to the terminal."),
    SettingsKey("ascii", default: "false", "Draw with ASCII characters alone."),
    SettingsKey("rule", example: "", ""),
  ]

  /// What `lmktop config --print-default` prints: TOML that says what holds without it. Keys whose
  /// default is nothing, or depends on the machine, stand in comments.
  static var defaultText: String {
    var lines = [
      "# lmktop's configuration: $XDG_CONFIG_HOME/lmktop/config.toml, then config.d/*.toml by name.",
      "# Every key is here; what it says here holds without it. 'lmktop config --check FILE' tells",
      "# what is wrong with a file. A guard reads it again on SIGHUP, the screen with R.",
    ]
    for key in all where key.name != "rule" {
      lines.append("")
      lines += key.words.map { "# \($0)" }
      lines.append("\(key.isDefault ? "" : "# ")\(key.name) = \(key.value)")
    }
    return (lines + [""] + rule).joined(separator: "\n") + "\n"
  }

  private static let rule = [
    "# Whom it spares and whom it prefers: as many as you like. All expressions of a rule must be",
    "# found: name, command, user, cgroup, unit, executable.",
    "# [[rule]]",
    "# label = \"database\"",
    "# action = \"protect\"          # or prefer, avoid, with a weight from 1 to 1000",
    "# executable = \"/postgres$\"",
    "# root_owned = true",
    "# [[rule]]",
    "# action = \"prefer\"",
    "# weight = 300",
    "# name = \"^cc1plus$\"",
    "# minimum_age = 2             # of prefer and avoid, or alone",
    "# steps = \"TERM 10s, KILL\"   # of prefer and avoid, or alone",
  ]
}

import LMKLinux

/// Where a user's files live, by the XDG base directory specification. A relative path in one of
/// its variables does not count.
struct UserFolders: Hashable, Sendable {
  /// `$XDG_CONFIG_HOME/lmktop`, default `~/.config/lmktop`; `nil` without a home.
  var configuration: String?
  /// `$XDG_STATE_HOME/lmktop`, where it is set; else `/var/log/lmktop` for root, and
  /// `~/.local/state/lmktop` for others; `nil` without a home.
  var state: String?

  init(environment: [String: String], user: UInt32 = Identity.current().effectiveUser) {
    configuration = Self.folder(environment, "XDG_CONFIG_HOME", fallback: "/.config")
    // Root has no state of its own: what it does concerns the machine.
    let isSet = environment["XDG_STATE_HOME"]?.hasPrefix("/") ?? false
    state =
      user == 0 && !isSet
      ? "/var/log/lmktop" : Self.folder(environment, "XDG_STATE_HOME", fallback: "/.local/state")
  }

  var themes: String? { configuration.map { $0 + "/themes" } }
  var configurationFile: String? { configuration.map { $0 + "/config.toml" } }
  var dropIns: String? { configuration.map { $0 + "/config.d" } }
  /// What the screen's W key writes: read after the operator's own file, which is never rewritten.
  var screenDropIn: String? { dropIns.map { $0 + "/90-screen.toml" } }
  var journal: String? { state.map { $0 + "/journal.jsonl" } }

  private static func folder(
    _ environment: [String: String], _ variable: String, fallback: String
  ) -> String? {
    if let path = environment[variable], path.hasPrefix("/") { return path + "/lmktop" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + fallback + "/lmktop"
  }
}

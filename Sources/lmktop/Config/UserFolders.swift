/// Where a user's files live, by the XDG base directory specification. A relative path in one of
/// its variables does not count.
struct UserFolders: Hashable, Sendable {
  /// `$XDG_CONFIG_HOME/lmktop`, default `~/.config/lmktop`; `nil` without a home.
  var configuration: String?
  /// `$XDG_STATE_HOME/lmktop`, default `~/.local/state/lmktop`; `nil` without a home.
  var state: String?

  init(environment: [String: String]) {
    configuration = Self.folder(environment, "XDG_CONFIG_HOME", fallback: "/.config")
    state = Self.folder(environment, "XDG_STATE_HOME", fallback: "/.local/state")
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

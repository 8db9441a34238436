import ArgumentParser

/// Where configuration is read.
struct FileOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read this file instead of $XDG_CONFIG_HOME/lmktop/config.toml and its drop-ins.",
      valueName: "file"))
  var config: String?
}

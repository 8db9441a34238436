/// Something in a theme's file that is wrong, while the rest of it holds.
struct ThemeFinding: Hashable, CustomStringConvertible {
  var file: String
  /// 1-based.
  var line: Int
  var message: String

  /// `dark.toml:12: …`
  var description: String { "\(file):\(line): \(message)" }
}

/// Why a theme cannot be had at all.
enum ThemeError: Error, Hashable, CustomStringConvertible {
  /// No such theme; the names there are.
  case unknown(String, names: [String])
  /// The file is not TOML, or inherits in a circle: refused as a whole.
  case refused(ThemeFinding)
  /// The file is there, and cannot be read.
  case unreadable(file: String, reason: String)

  var description: String {
    switch self {
    case .unknown(let name, let names):
      "there is no theme '\(name)'\(NearestWord(words: names).question(about: name)) (themes: "
        + names.joined(separator: ", ") + ")"
    case .refused(let finding): finding.description
    case .unreadable(let file, let reason): "cannot read the theme \(file): \(reason)"
    }
  }
}

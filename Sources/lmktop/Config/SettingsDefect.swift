/// A place in a text, both from 1; columns count characters (Unicode scalars).
struct TextPlace: Hashable, Comparable, Sendable {
  var line: Int
  var column: Int

  static let start = TextPlace(line: 1, column: 1)

  static func < (left: TextPlace, right: TextPlace) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// What is wrong in a configuration file, and where.
struct SettingsDefect: Error, Hashable, CustomStringConvertible {
  var file: String
  var place: TextPlace
  var message: String

  /// `config.toml:3:1: there is no setting 'grase'; did you mean 'grace'?`
  var description: String {
    place == .unread
      ? "\(file): cannot be read: \(message)"
      : "\(file):\(place.line):\(place.column): \(message)"
  }

  /// As the reason not to start: the line is enough to mend it.
  var failure: Failure { Failure(.configuration, "\(file):\(place.line): \(message)") }
}

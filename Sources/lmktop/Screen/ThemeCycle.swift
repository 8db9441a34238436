import LMKScreen

/// The theme in use, and the way to the next one (Ctrl-T).
struct ThemeCycle {
  private let library: ThemeLibrary
  private let depth: ColorDepth
  private(set) var name: String
  private(set) var resolved: ResolvedTheme

  init(library: ThemeLibrary, theme: Theme, name: String, depth: ColorDepth) {
    self.library = library
    self.depth = depth
    self.name = name
    resolved = theme.resolved(for: depth)
  }

  /// Goes on to the next theme that can be loaded.
  ///
  /// - Returns: the outcome as words for the operator.
  mutating func advance() -> String { use(library.next(after: name)) }

  /// Those that can be chosen.
  var names: [String] { library.names }

  /// Goes over to this one; one that cannot be loaded leaves the colours as they are.
  ///
  /// - Returns: the outcome as words for the operator.
  mutating func use(_ name: String) -> String {
    self.name = name
    do {
      let (theme, findings) = try library.theme(named: name)
      resolved = theme.resolved(for: depth)
      if let first = findings.first { return "theme \(name): \(first)" }
      return "theme \(name)"
    } catch {
      return "theme \(name): \(error)"
    }
  }
}

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
  mutating func advance() -> String {
    let next = library.next(after: name)
    name = next
    do {
      let (theme, findings) = try library.theme(named: next)
      resolved = theme.resolved(for: depth)
      if let first = findings.first { return "theme \(next): \(first)" }
      return "theme \(next)"
    } catch {
      return "theme \(next): \(error)"
    }
  }
}

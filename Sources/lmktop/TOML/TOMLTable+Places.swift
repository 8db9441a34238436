extension TOMLTable {
  /// Tables and lists within each other.
  static let depthLimit = 100

  /// A TOML 1.0 text as a whole. O(length).
  /// - Throws: the first defect; nothing of the text counts then.
  convenience init(parsing text: String) throws(TOMLDefect) {
    self.init(.header)
    var parser = TOMLParser(text, into: self)
    try parser.parse()
  }

  /// What stands in a path for the place in a list, from 0.
  static func element(_ index: Int) -> String { "[\(index)]" }

  /// Where the key stands, or the nearest one around it that does. O(path).
  func place(ofKey path: [String]) -> TextPlace { places(path).key }

  /// Where its value begins; the key where the path leads to none.
  func place(ofValue path: [String]) -> TextPlace { places(path).value }

  private func places(_ path: [String]) -> (key: TextPlace, value: TextPlace) {
    var key = TextPlace.start
    var value = TOMLValue(content: .table(self), place: key)
    for part in path {
      switch value.content {
      case .table(let table):
        guard let entry = table.entry(part) else { return (key, key) }
        key = entry.place
        value = entry.value
      case .list(let elements):
        guard let index = elements.indices.first(where: { Self.element($0) == part }) else {
          return (key, key)
        }
        value = elements[index]
        key = value.place
      default: return (key, key)
      }
    }
    return (key, value.place)
  }
}

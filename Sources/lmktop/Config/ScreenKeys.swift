import LMKScreen

/// The keys that the setup screen writes.
struct ScreenKeys: Hashable, Sendable {
  static let all = ["columns", "view", "sort", "hold", "always_ask", "vim_keys"]

  var columns: [ListColumn]?
  var view: ListView?
  var sort: SortOrder?
  /// Seconds.
  var hold: Int?
  var alwaysAsk: Bool?
  var vimKeys: Bool?

  /// What a later file says counts.
  mutating func override(with later: ScreenKeys) {
    columns = later.columns ?? columns
    view = later.view ?? view
    sort = later.sort ?? sort
    hold = later.hold ?? hold
    alwaysAsk = later.alwaysAsk ?? alwaysAsk
    vimKeys = later.vimKeys ?? vimKeys
  }

  /// Takes one key.
  /// - Returns: what is wrong with its value; `nil`: nothing.
  mutating func take(_ key: String, _ value: TOMLValue) -> String? {
    switch key {
    case "columns":
      let (names, defect) = Self.columns(value)
      columns = names
      return defect
    case "view":
      view = value.string.flatMap(ListView.init(rawValue:))
      let words = ListView.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      return view == nil ? "'view' must be one of \(words)" : nil
    case "sort":
      sort = value.string.flatMap(SortOrder.init(text:))
      return sort == nil
        ? "'sort' must be the name of a column, such as \"rank\" or \"rss\"; \"-rss\" the other "
          + "way round" : nil
    case "hold":
      let range = ScreenSettings.holdRange
      hold = value.int.flatMap { range.contains($0) ? $0 : nil }
      return hold == nil
        ? "'hold' must be whole seconds from \(range.lowerBound) to \(range.upperBound)" : nil
    case "always_ask":
      alwaysAsk = value.bool
      return alwaysAsk == nil ? "'always_ask' must be true or false" : nil
    case "vim_keys":
      vimKeys = value.bool
      return vimKeys == nil ? "'vim_keys' must be true or false" : nil
    default: return "there is no setting '\(key)'"
    }
  }

  private static func columns(
    _ value: TOMLValue
  ) -> (columns: [ListColumn]?, defect: String?) {
    guard let array = value.array else {
      return (nil, "'columns' must be an array of names: [\"rank\", \"adj\", \"pid\", \"name\"]")
    }
    var columns: [ListColumn] = []
    for element in array {
      guard let name = element.string, let column = ListColumn(rawValue: name) else {
        let names = ListColumn.usual.map(\.rawValue)
        let question = element.string.map { NearestWord(words: names).question(about: $0) } ?? ""
        return (
          nil,
          "'columns': there is no column \(element.string.map { "'\($0)'" } ?? "of that kind")"
            + (question.isEmpty ? "; there are \(names.joined(separator: ", "))" : question)
        )
      }
      columns.append(column)
    }
    if let defect = ScreenSettings.defect(of: columns) { return (nil, "'columns': \(defect)") }
    return (columns, nil)
  }
}

extension ScreenSettings {
  /// As the configuration has it.
  init(_ settings: Settings, themeName: String, usesMouse: Bool) {
    self.init()
    let keys = settings.screen
    columns = keys.columns ?? columns
    view = keys.view ?? view
    order = keys.sort ?? order
    holdSeconds = keys.hold ?? holdSeconds
    asksAlways = keys.alwaysAsk ?? asksAlways
    usesVimKeys = keys.vimKeys ?? usesVimKeys
    self.themeName = themeName
    self.usesMouse = usesMouse
  }
}

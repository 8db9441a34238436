/// The setup screen: what it changes holds at once, and is taken back by Esc.
struct SetupDialog: Hashable, Sendable {
  enum Item: Hashable, Sendable {
    case column(ListColumn)
    case view, order, theme, hold, asksAlways, mouse, vimKeys
  }

  struct Section: Hashable, Sendable {
    var title: String
    var items: [Item]
  }

  /// As they were when it was opened.
  var before: ScreenSettings
  var item: Item

  init(before: ScreenSettings) {
    self.before = before
    item = .column(before.columns.first ?? .rank)
  }

  /// The shown columns in their order, the others behind them.
  static func sections(_ settings: ScreenSettings) -> [Section] {
    let hidden = ListColumn.usual.filter { !settings.columns.contains($0) }
    return [
      Section(
        title: "Columns, from left to right", items: (settings.columns + hidden).map(Item.column)),
      Section(title: "At the start", items: [.view, .order]),
      Section(title: "Looks", items: [.theme]),
      Section(title: "Safety", items: [.hold, .asksAlways]),
      Section(title: "Keys and mouse", items: [.mouse, .vimKeys]),
    ]
  }

  static func items(_ settings: ScreenSettings) -> [Item] {
    sections(settings).flatMap(\.items)
  }
}

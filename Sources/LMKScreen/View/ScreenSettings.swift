/// What an operator sets up for the screen, and keeps.
public struct ScreenSettings: Hashable, Sendable {
  /// The columns of the list, from left to right; `ListColumn.required` among them.
  public var columns = ListColumn.usual
  /// What the list begins with.
  public var view = ListView.killOrder
  public var order = SortOrder()
  public var themeName = "default"
  /// How long the order holds after an arrow: 0…60 s.
  public var holdSeconds = 3
  /// Every signal by hand asks `y`, a SIGTERM to one's own process too.
  public var asksAlways = false
  public var usesMouse = true
  /// j k h l, g G, Ctrl-F and Ctrl-B; the letters that they displace have others.
  public var usesVimKeys = false

  public init(view: ListView = .killOrder, order: SortOrder = SortOrder()) {
    self.view = view
    self.order = order
  }

  public static let holdRange = 0...60

  /// What is wrong with a choice of columns; `nil`: nothing.
  public static func defect(of columns: [ListColumn]) -> String? {
    if let wrong = columns.first(where: { !ListColumn.usual.contains($0) }) {
      return "'\(wrong.rawValue)' comes with a view or a sort and cannot be chosen"
    }
    if Set(columns).count < columns.count { return "a column stands there twice" }
    if let missing = ListColumn.required.first(where: { !columns.contains($0) }) {
      return "'\(missing.rawValue)' is missing: without it nobody knows who is meant"
    }
    return nil
  }
}

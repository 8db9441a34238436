import LMKCore

/// How the operator looks at the snapshots: cursor, dialogs, edits under way. A value; keys change
/// it through `press`, and `frame` draws with it.
///
/// No snapshot is kept: what must outlive one (the held order, a dialog's target) is copied as
/// plain values.
public struct ViewState: Sendable {
  enum Cursor: Hashable, Sendable {
    /// With the first row, whoever stands there.
    case top
    /// With this process, wherever it goes.
    case on(ProcessKey)
    /// With the heading of a group.
    case onGroup(ListAnchor)
  }

  /// Words for the operator, shown for a while.
  struct Notice: Hashable, Sendable {
    var words: String
    var at: Instant
    static let time: Duration = .seconds(6)
  }

  /// The search that is being typed, or was.
  struct Search: Hashable, Sendable {
    var text = ""
    var isTyping = true
    var isMissing = false
    /// It is there, but not on this list.
    var isHidden = false
  }

  /// What stood where when the last frame was drawn: keys and clicks mean what was seen.
  struct Drawn: Sendable {
    var cursor: ProcessKey?
    /// The group whose heading the cursor stands on.
    var group: ListAnchor?
    /// The cursor's place in the list.
    var position = 0
    /// Candidate rows on the screen.
    var listHeight = 1
    /// By screen row, from `firstRow`; `nil` where no process is shown.
    var anchors: [ListAnchor?] = []
    /// Where the headings of the columns stand, and what a click on one sorts by.
    var headingRow: Int?
    var headings: [(columns: Range<Int>, column: ListColumn)] = []
    /// Who is shown, and may have a command line.
    var processes: [ShownProcess] = []
    /// Whose details are shown.
    var detailed: ProcessKey?
    var firstRow = 0
    var columns = 0..<0
    /// The largest useful scroll of a long text.
    var scrollLimit = 0
  }

  var cursor = Cursor.top
  /// The list's first visible position.
  var scroll = 0
  var pane = Pane.candidates
  var open: OpenDialog?
  var edit = ThresholdEdit()
  var search: Search?
  var held: HeldOrder?
  var notice: Notice?
  /// The first line of the details that is shown.
  var detailsScroll = 0
  var list = ListState()
  var drawn = Drawn()
  /// Of the recording that is replayed; `nil`: this is the present.
  public var replay: ReplayOutline?
  /// The time that is being typed, to go to; `nil`: none.
  var goal: String?
  var world = World()
  /// As they hold now; the setup screen changes them.
  public internal(set) var settings: ScreenSettings

  public init(_ settings: ScreenSettings = ScreenSettings()) {
    self.settings = settings
    list.view = settings.view
    list.order = settings.order
  }

  /// Who was shown by the last frame, and may have a command line.
  public var shownProcesses: [ShownProcess] { drawn.processes }

  /// Whose details the last frame showed, if anybody's.
  public var detailedProcess: ProcessKey? { drawn.detailed }

  /// The opinions are on the screen: they are worth being read again.
  public var showsOpinions: Bool {
    if case .opinions = open?.dialog { true } else { false }
  }

  /// Shows one line of words for a few seconds: the outcome of a request.
  public mutating func note(_ words: String, at now: Instant) {
    notice = Notice(words: words, at: now)
  }

  /// Whether a letter would go into a text rather than be a command.
  var isTyping: Bool {
    if isTypingBelow { return true }
    if case .arm = open?.dialog { return true }
    return edit.draft?.origin == .typed
  }

  /// Lets go of what has had its time. O(1).
  mutating func expire(_ snapshot: Snapshot, at now: Instant) {
    if open == nil, let held, held.isOver(at: now) { self.held = nil }
    if let notice, notice.at.duration(to: now) >= Notice.time { self.notice = nil }
    if edit.committed == snapshot.thresholds { edit.committed = nil }
    if edit.row >= snapshot.thresholds.count {
      edit.row = max(0, snapshot.thresholds.count - 1)
      edit.draft = nil
    }
  }

  mutating func openDialog(_ dialog: Dialog, on snapshot: Snapshot, at now: Instant) {
    // Until it is closed; closing sets a time.
    open = OpenDialog(dialog: dialog, openedAt: now)
    detailsScroll = 0
    holdOrder(snapshot, at: now)
    search?.isTyping = false
    list.isTypingFilter = false
  }
}

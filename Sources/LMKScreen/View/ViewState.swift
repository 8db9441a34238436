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
  }

  /// What stood where when the last frame was drawn: keys and clicks mean what was seen.
  struct Drawn: Sendable {
    var cursor: ProcessKey?
    /// The cursor's place in the list.
    var position = 0
    /// Candidate rows on the screen.
    var listHeight = 1
    /// By screen row, from `firstRow`; `nil` where no process is shown.
    var keys: [ProcessKey?] = []
    /// Who is shown, and may have a command line.
    var processes: [ShownProcess] = []
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
  var showsKernelThreads = false
  var drawn = Drawn()

  public init() {}

  /// Who was shown by the last frame, and may have a command line.
  public var shownProcesses: [ShownProcess] { drawn.processes }

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
    if let search, search.isTyping { return true }
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

  /// Holds the order that is shown for three seconds from now; if it is held already, for three
  /// more, or for good if it was for good.
  mutating func holdOrder(_ snapshot: Snapshot, at now: Instant) {
    if held != nil {
      if held?.until != nil { held?.until = now.advanced(by: HeldOrder.time) }
    } else {
      holdOrder(snapshot, until: now.advanced(by: HeldOrder.time))
    }
  }

  private mutating func holdOrder(_ snapshot: Snapshot, until: Instant?) {
    let listing = Listing(snapshot, held: held, showsKernelThreads: showsKernelThreads)
    held = HeldOrder(keys: listing.keys(in: snapshot), until: until)
  }

  /// Holds the order that is shown until it is let go.
  mutating func holdOrderForGood(_ snapshot: Snapshot) { holdOrder(snapshot, until: nil) }

  mutating func openDialog(_ dialog: Dialog, on snapshot: Snapshot, at now: Instant) {
    // Until it is closed; closing sets a time.
    holdOrder(snapshot, at: now)
    open = OpenDialog(dialog: dialog, openedAt: now)
    search?.isTyping = false
  }
}

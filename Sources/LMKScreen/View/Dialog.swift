import LMKCore

/// A dialog, or a view over the whole screen, and when it was opened.
struct OpenDialog: Sendable {
  var dialog: Dialog
  var openedAt: Instant

  /// Keys that arrive earlier than this after the opening were typed for something else.
  static let typeAhead: Duration = .milliseconds(150)

  func isTypeAhead(at now: Instant) -> Bool { openedAt.duration(to: now) < Self.typeAhead }
}

enum Dialog: Sendable {
  /// Whose keys come first, and the first line shown.
  case help(Pane, scroll: Int)
  /// Lines from the newest upwards.
  case log(scroll: Int)
  /// The first line shown.
  case opinions(scroll: Int)
  /// How much more somebody takes, in steps.
  case whatIf(steps: Int, scroll: Int)
  case details(ProcessKey)
  case kill(KillDialog)
  case adj(AdjDialog)
  case arm(ArmDialog)
  case users(UserMenu)
  case setup(SetupDialog)
  case quit

  /// It holds a process by its pidfd.
  var isBound: Bool {
    switch self {
    case .kill, .adj: true
    case .help, .log, .opinions, .whatIf, .details, .arm, .users, .setup, .quit: false
    }
  }
}

/// The kill dialog: bound for its whole life to the process that was under the cursor.
struct KillDialog: Sendable {
  enum Stage: Hashable, Sendable {
    case choosing
    /// Enter was pressed on something that asks `y`.
    case asking
    /// The request was handed over; what became of it stands in the snapshot.
    case requested(Signal, Instant)
  }

  /// The process as it was when the dialog was opened, and where it stood.
  var target: Candidate
  var isAncestor: Bool
  /// An index of `Signal.offered`.
  var choice = 0
  /// What it reaches beyond the process.
  var reach = KillReach.process
  var stage = Stage.choosing
  /// Among the tagged; `nil`: it alone.
  var turn: Turn?
  /// The settings say so.
  var asksAlways = false

  /// One of several that were tagged: each has a dialog of its own, one after the other.
  struct Turn: Hashable, Sendable {
    var place: Int
    var count: Int
    /// Tagged, and not to be seen on the list.
    var hidden: Int
    /// Whose turn comes then.
    var rest: [ProcessKey]

    var words: String {
      let lead = "\(place) of \(count) tagged"
      return hidden > 0 ? "\(lead), \(hidden) hidden on the list" : lead
    }
  }

  init(target: Candidate, standing: Standing) {
    self.target = target
    isAncestor = standing == .exempt(.ancestor)
  }

  var signal: Signal { Signal.offered[choice] }

  /// Why Enter alone does not send; empty if it does.
  ///
  /// - Parameter preview: what more than the process it reaches.
  func reasonsToAsk(_ preview: ReachPreview? = nil) -> [String] {
    var reasons: [String] = []
    if let turn, turn.count > 1 || turn.hidden > 0 { reasons.append(turn.words) }
    if reach != .process, let preview {
      if preview.total.count > 1 { reasons.append("\(preview.total.count) processes") }
      if preview.ownedByRoot > 0 { reasons.append("\(preview.ownedByRoot) owned by root") }
      if preview.withNegativeAdj > 0 {
        reasons.append("\(preview.withNegativeAdj) with a negative adj: someone protects them")
      }
      if preview.spared > 0 {
        reasons.append("\(preview.spared) spared by rules or pins")
      }
      if preview.users > 1 { reasons.append("of \(preview.users) users") }
      if signal == .kill { reasons.append("SIGKILL cannot be caught") }
      return reasons
    }
    if isAncestor { reasons.append("it is lmktop's own terminal: lmktop ends with it") }
    if target.isContainerInit { reasons.append("all of its container dies with it") }
    if signal == .kill { reasons.append("SIGKILL cannot be caught") }
    if target.uid == 0 { reasons.append("owned by root") }
    if target.adj < 0 { reasons.append("its adj is negative: someone protects it") }
    if asksAlways, reasons.isEmpty { reasons.append("every signal asks (setup)") }
    return reasons
  }
}

/// The arming dialog: the word is typed, letter by letter.
struct ArmDialog: Hashable, Sendable {
  static let word = "ARM"
  var typed = ""
  /// Enter was pressed on another word.
  var isWrong = false
}

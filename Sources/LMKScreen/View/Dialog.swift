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
  /// The first line shown.
  case help(scroll: Int)
  /// Lines from the newest upwards.
  case log(scroll: Int)
  /// The first line shown.
  case opinions(scroll: Int)
  /// How much more somebody takes, in steps.
  case whatIf(steps: Int, scroll: Int)
  case details(ProcessKey)
  case kill(KillDialog)
  case arm(ArmDialog)
  case quit
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
  var stage = Stage.choosing

  init(target: Candidate, standing: Standing) {
    self.target = target
    isAncestor = standing == .exempt(.ancestor)
  }

  var signal: Signal { Signal.offered[choice] }

  /// Why Enter alone does not send; empty if it does.
  var reasonsToAsk: [String] {
    var reasons: [String] = []
    if isAncestor { reasons.append("it is lmktop's own terminal: lmktop ends with it") }
    if target.isContainerInit { reasons.append("all of its container dies with it") }
    if signal == .kill { reasons.append("SIGKILL cannot be caught") }
    if target.uid == 0 { reasons.append("owned by root") }
    if target.adj < 0 { reasons.append("its adj is negative: someone protects it") }
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

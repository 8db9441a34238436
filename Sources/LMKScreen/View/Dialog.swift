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
  /// What it reaches beyond the process.
  var reach = KillReach.process
  var stage = Stage.choosing

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

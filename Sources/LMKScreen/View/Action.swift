/// What a key does. One action can hang on several keys; the table is `KeyBinding.all`.
enum Action: Hashable, Sendable {
  case help, log, details, search, searchNext, kernelThreads
  case up, down, pageUp, pageDown, top, bottom
  case left, right, nudgeUp, nudgeDown, typeCell, undo, write
  case kill, pin, arm, panic
  case editThresholds, nextPane, close
  case delay, redraw, nextTheme, quit

  /// It changes nothing but what is seen: it works in a recording too.
  var onlyLooks: Bool {
    switch self {
    case .help, .log, .details, .search, .searchNext, .kernelThreads, .up, .down, .pageUp,
      .pageDown, .top, .bottom, .close, .redraw, .nextTheme, .quit:
      true
    case .left, .right, .nudgeUp, .nudgeDown, .typeCell, .undo, .write, .kill, .pin, .arm, .panic,
      .editThresholds, .nextPane, .delay:
      false
    }
  }
}

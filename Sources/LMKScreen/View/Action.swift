/// What a key does. One action can hang on several keys; the table is `KeyBinding.all`.
enum Action: Hashable, Sendable {
  case help, log, opinions, whatIf, details, search, searchNext, kernelThreads
  case up, down, pageUp, pageDown, top, bottom
  case left, right, nudgeUp, nudgeDown, typeCell, undo, write
  case kill, pin, arm, panic
  case lowerAdj, raiseAdj
  case editThresholds, nextPane, close
  case fold, unfold, foldAll
  case filter, tree, nextView, lastView, nextColumn, lastColumn, invert
  case sort(ListColumn)
  case tag, tagFamily, untagAll, follow, freeze, users, setup
  case delay, redraw, nextTheme, reload, quit

  /// It changes nothing but what is seen: it works in a recording too.
  var onlyLooks: Bool {
    switch self {
    case .help, .log, .whatIf, .details, .search, .searchNext, .kernelThreads, .up, .down, .pageUp,
      .pageDown, .top, .bottom, .close, .fold, .unfold, .foldAll, .filter, .tree, .nextView,
      .lastView, .nextColumn, .lastColumn, .invert, .sort, .tag, .tagFamily, .untagAll, .follow,
      .freeze, .users, .redraw, .nextTheme, .quit:
      true
    case .left, .right, .nudgeUp, .nudgeDown, .typeCell, .undo, .write, .kill, .pin, .arm, .panic,
      .lowerAdj, .raiseAdj, .opinions, .reload, .setup, .editThresholds, .nextPane, .delay:
      false
    }
  }

  /// It leads to a change outside this program: read-only, its keys are dead.
  var changesTheWorld: Bool {
    switch self {
    case .kill, .pin, .arm, .lowerAdj, .raiseAdj, .write: true
    case .help, .log, .opinions, .whatIf, .reload, .details, .search, .searchNext,
      .kernelThreads, .up, .down, .pageUp, .pageDown, .top, .bottom, .left, .right, .nudgeUp,
      .nudgeDown, .typeCell, .undo, .panic, .editThresholds, .nextPane, .close, .fold, .unfold,
      .foldAll, .filter, .tree, .nextView,
      .lastView, .nextColumn, .lastColumn, .invert, .sort, .tag, .tagFamily, .untagAll, .follow,
      .freeze, .users, .setup, .delay, .redraw, .nextTheme, .quit:
      false
    }
  }
}

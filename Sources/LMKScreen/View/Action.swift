/// What a key does. One action can hang on several keys; the table is `KeyBinding.all`.
enum Action: Hashable, Sendable {
  case help, log, details, search, searchNext, kernelThreads
  case up, down, pageUp, pageDown, top, bottom
  case left, right, nudgeUp, nudgeDown, typeCell, undo, write
  case kill, pin, arm, panic
  case editThresholds, nextPane, close
  case fold, unfold, foldAll
  case filter, tree, nextView, lastView, nextColumn, lastColumn, invert
  case sort(ListColumn)
  case tag, tagFamily, untagAll, follow, freeze, users, setup
  case delay, redraw, nextTheme, quit
}

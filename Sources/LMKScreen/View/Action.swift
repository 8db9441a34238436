/// What a key does. One action can hang on several keys; the table is `KeyBinding.all`.
enum Action: Hashable, Sendable {
  case help, log, opinions, whatIf, details, search, searchNext, kernelThreads
  case up, down, pageUp, pageDown, top, bottom
  case left, right, nudgeUp, nudgeDown, typeCell, undo, write
  case kill, pin, arm, panic
  case editThresholds, nextPane, close
  case delay, redraw, nextTheme, reload, quit
}

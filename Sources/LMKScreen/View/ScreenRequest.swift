import LMKCore

/// What a key asks of the program around the screen.
public enum ScreenRequest: Hashable, Sendable {
  case command(Command)
  /// To a replay.
  case playback(PlaybackCommand)
  /// Leave. The operator was asked if the program is armed.
  case quit
  /// Repaint every cell: something else wrote on the terminal.
  case redraw
  case nextTheme
  /// Write this table to the operator's drop-in file, and report with `ViewState.note`.
  case writeThresholds(Thresholds)
}

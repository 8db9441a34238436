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
  /// Read what its share of its memory is: it may take long.
  case readProportional(ProcessKey)
  /// Show this theme; where it cannot be had, say so with `ViewState.note`.
  case useTheme(String)
  /// Take the mouse, or leave it to the terminal.
  case setMouse(Bool)
  /// Write these to the operator's drop-in file, and report with `ViewState.note`.
  case saveSettings(ScreenSettings)
  /// Read the configuration again, and report with `ViewState.note`.
  case reloadConfiguration
  /// Ask what other killers would do; the answer goes to `ViewEnvironment.opinions`.
  case readOpinions
  /// Write this table to the operator's drop-in file, and report with `ViewState.note`.
  case writeThresholds(Thresholds)
}

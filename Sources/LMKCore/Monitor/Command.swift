/// What an operator asks for. It enters the monitor as an event, takes the same path as an
/// automatic act, and lands in the same journal.
public enum Command: Hashable, Sendable {
  case arm
  case disarm(DisarmReason)
  /// The whole table, already validated; `edited` names the one row that was edited by hand.
  case setThresholds(Thresholds, edited: Int?)
  /// The configuration was read again, and is right: all of it holds from now on.
  case adopt(Rule)
  /// The configuration was read again, and is wrong in these words: the old one stands.
  case refuseRule(String)
  /// A kill dialog was opened on this process: open its pidfd and compare its start time, now.
  /// The answer stands in `Snapshot.binding`.
  case bind(ProcessKey)
  /// The dialog was closed without a kill.
  case release
  /// Signals the bound process through its pidfd; fails if it is not the bound one.
  case signal(ProcessKey, Signal)
  /// Writes the `oom_score_adj` of the bound process; fails if it is not the bound one. The outcome
  /// stands in the journal's entries; it stays bound.
  case setAdj(ProcessKey, OOMScoreAdj)
  /// What a signal to more than the bound process would reach; the answer stands in
  /// `Snapshot.reach`. `.process`: nothing more is wanted.
  case survey(KillReach, ProcessKey)
  /// Signals all of it, if it may: it is looked at anew, and every member is bound.
  case signalReach(KillReach, ProcessKey, Signal)
  /// Automatic kills pass this process over, as long as it lives; by hand it can be killed.
  case pin(ProcessKey)
  case unpin(ProcessKey)
  /// The time between two passes and snapshots. 0.1…60 s.
  case setInterval(Duration)
  /// What the screen looks at from now on, beyond what every snapshot holds.
  case look(SnapshotDemand)
  /// The terminal is gone, and whoever armed wanted it to go on.
  case goOnAlone
  /// The thresholds were written to the configuration, or not: for the journal.
  case noteWritten(WriteOutcome)
}

/// The process a kill dialog is bound to.
public enum Binding: Hashable, Sendable {
  case none
  /// Asked for, and not yet answered.
  case opening(ProcessKey)
  /// A pidfd is open and the start time agrees.
  case bound(ProcessKey)
  /// It is gone, its pid was reused, or it could not be opened: nothing can be sent.
  case failed(ProcessKey, KillFailure)
  /// The signal was sent.
  case sent(ProcessKey, Signal)
}

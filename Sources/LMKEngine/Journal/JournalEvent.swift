import LMKCore

/// The kinds of lines in a journal, by their words there.
public enum JournalEvent: String, CaseIterable, Sendable {
  case started
  case armed
  case armingRefused = "arming_refused"
  case disarmed
  case level
  case edit
  case thresholds
  case thresholdsWritten = "thresholds_written"
  case reloaded
  case reloadRefused = "reload_refused"
  case paused
  case respawned
  case hungUp = "hung_up"
  case pinned
  case unpinned
  case adj
  case adjFailed = "adj_failed"
  case scopeLost = "scope_lost"
  case wouldKill = "would_kill"
  case intent
  case signal
  case failed
  case recovered
  case died
  case diedLate = "died_late"
  case timedOut = "timed_out"
  case notBound = "not_bound"
  case reachIntent = "many_intent"
  case reachSignal = "many_signalled"
  case reachRefused = "many_refused"
  case reachEnded = "many_ended"
  case leftFrozen = "left_frozen"
  case hookBegan = "hook_began"
  case hookFailed = "hook_failed"
  case kernelKill = "kernel_kill"
  case kernelKills = "kernel_kills"
  case journalLost = "journal_lost"
  case recordingFailed = "recording_failed"
  case recordingResumed = "recording_resumed"
  case leaving

  public init(_ kind: JournalEntry.Kind) {
    self =
      switch kind {
      case .started: .started
      case .armed: .armed
      case .armingRefused: .armingRefused
      case .disarmed: .disarmed
      case .levelChanged: .level
      case .edited: .edit
      case .thresholdsReplaced: .thresholds
      case .thresholdsWritten: .thresholdsWritten
      case .ruleAdopted: .reloaded
      case .ruleRefused: .reloadRefused
      case .paused: .paused
      case .respawned: .respawned
      case .hungUp: .hungUp
      case .pinned: .pinned
      case .unpinned: .unpinned
      case .adjWritten: .adj
      case .adjRefused: .adjFailed
      case .scopeLost: .scopeLost
      case .wouldKill: .wouldKill
      case .intent: .intent
      case .signalled: .signal
      case .failed: .failed
      case .recovered: .recovered
      case .died: .died
      case .diedLate: .diedLate
      case .timedOut: .timedOut
      case .notBound: .notBound
      case .reachIntent: .reachIntent
      case .reachSignalled: .reachSignal
      case .reachRefused: .reachRefused
      case .reachEnded: .reachEnded
      case .leftFrozen: .leftFrozen
      case .hookBegan: .hookBegan
      case .hookFailed: .hookFailed
      case .kernelKilled: .kernelKill
      case .kernelKillsCounted: .kernelKills
      case .journalLost: .journalLost
      case .recording(let isWritten, _): isWritten ? .recordingResumed : .recordingFailed
      case .leaving: .leaving
      }
  }

  /// As syslog(3) has it: 3 an error, 4 a warning, 5 worth a notice, 6 for information, 7 for
  /// whoever looks for a defect.
  var priority: Int {
    switch self {
    case .failed, .timedOut, .kernelKill, .kernelKills, .journalLost, .hookFailed, .reloadRefused,
      .scopeLost, .reachRefused, .recordingFailed, .leftFrozen:
      3
    case .signal, .reachSignal, .diedLate, .armed, .armingRefused, .paused, .respawned, .hungUp,
      .adjFailed:
      4
    case .died, .adj, .disarmed, .edit, .thresholds, .thresholdsWritten, .reloaded, .pinned,
      .unpinned, .notBound, .recovered, .reachEnded, .recordingResumed:
      5
    case .started, .leaving, .level, .wouldKill, .hookBegan: 6
    case .intent, .reachIntent: 7
    }
  }
}

extension JournalEntry.Kind {
  /// The kill that it speaks of.
  var killRecord: KillRecord? {
    switch self {
    case .wouldKill(let record), .intent(let record), .signalled(let record),
      .failed(let record, _), .recovered(let record), .died(let record, _),
      .timedOut(let record, _), .diedLate(let record, _), .hookBegan(let record, _),
      .hookFailed(_, let record, _):
      record
    case .started, .ruleAdopted, .ruleRefused, .paused, .respawned, .hungUp, .pinned, .unpinned,
      .adjWritten, .adjRefused, .scopeLost, .armed,
      .armingRefused, .disarmed,
      .levelChanged, .edited,
      .thresholdsReplaced, .thresholdsWritten, .notBound, .kernelKilled, .kernelKillsCounted,
      .journalLost, .recording, .leaving, .reachIntent, .reachSignalled, .reachRefused, .reachEnded,
      .leftFrozen:
      nil
    }
  }

  /// The process that it speaks of.
  var pid: Int32? {
    switch self {
    case .notBound(let key, _, _): key.pid
    case .kernelKilled(let kill): kill.pid
    case .adjWritten(let candidate, _), .adjRefused(let candidate, _, _): candidate.key.pid
    case .respawned(let candidate, _): candidate.key.pid
    case .reachIntent(let record), .reachSignalled(let record), .reachRefused(let record, _),
      .reachEnded(let record, _):
      record.root.key.pid
    default: killRecord?.victim.key.pid
    }
  }
}

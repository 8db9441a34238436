import LMKCore
import LMKEngine
import LMKTrace

/// A recording as lines of JSON: each journal entry as `lmktop guard --json` printed it, and at the
/// end one object `replayed` with the account, and how far the replay proved it.
struct ReportJSON {
  let page: ReportPage

  var text: String {
    let info = page.info
    let lines = page.survey.entries.map {
      $0.json(wallOffset: info.wallOffset, pageSize: info.pageSize).string
    }
    return (lines + [account]).joined(separator: "\n") + "\n"
  }

  private var account: String {
    let survey = page.survey
    var text = JSONText()
    text.object { text in
      text.field("version", 1)
      text.field("event", "replayed")
      text.field("events", survey.events)
      text.field("differences", survey.divergences)
      text.field("keyframes_equal", survey.provenKeyframes)
      text.field("ended", page.recording.replay.index.isEnded)
      text.field("remarks", page.recording.remarks.count)
      text.name("statistics")
      text.object { Self.write(survey.statistics, to: &$0) }
    }
    return text.string
  }

  private static func write(_ statistics: Statistics, to text: inout JSONText) {
    text.field("count", statistics.count)
    text.field("zero", statistics.zero.calls)
    text.field("no_kill", statistics.noKill.calls)
    text.field("busy", statistics.busy.calls)
    text.field("scan", statistics.scan)
    text.field("kill", statistics.kill.calls)
    text.field("would_kill", statistics.wouldKill.calls)
    text.field("gone", statistics.gone.calls)
    text.field("reused", statistics.reused.calls)
    text.field("refused", statistics.refused.calls)
    text.field("recovered", statistics.recovered.calls)
    text.field("error", statistics.error.calls)
    text.field("relief", statistics.relief)
    text.field("no_relief", statistics.noRelief)
    text.field("pending", statistics.pending)
    text.field("timed_out", statistics.timedOut)
    text.field("freed_pages", statistics.freedPages)
    text.field("escalations", statistics.escalations)
    text.field("hand_signals", statistics.handSignals)
    text.field("hand_exited", statistics.handExited)
    text.field("hand_failed", statistics.handFailed)
    text.field("events", statistics.events)
    text.field("lost", statistics.lost)
  }
}

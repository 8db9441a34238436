import LMKCore

/// What a hook finds in its environment.
struct HookFacts {
  let call: HookCall
  /// Bytes.
  let pageSize: Int
  /// The kill in one sentence.
  let reason: String

  /// `LMKTOP_PID=4711` and so on. A name may hold any byte but NUL: it is for a script to quote it.
  var all: [(name: String, value: String)] {
    let record = call.record
    var facts: [(name: String, value: String)] = [
      ("LMKTOP_HOOK", call.phase.rawValue),
      ("LMKTOP_PID", "\(record.victim.key.pid)"),
      ("LMKTOP_NAME", record.victim.name.text),
      ("LMKTOP_UID", "\(record.victim.uid)"),
      ("LMKTOP_ADJ", "\(record.victim.adj)"),
      ("LMKTOP_RSS_KIB", kibibytes(record.victim.rssPages)),
      ("LMKTOP_FREES_KIB", kibibytes(record.victim.freesPages)),
      ("LMKTOP_SIGNAL", record.signal.description),
      ("LMKTOP_REASON", reason),
    ]
    switch record.cause {
    case .byHand: facts.append(("LMKTOP_CAUSE", "hand"))
    case .row(let level, _):
      facts.append(("LMKTOP_CAUSE", "row"))
      facts.append(("LMKTOP_LEVEL", "\(level + 1)"))
    }
    guard call.phase == .after else { return facts }
    if let outcome = call.outcome {
      facts.append(("LMKTOP_OUTCOME", outcome.isRelief ? "relief" : "no_relief"))
      facts.append(("LMKTOP_FREED_KIB", kibibytes(outcome.freedPages)))
      facts.append(("LMKTOP_TOOK_MS", "\(outcome.took.wholeNanoseconds / 1_000_000)"))
    } else {
      facts.append(("LMKTOP_OUTCOME", "timed_out"))
    }
    return facts
  }

  private func kibibytes(_ pages: Int) -> String { "\(pages * pageSize / 1024)" }
}

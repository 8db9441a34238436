import LMKCore

/// The dialog that edits one oom_score_adj: bound for its whole life to the process that was under
/// the cursor.
struct AdjDialog: Sendable {
  enum Stage: Hashable, Sendable {
    case choosing
    /// Enter was pressed on a value that asks `y`.
    case asking
    /// It was handed over; what became of it stands in the journal.
    case requested(OOMScoreAdj, Instant)
  }

  /// What is typed, instead of the value that was nudged.
  private(set) var typed: String?
  private(set) var nudged: OOMScoreAdj
  /// The process as it was when the dialog was opened.
  var target: Candidate
  var stage = Stage.choosing

  /// One step of F7 and F8, as of Up and Down.
  static let step = 10

  init(target: Candidate, by step: Int) {
    self.target = target
    nudged = Self.clamped(Int(target.adj.rawValue) + step)
  }

  /// What Enter writes; `nil`: what is typed is no adj.
  var value: OOMScoreAdj? {
    guard let typed else { return nudged }
    return Int(typed).flatMap { OOMScoreAdj($0) }
  }

  var text: String { typed ?? "\(nudged)" }

  mutating func nudge(by step: Int) {
    nudged = Self.clamped(Int((value ?? nudged).rawValue) + step)
    typed = nil
  }

  /// A digit, or a minus at the beginning; the first of them replaces the value.
  mutating func type(_ letter: Character) {
    var text = typed ?? ""
    guard text.count < 5, letter.isASCII, letter.isNumber || letter == "-" && text.isEmpty else {
      return
    }
    text.append(letter)
    typed = text
  }

  mutating func erase() { typed = String(text.dropLast()) }

  private static func clamped(_ value: Int) -> OOMScoreAdj {
    OOMScoreAdj(min(max(value, -1000), 1000)) ?? .maximum
  }

  /// Why Enter alone does not write; empty if it does.
  func reasonsToAsk(_ snapshot: Snapshot) -> [String] {
    guard let value else { return [] }
    var reasons: [String] = []
    if value == .never { reasons.append("-1000: nothing kills it for memory any more") }
    if target.adj < 0, value > target.adj {
      reasons.append("it has a negative adj: someone protects it")
    }
    if snapshot.arming.isArmed,
      let row = snapshot.rows.first(where: { $0.candidate.key == target.key }),
      AdjProspect(of: row, at: value, in: snapshot).mayDieNow
    {
      reasons.append("lmktop is ARMED, and it may die at once with this")
    }
    return reasons
  }
}

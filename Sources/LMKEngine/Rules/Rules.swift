import LMKCore
import LMKLinux

/// The rules, asked off the engine: a worker with a deadline (`AnswerDesk`) reads what they ask for.
///
/// Everything here is the engine's thread's.
final class Rules {
  private struct Answer: Sendable {
    var question: RuleQuestion
    var effect: RuleEffect
    /// Looks that the worker has given up at their limit, since it was made.
    var givenUp: Int
  }

  /// Questions on the way: a whole machine is asked about at the start.
  static let capacity = 256

  private let root: ProcRoot
  private let desk: AnswerDesk<RuleQuestion, Answer>
  private var givenUp = 0
  private var told = Capability(.rules, isAvailable: true)

  /// No thread runs before the first question.
  init(_ book: RuleBook, root: ProcRoot) throws(Errno) {
    self.root = root
    desk = try AnswerDesk(
      named: "lmktop-rules", capacity: Self.capacity, answering: Self.answerer(book, root))
  }

  /// Readable when there is something to collect.
  var wakeDescriptor: Int32 { desk.wakeDescriptor }

  /// Other rules hold: what is on the way is forgotten.
  func adopt(_ book: RuleBook) { desk.replaceAnswerer(Self.answerer(book, root)) }

  /// Puts the monitor's questions, as far as there is room.
  func ask(_ monitor: inout Monitor) {
    while desk.hasRoom, let question = again.popLast() ?? monitor.nextRuleQuestion() {
      guard desk.ask(question) else {
        // No thread or no descriptor is to be had: it counts as unanswered.
        unanswered.append(question)
        return
      }
    }
  }

  private var unanswered: [RuleQuestion] = []
  /// Those whose memory is locked: what needs none of it can still be said.
  private var again: [RuleQuestion] = []

  /// Calls `body` with the answers, as events.
  func collect(at now: Instant, _ body: (Event) -> Void) {
    for question in unanswered { body(.notRuled(question.key, question: question.number)) }
    unanswered.removeAll(keepingCapacity: true)
    desk.collect(at: now) { outcome in
      switch outcome {
      case .answered(let answer):
        givenUp = max(givenUp, answer.givenUp)
        body(.ruled(answer.question.key, answer.effect, question: answer.question.number))
      case .hanging(let question) where !question.isCheap:
        var cheap = question
        cheap.isCheap = true
        again.append(cheap)
      case .hanging(let question), .unasked(let question):
        body(.notRuled(question.key, question: question.number))
      }
    }
    if let news = news() { body(.capability(news)) }
  }

  private func news() -> Capability? {
    let now: Capability
    if desk.hungCount > 0 {
      let count = desk.hungCount
      now = Capability(
        .rules, isAvailable: false,
        reason: "what the rules ask of \(count) processes cannot be read, their memory is locked: "
          + "for them no rule matches")
    } else {
      now = Capability(
        .rules, isAvailable: true,
        reason: givenUp == 0
          ? "" : "\(givenUp) looks of an expression were given up at their limit: no match")
    }
    guard now != told else { return nil }
    told = now
    return now
  }

  private static func answerer(
    _ book: RuleBook, _ root: ProcRoot
  ) -> AnswerWorker<RuleQuestion, Answer>.Answerer {
    {
      let reader = Reader(book, root)
      return { reader.answer($0) }
    }
  }

  /// A worker's.
  private final class Reader {
    private var matcher: RuleMatcher

    init(_ book: RuleBook, _ root: ProcRoot) {
      matcher = RuleMatcher(book, root: root, users: UserNames.read())
    }

    func answer(_ question: RuleQuestion) -> Answer {
      let effect = matcher.effect(of: question)
      return Answer(question: question, effect: effect, givenUp: matcher.givenUp)
    }
  }
}

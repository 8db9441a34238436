import LMKCore
import LMKLinux

/// What the memory of a process consists of, read by workers with a deadline (`AnswerDesk`): the
/// screen asks, goes on, and is woken when there are answers.
///
/// Two desks, so that a smaps_rollup that hangs keeps no status waiting. Everything here is the
/// screen's thread's.
public final class MemoryPartsDesk {
  /// Questions on the way.
  private static let capacity = 8

  private typealias Desk = AnswerDesk<MemoryQuestion, Answer>

  public struct Answer: Hashable, Sendable {
    public var question: MemoryQuestion
    public var answer: MemoryAnswer
  }

  private let parts: Desk
  private let proportional: Desk
  private let epoll: Epoll

  /// No thread runs before the first question.
  public init(root: ProcRoot) throws(Errno) {
    func desk(_ name: String) throws(Errno) -> Desk {
      try Desk(named: name, capacity: Self.capacity) {
        let reader = Reader(root: root)
        return { Answer(question: $0, answer: reader.answer($0)) }
      }
    }
    parts = try desk("lmktop-status")
    proportional = try desk("lmktop-pss")
    let epoll = try Epoll()
    try epoll.add(parts.wakeDescriptor, .readable, token: 0)
    try epoll.add(proportional.wakeDescriptor, .readable, token: 0)
    self.epoll = epoll
  }

  /// Readable when there are answers, or a deadline is over: then `collect`.
  public var wakeDescriptor: Int32 { epoll.raw }

  /// Asks; never waits. `false`: not now (too many questions, or too many that hang).
  public func ask(_ question: MemoryQuestion) -> Bool {
    switch question.kind {
    case .parts: parts.ask(question)
    case .proportional: proportional.ask(question)
    }
  }

  /// Calls `body` with what is new; never waits.
  public func collect(at now: Instant, _ body: (Answer) -> Void) {
    for desk in [parts, proportional] {
      desk.collect(at: now) { outcome in
        switch outcome {
        case .answered(let answer): body(answer)
        case .hanging(let question): body(Answer(question: question, answer: .hanging))
        case .unasked(let question): body(Answer(question: question, answer: .unread))
        }
      }
    }
  }

  /// A worker's.
  private final class Reader {
    private var reader: MemoryPartsReader

    init(root: ProcRoot) { reader = MemoryPartsReader(root: root) }

    func answer(_ question: MemoryQuestion) -> MemoryAnswer { reader.answer(question) }
  }
}

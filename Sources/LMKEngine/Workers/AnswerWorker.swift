import LMKCore
import LMKLinux
import Synchronization

/// One thread that answers questions, and the two queues between it and who asks.
///
/// An answer may hang for as long as a process does. Then the worker is given up: it takes no more
/// questions, and ends when what it waits for comes back.
final class AnswerWorker<Question: Sendable, Answer: Sendable>: Sendable {
  /// Makes, on the worker's own thread, what answers there.
  typealias Answerer = @Sendable () -> (Question) -> Answer

  /// Who asks is woken after so many answers, and when the queue is empty.
  private static var batch: Int { 16 }

  private let name: String
  private let answerer: Answerer
  private let questions: Ring<Question>
  private let answers: Ring<Answer>
  private let wake: EventDescriptor
  private let isGivenUp = Atomic<Bool>(false)
  private let hasEnded = Atomic<Bool>(false)
  /// When the question under way was begun, in nanoseconds; 0: there is none.
  private let began = Atomic<Int64>(0)

  /// - Parameter capacity: questions on the way.
  init(
    named name: String, capacity: Int, answering answerer: @escaping Answerer
  ) throws(Errno) {
    self.name = name
    self.answerer = answerer
    questions = Ring(capacity: capacity)
    answers = Ring(capacity: capacity)
    wake = try EventDescriptor()
  }

  /// Starts the thread, which nobody waits for: what hangs cannot be ended.
  ///
  /// - Parameter asker: wakes who asks when there are answers, and at the end.
  func start(telling asker: @escaping @Sendable () -> Void) throws(Errno) {
    try startThread(name: name, stackBytes: 256 * 1024) { [self] in run(telling: asker) }
  }

  // MARK: The side of who asks

  /// `false`: the queue is full.
  func ask(_ question: Question) -> Bool {
    guard questions.push(question) else { return false }
    wake.signal()
    return true
  }

  func takeAnswer() -> Answer? { answers.pop() }

  /// Since when it is at what it is at; `nil`: it rests.
  var busySince: Instant? {
    let moment = began.load(ordering: .acquiring)
    return moment == 0 ? nil : Instant(nanoseconds: moment)
  }

  /// No more questions; the thread ends with the one under way.
  func giveUp() {
    isGivenUp.store(true, ordering: .releasing)
    wake.signal()
  }

  /// After the last answer.
  var isOver: Bool { hasEnded.load(ordering: .acquiring) }

  // MARK: The thread

  private func run(telling asker: () -> Void) {
    defer {
      hasEnded.store(true, ordering: .releasing)
      asker()
    }
    let answer = answerer()
    guard var epoll = try? Epoll() else { return }  // no descriptor: it ends as if given up
    do {
      try epoll.add(wake.raw, .readable, token: 0)
      while !isGivenUp.load(ordering: .acquiring) {
        try epoll.wait(timeoutMilliseconds: nil)
        try wake.drain()
        answerAll(by: answer, telling: asker)
      }
    } catch {
      // Its own epoll or eventfd failed, which no sound kernel does.
    }
  }

  private func answerAll(by answer: (Question) -> Answer, telling asker: () -> Void) {
    var count = 0
    while !isGivenUp.load(ordering: .acquiring), let question = questions.pop() {
      began.store(MonotonicClock.now().nanoseconds, ordering: .releasing)
      let said = answer(question)
      began.store(0, ordering: .releasing)
      // There is room: no more questions are on the way than the ring holds.
      _ = answers.push(said)
      count += 1
      if count % Self.batch == 0 { asker() }
    }
    if count % Self.batch != 0 { asker() }
  }
}

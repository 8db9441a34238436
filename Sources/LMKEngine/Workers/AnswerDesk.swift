import LMKCore
import LMKLinux

/// Questions whose answers may hang, put to a worker with a deadline: who asks goes on, and is woken
/// when there are answers.
///
///     asker ──questions──► worker ──► /proc/PID/cmdline, exe   (may hang: the process's mmap lock)
///       ▲                    │
///       └── answers, eventfd ┘     after 250 ms the worker is given up, and another takes its
///                                  place; with three that hang, nobody asks any more
///
/// Everything here is the asker's thread's, but for what stands in a worker.
final class AnswerDesk<Question: Sendable, Answer: Sendable> {
  enum Outcome {
    case answered(Answer)
    /// It did not come back in time; it may still.
    case hanging(Question)
    /// It was asked for, and nobody is left who could answer it now.
    case unasked(Question)
  }

  /// What takes longer is given up.
  static var deadline: Duration { .milliseconds(250) }
  /// Workers that hang; with so many, no more questions are taken.
  static var hungLimit: Int { 3 }

  private let name: String
  private let capacity: Int
  private var answerer: AnswerWorker<Question, Answer>.Answerer
  private let wake: Wake
  private let timer: Timer
  private let epoll: Epoll
  private var worker: AnswerWorker<Question, Answer>?
  /// What the worker was asked and has not answered, in the order of the questions.
  private var pending: [Question] = []
  private var hung: [AnswerWorker<Question, Answer>] = []
  private var isTimerSet = false

  /// An eventfd that several threads hold.
  private final class Wake: Sendable {
    let descriptor: EventDescriptor
    init() throws(Errno) { descriptor = try EventDescriptor() }
  }

  /// No thread runs before the first question.
  /// - Parameter capacity: questions on the way.
  init(
    named name: String, capacity: Int,
    answering answerer: @escaping AnswerWorker<Question, Answer>.Answerer
  ) throws(Errno) {
    self.name = name
    self.capacity = capacity
    self.answerer = answerer
    wake = try Wake()
    timer = try Timer()
    let epoll = try Epoll()
    try epoll.add(wake.descriptor.raw, .readable, token: 0)
    try epoll.add(timer.raw, .readable, token: 0)
    self.epoll = epoll
    pending.reserveCapacity(capacity)
  }

  deinit { worker?.giveUp() }

  /// Readable when there are answers, or a deadline is over: then `collect`.
  var wakeDescriptor: Int32 { epoll.raw }

  /// How many workers hang now.
  var hungCount: Int { hung.count }

  /// Whether a question would be taken now.
  var hasRoom: Bool { pending.count < capacity && (worker != nil || hung.count < Self.hungLimit) }

  /// Asks; never waits. `false`: not now (too many questions, or too many that hang).
  func ask(_ question: Question) -> Bool {
    guard hasRoom, let worker = presentWorker(), worker.ask(question) else { return false }
    pending.append(question)
    setTimer()
    return true
  }

  /// Answers are wanted by another measure from now on; what is on the way is forgotten.
  func replaceAnswerer(_ answerer: @escaping AnswerWorker<Question, Answer>.Answerer) {
    worker?.giveUp()
    worker = nil
    hung.removeAll()
    pending.removeAll(keepingCapacity: true)
    self.answerer = answerer
  }

  /// Calls `body` with what is new; never waits.
  func collect(at now: Instant, _ body: (Outcome) -> Void) {
    // What cannot be drained stays readable: the next wake comes at once.
    _ = try? wake.descriptor.drain()
    _ = try? timer.drain()
    collectFromHung(body)
    takeAnswers(body)
    if let worker, worker.isOver {
      // It could not be had any longer, or ended of itself: the questions go to the next one.
      takeAnswers(body)
      self.worker = nil
      askAgain(body)
    }
    if let since = worker?.busySince, since.duration(to: now) > Self.deadline { giveUp(body) }
    isTimerSet = false
    setTimer()
  }

  // MARK: Workers

  private func presentWorker() -> AnswerWorker<Question, Answer>? {
    if let worker { return worker }
    guard hung.count < Self.hungLimit else { return nil }
    do {
      let made = try AnswerWorker(named: name, capacity: capacity, answering: answerer)
      let wake = wake
      try made.start { wake.descriptor.signal() }
      worker = made
    } catch {
      // No descriptor or no thread to be had now: it is tried again.
    }
    return worker
  }

  private func takeAnswers(_ body: (Outcome) -> Void) {
    while let answer = worker?.takeAnswer() {
      pending.removeFirst()
      body(.answered(answer))
    }
  }

  /// A late answer is an answer.
  private func collectFromHung(_ body: (Outcome) -> Void) {
    hung.removeAll { worker in
      let isOver = worker.isOver
      while let answer = worker.takeAnswer() { body(.answered(answer)) }
      return isOver
    }
  }

  /// The first question is the one that hangs; the others are asked again.
  private func giveUp(_ body: (Outcome) -> Void) {
    guard let worker else { return }
    let before = pending.count
    worker.giveUp()
    // It may have answered just now.
    takeAnswers(body)
    hung.append(worker)
    self.worker = nil
    if pending.count == before, !pending.isEmpty { body(.hanging(pending.removeFirst())) }
    askAgain(body)
  }

  private func askAgain(_ body: (Outcome) -> Void) {
    let unanswered = pending
    pending.removeAll(keepingCapacity: true)
    for question in unanswered where !ask(question) { body(.unasked(question)) }
  }

  /// Looks again when the deadline of what is under way is over.
  private func setTimer() {
    guard !pending.isEmpty, !isTimerSet else { return }
    do {
      try timer.set(after: Self.deadline + .milliseconds(5))
      isTimerSet = true
    } catch {
      // Then the next question or answer looks.
    }
  }
}

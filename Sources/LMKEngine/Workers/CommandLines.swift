import LMKCore
import LMKLinux

/// Command lines of visible processes, read by a worker with a deadline: the screen asks, goes on,
/// and is woken when there are answers.
///
///     screen ──questions──► worker ──► /proc/PID/cmdline   (may hang: the process's mmap lock)
///        ▲                    │
///        └── answers, eventfd ┘     after 250 ms the worker is given up, and another takes its
///                                   place; with three that hang, nobody asks any more
///
/// Everything here is the screen's thread's, but for what stands in a worker.
public final class CommandLines {
  public struct Text: Hashable, Sendable {
    /// `comm` at that moment: with another name it is another program's.
    public var name: ProcessName
    /// Not filtered. Empty for a kernel thread or a zombie.
    public var line: String
  }

  public enum Outcome: Hashable, Sendable {
    case read(Text)
    /// It has ended, or may not be read.
    case gone
    /// The read did not come back in time; it may still.
    case hanging
    /// It was asked for, and nobody is left who could read it now.
    case unread
  }

  public struct Answer: Hashable, Sendable {
    public var key: ProcessKey
    public var outcome: Outcome
  }

  /// A read that takes longer is given up.
  public static let deadline: Duration = .milliseconds(250)
  /// Workers that hang; with so many, no more questions are taken.
  public static let hungLimit = 3

  private let root: ProcRoot
  private let wake: Wake
  private let timer: Timer
  private let epoll: Epoll
  private var worker: CommandLineWorker?
  /// What the worker was asked and has not answered, in the order of the questions.
  private var pending: [ProcessKey] = []
  private var hung: [CommandLineWorker] = []
  private var isTimerSet = false

  /// An eventfd that several threads hold.
  private final class Wake: Sendable {
    let descriptor: EventDescriptor
    init() throws(Errno) { descriptor = try EventDescriptor() }
  }

  /// No thread runs before the first question.
  public init(root: ProcRoot) throws(Errno) {
    self.root = root
    wake = try Wake()
    timer = try Timer()
    let epoll = try Epoll()
    try epoll.add(wake.descriptor.raw, .readable, token: 0)
    try epoll.add(timer.raw, .readable, token: 0)
    self.epoll = epoll
  }

  deinit { worker?.giveUp() }

  /// Readable when there are answers, or a deadline is over: then `collect`.
  public var wakeDescriptor: Int32 { epoll.raw }

  /// How many workers hang now.
  public var hungCount: Int { hung.count }

  /// Asks for one; never waits. `false`: not now (too many questions, or too many that hang).
  public func ask(_ key: ProcessKey) -> Bool {
    guard pending.count < CommandLineWorker.capacity, let worker = presentWorker(),
      worker.ask(key)
    else { return false }
    pending.append(key)
    setTimer()
    return true
  }

  /// Calls `body` with what is new; never waits.
  public func collect(at now: Instant, _ body: (Answer) -> Void) {
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
    if let since = worker?.readingSince, since.duration(to: now) > Self.deadline {
      giveUp(body)
    }
    isTimerSet = false
    setTimer()
  }

  // MARK: Workers

  private func presentWorker() -> CommandLineWorker? {
    if let worker { return worker }
    guard hung.count < Self.hungLimit else { return nil }
    do {
      let made = try CommandLineWorker(root: root)
      let wake = wake
      try made.start { wake.descriptor.signal() }
      worker = made
    } catch {
      // No descriptor or no thread to be had now: names are shown, and it is tried again.
    }
    return worker
  }

  private func takeAnswers(_ body: (Answer) -> Void) {
    while let answer = worker?.takeAnswer() {
      pending.removeFirst()
      body(answer)
    }
  }

  /// A late answer is an answer.
  private func collectFromHung(_ body: (Answer) -> Void) {
    hung.removeAll { worker in
      let isOver = worker.isOver
      while let answer = worker.takeAnswer() { body(answer) }
      return isOver
    }
  }

  /// The first question is the one that hangs; the others are asked again.
  private func giveUp(_ body: (Answer) -> Void) {
    guard let worker else { return }
    let late = pending.first
    worker.giveUp()
    // It may have answered just now.
    takeAnswers(body)
    hung.append(worker)
    self.worker = nil
    if let late, pending.first == late {
      pending.removeFirst()
      body(Answer(key: late, outcome: .hanging))
    }
    askAgain(body)
  }

  private func askAgain(_ body: (Answer) -> Void) {
    let unanswered = pending
    pending.removeAll(keepingCapacity: true)
    for key in unanswered where !ask(key) { body(Answer(key: key, outcome: .unread)) }
  }

  /// Looks again when the deadline of the read under way is over.
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

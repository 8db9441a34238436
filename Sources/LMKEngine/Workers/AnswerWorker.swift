import LMKCore
import LMKLinux
import Synchronization

/// One thread that reads command lines, and the two queues between it and the screen.
///
/// A read may hang for as long as the process does. Then the worker is given up: it reads nothing
/// more, and ends when the read comes back.
final class CommandLineWorker: Sendable {
  /// Questions on the way.
  static let capacity = 64
  /// The screen is woken after so many answers, and when the queue is empty.
  private static let batch = 16

  private let root: ProcRoot
  private let questions = Ring<ProcessKey>(capacity: capacity)
  private let answers = Ring<CommandLines.Answer>(capacity: capacity)
  private let wake: EventDescriptor
  private let isGivenUp = Atomic<Bool>(false)
  private let hasEnded = Atomic<Bool>(false)
  /// When the read under way began, in nanoseconds; 0: there is none.
  private let began = Atomic<Int64>(0)

  init(root: ProcRoot) throws(Errno) {
    self.root = root
    wake = try EventDescriptor()
  }

  /// Starts the thread, which nobody waits for: a read that hangs cannot be ended.
  ///
  /// - Parameter screenWake: called when there are answers, and at the end.
  func start(telling screenWake: @escaping @Sendable () -> Void) throws(Errno) {
    try startThread(name: "lmktop-cmdline", stackBytes: 256 * 1024) { [self] in
      run(telling: screenWake)
    }
  }

  // MARK: The screen's side

  /// `false`: the queue is full.
  func ask(_ key: ProcessKey) -> Bool {
    guard questions.push(key) else { return false }
    wake.signal()
    return true
  }

  func takeAnswer() -> CommandLines.Answer? { answers.pop() }

  /// Since when it reads what it reads; `nil`: it rests.
  var readingSince: Instant? {
    let moment = began.load(ordering: .acquiring)
    return moment == 0 ? nil : Instant(nanoseconds: moment)
  }

  /// No more reads; the thread ends with the one under way.
  func giveUp() {
    isGivenUp.store(true, ordering: .releasing)
    wake.signal()
  }

  /// After the last answer.
  var isOver: Bool { hasEnded.load(ordering: .acquiring) }

  // MARK: The thread

  private func run(telling screenWake: () -> Void) {
    defer {
      hasEnded.store(true, ordering: .releasing)
      screenWake()
    }
    var reader = CommandLineReader(root: root)
    guard var epoll = try? Epoll() else { return }  // no descriptor: it ends as if given up
    do {
      try epoll.add(wake.raw, .readable, token: 0)
      while !isGivenUp.load(ordering: .acquiring) {
        try epoll.wait(timeoutMilliseconds: nil)
        try wake.drain()
        answerAll(with: &reader, telling: screenWake)
      }
    } catch {
      // Its own epoll or eventfd failed, which no sound kernel does.
    }
  }

  private func answerAll(with reader: inout CommandLineReader, telling screenWake: () -> Void) {
    var count = 0
    while !isGivenUp.load(ordering: .acquiring), let key = questions.pop() {
      began.store(MonotonicClock.now().nanoseconds, ordering: .releasing)
      let reading = reader.read(pid: key.pid, startTime: key.startTime)
      began.store(0, ordering: .releasing)
      let text = reading.map {
        CommandLines.Text(name: $0.name, line: String(decoding: $0.bytes, as: UTF8.self))
      }
      // There is room: no more questions are on the way than the ring holds.
      _ = answers.push(CommandLines.Answer(key: key, outcome: text.map { .read($0) } ?? .gone))
      count += 1
      if count % Self.batch == 0 { screenWake() }
    }
    if count % Self.batch != 0 { screenWake() }
  }
}

import LMKCore
import LMKLinux

/// Command lines of visible processes, read by a worker with a deadline (`AnswerDesk`): the screen
/// asks, goes on, and is woken when there are answers.
///
/// Everything here is the screen's thread's.
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

  /// Questions on the way.
  static let capacity = 64
  /// A read that takes longer is given up.
  public static let deadline = AnswerDesk<ProcessKey, Answer>.deadline
  /// Workers that hang; with so many, no more questions are taken.
  public static let hungLimit = AnswerDesk<ProcessKey, Answer>.hungLimit

  private let desk: AnswerDesk<ProcessKey, Answer>

  /// No thread runs before the first question.
  public init(root: ProcRoot) throws(Errno) {
    desk = try AnswerDesk(named: "lmktop-cmdline", capacity: Self.capacity) {
      let reader = Reader(root: root)
      return { reader.answer($0) }
    }
  }

  /// Readable when there are answers, or a deadline is over: then `collect`.
  public var wakeDescriptor: Int32 { desk.wakeDescriptor }

  /// How many workers hang now.
  public var hungCount: Int { desk.hungCount }

  /// Asks for one; never waits. `false`: not now (too many questions, or too many that hang).
  public func ask(_ key: ProcessKey) -> Bool { desk.ask(key) }

  /// Calls `body` with what is new; never waits.
  public func collect(at now: Instant, _ body: (Answer) -> Void) {
    desk.collect(at: now) { outcome in
      switch outcome {
      case .answered(let answer): body(answer)
      case .hanging(let key): body(Answer(key: key, outcome: .hanging))
      case .unasked(let key): body(Answer(key: key, outcome: .unread))
      }
    }
  }

  /// A worker's.
  private final class Reader {
    private var reader: CommandLineReader

    init(root: ProcRoot) { reader = CommandLineReader(root: root) }

    func answer(_ key: ProcessKey) -> Answer {
      let text = reader.read(pid: key.pid, startTime: key.startTime).map {
        Text(name: $0.name, line: String(decoding: $0.bytes, as: UTF8.self))
      }
      return Answer(key: key, outcome: text.map { .read($0) } ?? .gone)
    }
  }
}

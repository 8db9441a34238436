import LMKCore
import LMKLinux

/// Who belongs together, and what is done to a control group as one, asked off the engine: a worker
/// with a deadline (`AnswerDesk`) walks /proc and writes the group's files. An answer that comes late
/// is an answer still; the monitor has a patience of its own.
///
/// Everything here is the engine's thread's.
final class ReachDesk {
  private struct Answer: Sendable {
    var question: ReachQuestion
    var answer: ReachAnswer
  }

  /// One order asks one thing after the other; a second may follow on the thaw of the first.
  private static let capacity = 8

  private let desk: AnswerDesk<ReachQuestion, Answer>

  /// No thread runs before the first question.
  init(root: ProcRoot) throws(Errno) {
    desk = try AnswerDesk(named: "lmktop-reach", capacity: Self.capacity) {
      let worker = Worker(root)
      return { Answer(question: $0, answer: worker.answer($0)) }
    }
  }

  /// Readable when there is something to collect.
  var wakeDescriptor: Int32 { desk.wakeDescriptor }

  /// Never waits. `false`: nobody can be asked now.
  func ask(_ question: ReachQuestion) -> Bool { desk.ask(question) }

  /// Calls `body` with the answers.
  func collect(at now: Instant, _ body: (ReachQuestion, ReachAnswer) -> Void) {
    desk.collect(at: now) { outcome in
      switch outcome {
      case .answered(let answer): body(answer.question, answer.answer)
      // It may still come.
      case .hanging: break
      case .unasked(let question): body(question, .failed(.noAnswer))
      }
    }
  }

  /// A worker's.
  private final class Worker {
    private let root: ProcRoot

    init(_ root: ProcRoot) { self.root = root }

    func answer(_ question: ReachQuestion) -> ReachAnswer {
      switch question.act {
      case .list:
        // What is mounted may have changed since the last time.
        var reader = ReachReader(root: root)
        do throws(ReachObstacle) {
          return try reader.members(of: question)
        } catch {
          return .failed(error)
        }
      case .freeze:
        return .frozen(Self.error { () throws(Errno) in try question.freezer.map(Self.freeze) })
      case .kill:
        return .killed(
          Self.error { () throws(Errno) in
            guard let folder = question.place?.folder else { throw .invalid }
            try ControlGroupKill.kill(folder)
          })
      case .thaw:
        return .thawed(Self.error { () throws(Errno) in try question.freezer.map(Self.thaw) })
      }
    }

    private static func freeze(_ freezer: ReachPlace.Freezer) throws(Errno) {
      try ControlGroupKill.freeze(freezer)
    }

    private static func thaw(_ freezer: ReachPlace.Freezer) throws(Errno) {
      try ControlGroupKill.thaw(freezer)
    }

    private static func error(_ body: () throws(Errno) -> Void?) -> Errno? {
      do throws(Errno) {
        return try body() == nil ? .invalid : nil
      } catch {
        return error
      }
    }
  }
}

extension ReachQuestion {
  fileprivate var freezer: ReachPlace.Freezer? { place?.freezer }
}

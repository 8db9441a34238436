import LMKCore
import LMKLinux

/// One piece of slow work, done anew by a thread of its own each time it is asked for: who asks goes
/// on, and is woken when it is done. It may take as long as it takes; there is never a second one
/// under way.
///
/// Everything here is the asker's thread's.
public final class Errand<Result: Sendable> {
  private let worker: AnswerWorker<Bool, Result>
  private let wake: Wake
  private var isStarted = false
  public private(set) var isUnderWay = false

  private final class Wake: Sendable {
    let descriptor: EventDescriptor
    init() throws(Errno) { descriptor = try EventDescriptor() }
  }

  /// No thread runs before the first time.
  /// - Parameters:
  ///   - name: of the thread, 15 bytes at most.
  ///   - work: on the errand's own thread.
  public init(
    named name: String, _ work: @escaping @Sendable () -> Result
  ) throws(Errno) {
    wake = try Wake()
    worker = try AnswerWorker(named: name, capacity: 2) { { _ in work() } }
  }

  deinit { worker.giveUp() }

  /// Readable when it is done: then `collect`.
  public var wakeDescriptor: Int32 { wake.descriptor.raw }

  /// Asks for it; never waits. `false`: it is under way, or no thread is to be had now.
  @discardableResult
  public func ask() -> Bool {
    guard !isUnderWay else { return false }
    if !isStarted {
      let wake = wake
      do {
        try worker.start { wake.descriptor.signal() }
      } catch {
        // No thread now: it is tried again the next time.
        return false
      }
      isStarted = true
    }
    isUnderWay = worker.ask(true)
    return isUnderWay
  }

  /// What came of it, once; never waits.
  public func collect() -> Result? {
    // What cannot be drained stays readable: the next wake comes at once.
    _ = try? wake.descriptor.drain()
    guard let result = worker.takeAnswer() else { return nil }
    isUnderWay = false
    return result
  }
}

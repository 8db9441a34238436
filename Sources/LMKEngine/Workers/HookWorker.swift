import LMKCore
import LMKLinux
import Synchronization

/// Runs one of the hooks, one call after the other, on a thread of its own.
///
/// Fed by the engine's thread, which takes its reports when the bell has rung. At the program's end
/// a hook that is under way goes on by itself: it is the operator's, not ours.
final class HookWorker: @unchecked Sendable {
  /// Calls that may wait; more than that is a storm of kills, and told as such.
  private static let queueCapacity = 8

  private let words: [String]
  private let limit: Duration
  private let pageSize: Int
  private let sentence: @Sendable (HookCall) -> String
  private let queue = Ring<HookCall>(capacity: queueCapacity)
  // Room for each call that may be under way.
  private let reports = Ring<Report>(capacity: 2 * queueCapacity)
  private let wake: EventDescriptor
  private let done: HookBell
  private let stopping = Atomic<Bool>(false)

  struct Report: Sendable {
    var call: HookCall
    var end: HookEnd
  }

  /// - Parameters:
  ///   - words: path and arguments.
  ///   - limit: after it the hook is ended.
  ///   - sentence: a kill in words; called on the worker's thread.
  ///   - done: signalled after each report.
  init(
    _ words: [String], within limit: Duration, pageSize: Int, done: HookBell,
    sentence: @escaping @Sendable (HookCall) -> String
  ) throws(Errno) {
    precondition(!words.isEmpty)
    self.words = words
    self.limit = limit
    self.pageSize = pageSize
    self.sentence = sentence
    self.done = done
    wake = try EventDescriptor()
  }

  func start() throws(Errno) {
    try startThread(name: "lmktop-hook", stackBytes: 256 * 1024) { [self] in run() }
  }

  /// `false`: too many wait already. Engine's thread.
  func call(_ call: HookCall) -> Bool {
    guard queue.push(call) else { return false }
    wake.signal()
    return true
  }

  /// Engine's thread.
  func takeReport() -> Report? { reports.pop() }

  /// Lets the thread end when its hook has ended. Engine's thread.
  func finish() {
    stopping.store(true, ordering: .releasing)
    wake.signal()
  }

  private func run() {
    // Without a descriptor nothing can be waited for: calls pile up, and are told as left out.
    guard var epoll = try? Epoll() else { return }
    do {
      try epoll.add(wake.raw, .readable, token: 0)
      while !stopping.load(ordering: .acquiring) {
        while let call = queue.pop() {
          // The engine empties them faster than hooks can end; one too many is no news.
          _ = reports.push(Report(call: call, end: carryOut(call)))
          done.event.signal()
        }
        try epoll.wait(timeoutMilliseconds: nil)
        try wake.drain()
      }
    } catch {
      // Its own epoll or eventfd failed, which no sound kernel does.
    }
  }

  private func carryOut(_ call: HookCall) -> HookEnd {
    let began = MonotonicClock.now()
    do {
      var program = try ChildProgram(
        path: words[0], Array(words.dropFirst()),
        adding: HookFacts(call: call, pageSize: pageSize, reason: sentence(call)).all,
        errors: .discarded)
      switch try program.wait(within: limit) {
      case .exited(let status): return .exited(status: status)
      case .signalled(let signal): return .signalled(signal)
      case nil: break
      }
      program.signal(.kill)
      _ = try program.wait()
      return .timedOut(after: began.duration(to: MonotonicClock.now()))
    } catch {
      return .notStarted(error)
    }
  }
}

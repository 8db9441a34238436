import LMKCore
import LMKLinux
import Synchronization

/// One thread that gives the memory of the dying back, and the two queues between it and the engine.
///
///     engine ──(key, copy of its pidfd)──► reaper ──► process_mrelease   (as long as it takes)
///        ▲                                   │
///        └───────(key, what came of it)──────┘
///
/// A victim frees its memory itself, when it gets to run; one that does not (at SCHED_IDLE, in a
/// cgroup without a share) keeps it for many seconds. The reaper frees it in its own time.
final class Reaper: Sendable {
  /// Orders on the way.
  static let capacity = 64
  /// EAGAIN says that somebody holds a lock of the memory: so many tries, with a pause between.
  static let tries = 10
  private static let pauseMilliseconds: Int32 = 10

  struct Order: Sendable {
    var key: ProcessKey
    /// The reaper's, which closes it.
    var pidfd: Int32
    var signalledAt: Instant
  }

  struct Answer: Sendable {
    var key: ProcessKey
    var reaping: Reaping
  }

  private let orders = Ring<Order>(capacity: capacity)
  private let answers = Ring<Answer>(capacity: 2 * capacity)
  private let wake: EventDescriptor
  private let news: EventDescriptor
  private let isStopping = Atomic<Bool>(false)

  init() throws(Errno) {
    wake = try EventDescriptor()
    news = try EventDescriptor()
  }

  deinit {
    while let order = orders.pop() { _ = FileDescriptor(taking: order.pidfd) }
  }

  /// Starts the thread, which nobody waits for: what it is at takes as long as it takes.
  func start() throws(Errno) {
    try startThread(name: "lmktop-reaper", stackBytes: 128 * 1024) { [self] in run() }
  }

  // MARK: The engine's side

  /// Readable when there are answers.
  var newsDescriptor: Int32 { news.raw }

  /// Takes an order over. Never waits. `false`: too many are on the way, and this one is dropped.
  func order(_ key: ProcessKey, pidfd: consuming FileDescriptor, at now: Instant) -> Bool {
    let raw = pidfd.release()
    guard orders.push(Order(key: key, pidfd: raw, signalledAt: now)) else {
      _ = FileDescriptor(taking: raw)
      return false
    }
    return true
  }

  /// Lets the thread begin, after the last order of a batch: every victim is signalled first.
  func begin() { wake.signal() }

  func drainNews() throws(Errno) { try news.drain() }

  func takeAnswer() -> Answer? { answers.pop() }

  /// The thread ends with the order it is at.
  func stop() {
    isStopping.store(true, ordering: .releasing)
    wake.signal()
  }

  // MARK: The thread

  private func run() {
    do {
      // It sleeps but after a kill; then the memory of the dying comes before everybody's work.
      try Priority.raise()
    } catch {
      // It competes like any thread, as the engine then does, which says so.
    }
    guard var epoll = try? Epoll() else { return }  // no descriptor: nothing is reaped, as before 5.15
    do {
      try epoll.add(wake.raw, .readable, token: 0)
      while !isStopping.load(ordering: .acquiring) {
        try epoll.wait(timeoutMilliseconds: nil)
        try wake.drain()
        fulfil()
      }
    } catch {
      // Its own epoll or eventfd failed, which no sound kernel does.
    }
  }

  /// Reaps whoever was ordered, until nobody is left.
  func fulfil() {
    while !isStopping.load(ordering: .acquiring), let order = orders.pop() {
      let pidfd = FileDescriptor(taking: order.pidfd)
      let reaping = Self.reap(pidfd.raw, signalledAt: order.signalledAt)
      // An engine that does not take them has no use for them.
      _ = answers.push(Answer(key: order.key, reaping: reaping))
      news.signal()
    }
  }

  private static func reap(_ pidfd: Int32, signalledAt: Instant) -> Reaping {
    var pause: Epoll?
    for left in (0..<tries).reversed() {
      do throws(Errno) {
        try ProcessMemory.release(pidfd: pidfd)
        return .done(after: signalledAt.duration(to: MonotonicClock.now()))
      } catch {
        guard error == .again, left > 0 else { return .failed(error) }
        // Without one it does not rest between two tries.
        if pause == nil { pause = try? Epoll() }
        _ = try? pause?.wait(timeoutMilliseconds: pauseMilliseconds)
      }
    }
    return .failed(.again)
  }
}

import LMKCore
import LMKLinux
import Synchronization

/// A fork storm of lmktop's own making: short-lived children at full speed, and a few that live on
/// and grow, whose adj is raised again and again. All are ended and reaped with it.
public final class AuditStorm: Sendable {
  /// How many, and how large.
  public struct Plan: Hashable, Sendable {
    public var births: Int
    /// Children that live from the first birth to the last.
    public var growing: Int
    /// What each of them grows to, in bytes.
    public var limit: Int

    public init(births: Int = 20_000, growing: Int = 8, limit: Int = 8 << 20) {
      self.births = births
      self.growing = growing
      self.limit = limit
    }
  }

  /// So many short-lived ones at a time; more would wait for a CPU only.
  private static let window = 64
  /// It lasts at least so long: the growing ones are to be older than the youngest that are judged.
  private static let leastTime: Duration = .seconds(1)

  private let plan: Plan
  private let births = Atomic<Int>(0)
  private let refusal = Atomic<Int32>(0)
  private let took = Atomic<Int64>(0)
  private let endedAt = Atomic<Int64>(0)
  private let isStopped = Atomic<Bool>(false)

  public init(_ plan: Plan) { self.plan = plan }

  /// Starts the thread that makes the children; it ends by itself, after the last is reaped.
  public func start() throws(Errno) -> StartedThread {
    try startThread(name: "lmktop-storm", stackBytes: 256 * 1024) { self.run() }
  }

  /// When the last child was reaped; `nil`: not yet.
  public var end: Instant? {
    let moment = endedAt.load(ordering: .acquiring)
    return moment == 0 ? nil : Instant(nanoseconds: moment)
  }

  /// Asks it to end before its time.
  public func stop() { isStopped.store(true, ordering: .relaxed) }

  public var account: AuditReport.Storm {
    var account = AuditReport.Storm()
    account.births = births.load(ordering: .relaxed)
    account.took = .nanoseconds(took.load(ordering: .relaxed))
    let errno = refusal.load(ordering: .relaxed)
    if errno != 0 { account.refusal = Errno(errno) }
    return account
  }

  private func run() {
    let began = MonotonicClock.now()
    var children = StormChildren()
    do {
      for _ in 0..<plan.growing {
        try children.bearGrowing(step: 256 << 10, limit: plan.limit)
        births.add(1, ordering: .relaxed)
      }
      while births.load(ordering: .relaxed) < plan.births, !isStopped.load(ordering: .relaxed) {
        let number = births.load(ordering: .relaxed)
        makeRoom(&children)
        try children.bearBrief(milliseconds: Self.life(of: number))
        births.add(1, ordering: .relaxed)
        if number % 256 == 0 { raise(children.growingPids, by: number / 256) }
      }
    } catch {
      refusal.store(error.code, ordering: .relaxed)
    }
    took.store(began.duration(to: MonotonicClock.now()).wholeNanoseconds, ordering: .relaxed)
    children.reapEnded()
    rest(until: began.advanced(by: Self.leastTime))
    children.end()
    endedAt.store(MonotonicClock.now().nanoseconds, ordering: .releasing)
  }

  /// Waits until there are fewer than the window has room for.
  private func makeRoom(_ children: inout StormChildren) {
    guard children.briefCount >= Self.window else { return }
    while true {
      children.reapEnded()
      if children.briefCount < Self.window { return }
      rest(until: MonotonicClock.now().advanced(by: .milliseconds(1)))
    }
  }

  /// Most exit at once; some are met alive, and a few are old enough to be judged.
  private static func life(of number: Int) -> Int {
    if number % 1024 == 512 { return 300 }
    return number % 16 == 8 ? 10 : 0
  }

  /// Raises the adj of one of them: what may be raised by anybody needs no privilege.
  private func raise(_ pids: [Int32], by step: Int) {
    guard !pids.isEmpty else { return }
    let pid = pids[step % pids.count]
    let adj = min(1000, 100 + step)
    do {
      let file = try FileDescriptor.open(path: "/proc/\(pid)/oom_score_adj", .readWrite)
      try file.writeAll(Array("\(adj)\n".utf8))
    } catch {
      // Then its adj stays: the storm is a little tamer, and nothing is claimed of it.
    }
  }

  private func rest(until moment: Instant) {
    let left = (MonotonicClock.now().duration(to: moment).wholeNanoseconds + 999_999) / 1_000_000
    guard left > 0, var pause = try? Epoll() else { return }  // no pause is no harm
    _ = try? pause.wait(timeoutMilliseconds: Int32(clamping: left))
  }
}

import LMKCore

/// How far an RSS of /proc/PID/statm may be from the truth, by the kernel that tells it.
///
/// The kernel adds pages up per CPU or per thread and gathers them only now and then; statm sums
/// three such counters (anonymous, file, shmem).
public enum CounterError: Hashable, Sendable {
  /// From 6.16: exact.
  case none
  /// From 6.2: a batch of `max(32, 2 · CPUs)` on each CPU (`percpu_counter_batch`).
  case perProcessor(pages: Int)
  /// Before: 64 events in each thread (`TASK_RSS_EVENTS_THRESH`).
  case perThread(pages: Int)

  private static let counters = 3

  /// - Parameter release: as uname says it, such as `6.1.0-18-amd64`; one that cannot be read
  ///   counts as the oldest.
  public init(release: String, processors: Int) {
    let numbers = release.split(whereSeparator: { !$0.isNumber }).prefix(2).compactMap { Int($0) }
    let version = numbers.count == 2 ? (numbers[0], numbers[1]) : (0, 0)
    if version >= (6, 16) {
      self = .none
    } else if version >= (6, 2) {
      self = .perProcessor(pages: Self.counters * max(32, 2 * processors) * processors)
    } else {
      self = .perThread(pages: Self.counters * 64)
    }
  }

  /// Of the kernel under this root, by its sys/kernel/osrelease.
  public init(root: ProcRoot, processors: Int) {
    var release = ""
    do {
      var buffer = RawBuffer(capacity: 256)
      try buffer.fillOnce(from: try root.folder.open(at: "sys/kernel/osrelease", .read))
      release = String(decoding: buffer.contents, as: UTF8.self)
    } catch {
      // Not known: the largest error is assumed.
    }
    self.init(release: release, processors: processors)
  }

  /// Pages up or down, for a process of so many threads.
  public func pages(threads: Int) -> Int {
    switch self {
    case .none: 0
    case .perProcessor(let pages): pages
    case .perThread(let pages): pages * max(1, threads)
    }
  }
}

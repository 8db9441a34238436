/// What process_mrelease(2) did for a process that was signalled: it gives the memory of a dying one
/// back in its caller's time, so that a victim that gets no CPU does not keep it.
public enum Reaping: Hashable, Sendable {
  /// All of it is back; so long after the signal.
  case done(after: Duration)
  /// ESRCH: there was nothing left. EINVAL: it is not dying (a signal that it handles), or it shares
  /// its memory with one that lives. Both are normal.
  case failed(Errno)
}

extension Monitor {
  /// Reaping has ended. Who is dead is told by the pidfd, what came back by memory itself; but what
  /// was reaped is not expected any more a second later, though its process may not have ended.
  mutating func noteReaping(_ key: ProcessKey, _ reaping: Reaping, at now: Instant) {
    switch reaping {
    case .done: statistics.reaped += 1
    case .failed(.noProcess): statistics.reapsGone += 1
    case .failed(.invalid): statistics.reapsInvalid += 1
    case .failed: statistics.reapsFailed += 1
    }
    guard let index = deaths.firstIndex(where: { $0.key == key }) else { return }
    // A later signal to one that was reaped finds nothing more, and takes nothing away.
    if case .done = deaths[index].record.reaping { return }
    deaths[index].record.reaping = reaping
    if case .done = reaping { deaths[index].reapedAt = now }
  }
}

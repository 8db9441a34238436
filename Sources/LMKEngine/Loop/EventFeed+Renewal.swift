import LMKCore
import LMKLinux

/// CPUs that come online later are not heard: the tracepoints are opened anew then.
extension EventFeed {
  /// So often it is asked which CPUs are online.
  static let processorsInterval: Duration = .seconds(10)

  /// Whether it is time to ask, and other CPUs are online now.
  mutating func mustRenew(at now: Instant) -> Bool {
    let isDue = processorsAskedAt.map { $0.duration(to: now) >= Self.processorsInterval } ?? false
    // They were just opened when it is asked for the first time.
    if processorsAskedAt == nil || isDue { processorsAskedAt = now }
    guard isDue else { return false }
    switch tracepoints {
    case .some(let tracepoints): return tracepoints.processorsHaveChanged
    case .none: return false
    }
  }

  /// Gives the tracepoints to a thread that closes them and opens others. Take them out of the
  /// epoll first.
  /// - Returns: what to wait for, `.readable`.
  /// - Throws: no thread can be had; then they stay as they are.
  mutating func beginRenewal() throws(Errno) -> Int32? {
    guard renewal == nil, let old = tracepoints.take() else { return nil }
    let renewal = try TracepointRenewal()
    do throws(Errno) {
      try renewal.start(old)
    } catch {
      do {
        tracepoints = try renewal.take()
      } catch {
        // It was not started, so nothing was refused.
      }
      throw error
    }
    self.renewal = renewal
    return renewal.raw
  }

  /// The end of it. Whatever was written meanwhile, or on a CPU that was not heard, counts as lost.
  /// - Returns: the capability `.tracepoints`; `nil`: it has not ended.
  mutating func endRenewal(
    _ monitor: inout Monitor, at now: Instant, into effects: inout Effects
  ) -> Capability? {
    guard let renewal, renewal.hasEnded else { return nil }
    self.renewal = nil
    defer { monitor.apply(.fed(events: 0, lost: 1), at: now, into: &effects) }
    do throws(TracepointsError) {
      tracepoints = try renewal.take()
    } catch {
      return error.capability
    }
    switch tracepoints {
    case .some(let tracepoints): return tracepoints.capability
    case .none: return nil
    }
  }
}

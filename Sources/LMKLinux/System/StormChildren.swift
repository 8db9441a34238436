import CLinux
import LMKCore

/// Children that this program makes of itself for an audit: they pause, touch memory or exit, and do
/// nothing else. Reaped by exactly their pids, which belong to nobody else until then; whoever is
/// left is ended with its owner.
///
/// Used on one thread: the growing ones are killed when the thread that made them ends.
public struct StormChildren: ~Copyable {
  private var brief: [Int32] = []
  private var growing: [Int32] = []

  public init() {}

  /// Short-lived ones that were not yet reaped.
  public var briefCount: Int { brief.count }
  /// The pids of the growing ones, in the order of their births.
  public var growingPids: [Int32] { growing }

  /// fork(2) of one that pauses for so long and exits; at once for zero.
  /// - Throws: EAGAIN or ENOMEM when there is no room for another process.
  public mutating func bearBrief(milliseconds: Int) throws(Errno) {
    brief.append(try System.check(lmk_storm_brief(Int32(clamping: milliseconds))))
  }

  /// Reaps the short-lived ones that have ended (waitpid(2) of each).
  public mutating func reapEnded() {
    // An error can only say that there is nothing to reap.
    brief.removeAll { lmk_storm_reap($0, 0) != 0 }
  }

  /// fork(2) of one that touches `step` bytes more every 50 ms up to `limit`, then pauses.
  public mutating func bearGrowing(step: Int, limit: Int) throws(Errno) {
    growing.append(try System.check(lmk_storm_grower(step, limit)))
  }

  /// Waits for the short-lived ones, ends the growing ones, and reaps everybody.
  public mutating func end() {
    for pid in brief { _ = lmk_storm_reap(pid, 1) }
    brief.removeAll()
    for pid in growing { _ = lmk_storm_end(pid) }
    for pid in growing { _ = lmk_storm_reap(pid, 1) }
    growing.removeAll()
  }

  deinit {
    for pid in brief + growing { _ = lmk_storm_end(pid) }
    for pid in brief + growing { _ = lmk_storm_reap(pid, 1) }
  }
}

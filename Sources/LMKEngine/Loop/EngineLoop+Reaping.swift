import LMKCore
import LMKLinux

/// After the signals: the reaper gives the memory of the dying back.
extension EngineLoop {
  /// Hands whoever was signalled in this turn to the reaper. Every victim is signalled first: what
  /// happens here takes a descriptor, which may wait for memory.
  func orderReaping() {
    guard !toReap.isEmpty else { return }
    guard let reaper else {
      toReap.removeAll(keepingCapacity: true)
      return
    }
    let now = MonotonicClock.now()
    for key in toReap {
      do throws(Errno) {
        // Its own copy: the table may close the other one as soon as the process has ended.
        guard let copy = try targets?.copyPidfd(of: key) else { continue }
        guard reaper.order(key, pidfd: copy, at: now) else { throw .noBuffers }
      } catch {
        // EINVAL: it has ended meanwhile, and is bound no more.
        answer(.reaped(key, .failed(error == .invalid ? .noProcess : error)))
      }
    }
    toReap.removeAll(keepingCapacity: true)
    reaper.begin()
  }

  func takeReaped() throws(Errno) {
    guard let reaper else { return }
    try reaper.drainNews()
    var hasBack = false
    while let reaped = reaper.takeAnswer() {
      send(.reaped(reaped.key, reaped.reaping))
      if case .done = reaped.reaping { hasBack = true }
    }
    // Memory is back though the process may not have ended: that is worth a look.
    if hasBack { sampleMemory() }
  }

  /// `nil`: without the call, or without a thread; victims then free their memory themselves.
  static func startReaper() -> Reaper? {
    guard KillProbe.checkReaping().isAvailable else { return nil }
    do throws(Errno) {
      let reaper = try Reaper()
      try reaper.start()
      return reaper
    } catch {
      return nil
    }
  }
}

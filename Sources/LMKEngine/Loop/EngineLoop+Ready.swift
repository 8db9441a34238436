import LMKCore
import LMKLinux

/// Ready victims: the first candidates of the order are held with an open pidfd and kept files
/// while memory is plentiful. A search at the kill would allocate in the kernel, and reclaim, just
/// when there is nothing left.
extension EngineLoop {
  /// Lets the ready ones be the first of the order: who came in is bound, who fell out is let go.
  /// In steady state nothing is opened, and nothing allocated.
  func makeReady() {
    guard targets != nil else { return }
    readyScratch.removeAll(keepingCapacity: true)
    monitor.forEachFirst(configuration.readyVictims) { readyScratch.append($0) }
    for key in ready where !readyScratch.contains(key) && !monitor.holds(key) { letGo(key) }
    ready.removeAll(keepingCapacity: true)
    for key in readyScratch {
      let isNew = targets?.isBound(key) == false
      guard bind(key) == nil else { continue }
      ready.append(key)
      if isNew {
        pass.readForReady(key, at: MonotonicClock.now(), of: &monitor, into: &effects)
      }
    }
    carryOutEffects()
    // Who cannot be bound now is tried again at the next pass, and at the kill.
  }
}

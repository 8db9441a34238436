import LMKCore
import LMKLinux

/// lmktop's own terminal is never a victim: who its parents are, from the start on.
extension EngineLoop {
  func noteAncestors() {
    guard configuration.root.isLive else { return }
    parentPid = Identity.parentPid
    send(.ancestors(ancestry.read(of: Identity.ownPid)))
  }

  /// Whose parent ends gets another: that is seen at the next tick, and of its parents' parents at
  /// the next listing.
  func reviewAncestors() {
    if passesSinceListing == 0 || parentPid != Identity.parentPid { noteAncestors() }
  }
}

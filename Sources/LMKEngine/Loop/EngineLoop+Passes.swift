import LMKCore
import LMKLinux

/// When a pass over the processes is begun, and what its end brings.
extension EngineLoop {
  /// With events, /proc is listed at the first pass and after every fifteen sweeps, to reconcile.
  static let listingEvery = 15

  /// What a new pass is begun for.
  enum Occasion {
    /// An interval is over, or events were lost: it is published when it ends.
    case due
    /// A row is near: once more, before the next tick.
    case rowNear
  }

  func beginPass(_ occasion: Occasion = .due) {
    let kind = passKind(occasion)
    if occasion == .due {
      passesSinceListing = kind == .sweep ? passesSinceListing + 1 : 0
      publishesPass = true
    }
    let lists = kind == .walk || kind == .reconciliation
    if lists { feed.listingBegins() }
    send(.passBegan(kind))
    if let capability = pass.begin(over: lists ? .listing : .known) {
      send(.capability(capability))
    }
  }

  private func passKind(_ occasion: Occasion) -> PassKind {
    if monitor.processCount == 0 { return .walk }
    switch occasion {
    case .due:
      if !feed.tellsBirths { return .walk }
      let isReconciling = feed.needsListing || passesSinceListing >= Self.listingEvery
      return isReconciling ? .reconciliation : .sweep
    case .rowNear: return feed.tellsBirths ? .sweep : .head
    }
  }

  func readSlice() {
    let isDone = pass.readSlice(of: &monitor, into: &effects)
    carryOutEffects()
    rules.ask(&monitor)
    guard isDone else { return }
    feed.reviewFollowed(monitor)
    makeReady()
    if !cost.watchesReclaim, passesSinceListing == 0 {
      cost.watch(kswapds: monitor.kernelThreads(named: "kswapd"), under: configuration.root)
    }
    if let capability = pass.capability { send(.capability(capability)) }
    armIfDue()
    if publishesPass, engine.exchange.isTaken { publish() }
    publishesPass = false
  }
}

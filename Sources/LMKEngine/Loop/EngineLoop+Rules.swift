import LMKCore
import LMKLinux

/// The rules' answers, and what has to be looked at again now and then.
extension EngineLoop {
  /// Takes what the rules' worker has answered, and asks on.
  func takeRulings() {
    let now = MonotonicClock.now()
    rules.collect(at: now) { answer($0) }
    carryOutEffects()
    rules.ask(&monitor)
    armIfDue()
  }

  /// Arms, if that was asked for at the start, as soon as everybody is known and the rules have said
  /// whom they protect: what is not known yet is spared, and there would be nobody to rehearse on.
  /// After five passes it does not wait any more.
  func armIfDue() {
    guard armsSoon, monitor.hasSeenAll else { return }
    guard !monitor.awaitsRules() || monitor.passCount > 5 else { return }
    armsSoon = false
    makeReady()
    send(.command(.arm))
    sampleMemory()
  }

  // MARK: hidepid

  /// A mount option may hide processes from now on: no event tells it.
  static let visibilityInterval: Duration = .seconds(10)

  /// What is said of it at the start is what later looks are compared with.
  func tellStartingCapabilities() {
    for capability in startingCapabilities() {
      if capability.name == .processes { visibility = (MonotonicClock.now(), capability) }
      send(.capability(capability))
    }
  }

  func watchVisibility() {
    guard configuration.root.isLive else { return }
    let now = MonotonicClock.now()
    if let visibility, visibility.at.duration(to: now) < Self.visibilityInterval { return }
    let told = ProcVisibility.check(configuration.root)
    let isNews = visibility.map { $0.told != told } ?? false
    visibility = (now, told)
    if isNews { send(.capability(told)) }
  }
}

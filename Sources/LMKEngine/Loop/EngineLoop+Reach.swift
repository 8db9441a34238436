import LMKCore
import LMKLinux

/// Kills by hand of more than one process, from the monitor's question to the members' signals.
extension EngineLoop {
  func askReach(_ question: ReachQuestion) {
    // The monitor does not ask for a captured tree, whose groups may have namesakes here.
    guard configuration.root.isLive else {
      answer(.reachAnswered(question, .failed(.cannotKill(.live))))
      return
    }
    if question.act == .freeze { frozen = FrozenGroup(freezer: question.place?.freezer) }
    if reaches.ask(question) { return }
    // No thread is to be had, or all of them hang.
    answer(.reachAnswered(question, .failed(.noAnswer)))
  }

  func takeReachAnswers() {
    reaches.collect(at: MonotonicClock.now()) { question, said in
      if noteFreezer(question, said) { answer(.reachAnswered(question, said)) }
    }
    carryOutEffects()
    publish()
  }

  /// - Returns: whether it is news: a thaw that is refused again is not.
  private func noteFreezer(_ question: ReachQuestion, _ said: ReachAnswer) -> Bool {
    switch (question.act, said) {
    case (.freeze, .frozen(.some)), (.thaw, .thawed(nil)): frozen = nil
    case (.thaw, _):
      defer { frozen?.refused = question }
      guard let group = frozen, group.isTold else {
        frozen?.isTold = true
        return true
      }
      return false
    case (.list, _), (.kill, _), (.freeze, _): break
    }
    return true
  }

  /// With each sample, as long as it is refused.
  func thawAgain() {
    guard let question = frozen?.refused, reaches.ask(question) else { return }
    frozen?.refused = nil
  }

  /// A few members at a time: memory is looked at in between.
  func stepReach() {
    send(.reachStep)
    if !monitor.hasReachStep { publish() }
  }

  /// Nothing stays frozen behind this program.
  func thawAtTheEnd() {
    guard let freezer = frozen?.freezer else { return }
    // There is nobody left to tell.
    try? ControlGroupKill.thaw(freezer)
  }
}

/// A control group that was frozen, and is not yet thawed.
struct FrozenGroup {
  let freezer: ReachPlace.Freezer?
  /// The thaw that was refused, and was not asked again yet.
  var refused: ReachQuestion?
  var isTold = false
}

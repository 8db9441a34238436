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
    if question.act == .freeze { frozen = question.place?.freezer }
    if reaches.ask(question) { return }
    // No thread is to be had, or all of them hang.
    answer(.reachAnswered(question, .failed(.noAnswer)))
  }

  func takeReachAnswers() {
    reaches.collect(at: MonotonicClock.now()) { question, said in
      switch said {
      // What could not be thawed is tried once more at the end.
      case .thawed(nil), .frozen(.some): frozen = nil
      case .members, .frozen(nil), .killed, .thawed(.some), .failed: break
      }
      answer(.reachAnswered(question, said))
    }
    carryOutEffects()
    publish()
  }

  /// A few members at a time: memory is looked at in between.
  func stepReach() {
    send(.reachStep)
    if !monitor.hasReachStep { publish() }
  }

  /// Nothing stays frozen behind this program.
  func thawAtTheEnd() {
    guard let frozen else { return }
    // There is nobody left to tell.
    try? ControlGroupKill.thaw(frozen)
  }
}

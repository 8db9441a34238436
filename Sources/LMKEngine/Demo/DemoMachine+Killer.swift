import LMKCore

/// The killer of an invented machine: it touches nobody.
extension DemoMachine {
  /// Carries out what the monitor wants done.
  ///
  /// - Returns: what a real killer would answer, in this order.
  mutating func answer(_ effect: Effect) -> [Event] {
    switch effect {
    case .bind(let key):
      guard process(key) != nil else { return [.failed(key, .gone, .binding)] }
      change(key) { $0.isAwaited = true }
      return [.bound(key)]
    case .confirm(let key):
      guard let process = process(key) else { return [.failed(key, .gone, .scan)] }
      change(key) { $0.isAwaited = true }
      let confirmation = Confirmation(
        adj: process.adj, rssPages: Int(process.rss), sharedPages: Int(process.shared),
        memory: memory)
      return [.confirmed(key, confirmation, Work(filesRead: 5, nanoseconds: 70_000))]
    case .signal(let key, let signal, let purpose):
      guard let process = process(key), process.endsAt.map({ $0 > time }) ?? true else {
        return [.failed(key, .gone, purpose)]
      }
      let ends = signal == .kill || signal.mayEnd && !process.isStubborn
      let end = time + 0.15 + process.rss / (30_000 * DemoCast.pagesPerMiB)
      change(key) {
        $0.isAwaited = true
        if ends { $0.endsAt = min($0.endsAt ?? end, end) }
      }
      return [.signalled(key, signal, purpose)]
    case .setAdj(let key, let adj):
      guard let process = process(key) else { return [.adjNotSet(key, adj, .gone)] }
      // As for an ordinary user: going up is free.
      guard adj >= min(process.adj, 0) else {
        return [.adjNotSet(key, adj, .refused(.accessDenied))]
      }
      change(key) { $0.adj = adj }
      return [.adjSet(key, from: process.adj, to: adj)]
    case .askReach(let question):
      return [.reachAnswered(question, .failed(.cannotKill(.live)))]
    case .bindMember(let key): return [.failed(key, .gone, .binding)]
    case .runHook(let call): return [.hookEnded(call, .exited(status: 0))]
    case .release, .follow, .adoptRules, .journal, .armed, .disarmed, .setInterval: return []
    }
  }
}

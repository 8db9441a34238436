import LMKCore

extension EngineLoop {
  /// Writes an adj that was asked for by hand, to a process that is bound.
  func writeAdj(_ adj: OOMScoreAdj, of key: ProcessKey) {
    guard targets != nil else { return answer(.adjNotSet(key, adj, .error(.notSupported))) }
    guard proof.holds(key) else { return answer(.adjNotSet(key, adj, .outsideScope)) }
    do throws(KillFailure) {
      guard let before = try targets?.setAdj(adj, of: key) else { return }
      answer(.adjSet(key, from: before, to: adj))
    } catch {
      answer(.adjNotSet(key, adj, error))
    }
  }
}

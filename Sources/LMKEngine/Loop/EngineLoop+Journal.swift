import LMKCore
import LMKLinux

/// The journal's thread, as the engine sees it.
extension EngineLoop {
  /// `nil`: none is wanted, or there is no thread for it, which becomes a capability.
  static func startJournal(_ configuration: EngineConfiguration) -> JournalWriter? {
    guard configuration.journal.isWanted else { return nil }
    do {
      let writer = try JournalWriter(
        configuration.journal, pageSize: configuration.monitor.pageSize)
      try writer.start()
      return writer
    } catch {
      return nil
    }
  }

  /// What can be written, at the start.
  func journalCapabilities() -> [Capability] {
    if let journal { return journal.startingCapabilities() }
    guard configuration.journal.isWanted else { return [] }
    return [Capability(.journal, isAvailable: false, reason: "no thread can be had to write it")]
  }

  /// Whether it can be written, when that has changed, and what is missing in it.
  func takeJournalNews() {
    guard let (capabilities, lost) = journal?.takeNews() else { return }
    for capability in capabilities { send(.capability(capability)) }
    if lost > 0 { send(.journalLost(lost)) }
  }
}

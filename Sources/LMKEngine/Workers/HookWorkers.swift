import LMKCore
import LMKLinux

/// What the workers ring when a hook has ended.
final class HookBell: Sendable {
  let event: EventDescriptor

  init() throws(Errno) { event = try EventDescriptor() }
}

/// The workers of both hooks: one that hangs after a kill must not hold the next one's signal back.
final class HookWorkers: Sendable {
  /// Readable when a hook has ended: empty it, then take the reports.
  let bell: HookBell
  private let before: HookWorker?
  private let after: HookWorker?

  /// `nil`: there are no hooks. Starts the threads.
  init?(_ configuration: EngineConfiguration) throws(Errno) {
    let hooks = configuration.hooks
    if hooks.before.isEmpty && hooks.after.isEmpty { return nil }
    let bell = try HookBell()
    let words = configuration.journal.words
    func worker(_ command: [String], _ limit: Duration) throws(Errno) -> HookWorker? {
      guard !command.isEmpty else { return nil }
      let worker = try HookWorker(
        command, within: limit, pageSize: configuration.monitor.pageSize, done: bell
      ) { call in
        let entry = JournalEntry(
          sequence: 0, at: Instant(nanoseconds: 0), kind: .intent(call.record))
        return words?(entry).sentence ?? ""
      }
      try worker.start()
      return worker
    }
    self.bell = bell
    before = try worker(hooks.before, hooks.limit)
    after = try worker(hooks.after, Hooks.afterLimit)
  }

  /// `false`: it was not taken.
  func call(_ call: HookCall) -> Bool {
    switch call.phase {
    case .before: before?.call(call) ?? false
    case .after: after?.call(call) ?? false
    }
  }

  func takeReport() -> HookWorker.Report? { before?.takeReport() ?? after?.takeReport() }

  func finish() {
    before?.finish()
    after?.finish()
  }
}

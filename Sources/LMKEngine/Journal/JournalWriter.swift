import LMKCore
import LMKLinux
import Synchronization

/// Takes journal entries from the engine, and lets a thread of its own write them: a disk that
/// stalls must not stall the engine.
///
/// Started, fed and finished by the engine's thread.
final class JournalWriter: @unchecked Sendable {
  /// Intents that may wait for the thread, each with who stood first.
  private static let decisionCapacity = 32

  private let queue: Ring<JournalEntry>
  /// In the order of their intents, which carry the same number.
  private let decisions = Ring<Decision>(capacity: decisionCapacity)
  private let wake: EventDescriptor
  /// Signalled by the thread when it ends.
  private let ended: EventDescriptor
  private let stopping = Atomic<Bool>(false)
  /// Entries that did not reach the file, and were not told of yet.
  private let lost = Atomic<Int>(0)
  /// The errno of the last write; 0: it went well.
  private let fileTrouble = Atomic<Int32>(0)
  private let socketTrouble = Atomic<Int32>(0)
  private let settings: JournalSettings
  // The engine's.
  private var hasNewEntries = false
  private var news: JournalNews
  // The thread's, from `start` on.
  private var sinks: JournalSinks
  private var nextDecision: Decision?
  private var thread: StartedThread?

  init(_ settings: JournalSettings, pageSize: Int) throws(Errno) {
    self.settings = settings
    queue = Ring(capacity: settings.queueCapacity)
    wake = try EventDescriptor()
    ended = try EventDescriptor()
    news = JournalNews(settings)
    sinks = JournalSinks(settings, pageSize: pageSize)
  }

  /// Opens what is to be written, and starts the thread. What cannot be opened is a capability, and
  /// is tried again with each entry.
  ///
  /// - Throws: what starting the thread said; then nothing runs.
  func start() throws(Errno) {
    noteTroubles(sinks.open())
    thread = try startThread(name: "lmktop-journal", stackBytes: 256 * 1024) { [self] in run() }
  }

  // MARK: The engine's thread

  /// Puts an entry into the ring; a full ring loses it, and it is counted. Allocates nothing, and
  /// makes no system call: the thread is woken by `wakeIfNeeded`, after the signal.
  ///
  /// - Parameter decision: who stood first, if it is an intent of this very entry.
  func append(_ entry: JournalEntry, _ decision: borrowing Decision) {
    if case .intent = entry.kind, decision.sequence == entry.sequence {
      // A full ring: the intent is told without them.
      _ = decisions.push(copy decision)
    }
    if !queue.push(entry) { lost.wrappingAdd(1, ordering: .relaxed) }
    hasNewEntries = true
  }

  func wakeIfNeeded() {
    guard hasNewEntries else { return }
    hasNewEntries = false
    wake.signal()
  }

  /// What can be written, at the start.
  func startingCapabilities() -> [Capability] {
    news.begin(
      file: fileTrouble.load(ordering: .relaxed), socket: socketTrouble.load(ordering: .relaxed))
  }

  /// What has changed since the last call: capabilities, and how many entries are missing.
  func takeNews() -> (capabilities: [Capability], lost: UInt64) {
    news.take(
      file: fileTrouble.load(ordering: .relaxed), socket: socketTrouble.load(ordering: .relaxed),
      lost: lost)
  }

  /// Lets the thread write what is queued and end; waits a second for that, and no longer: a disk
  /// that stalls must not keep the program from leaving.
  func finish() {
    stopping.store(true, ordering: .releasing)
    wake.signal()
    do {
      var epoll = try Epoll()
      try epoll.add(ended.raw, .readable, token: 0)
      try epoll.wait(timeoutMilliseconds: 1000)
    } catch {
      // Without a descriptor to wait with there is no waiting: what is queued is written or not.
    }
    thread = nil
  }

  // MARK: The thread

  private func run() {
    defer { ended.signal() }
    guard var epoll = try? Epoll() else { return }  // no descriptor: nothing can be waited for
    do {
      try epoll.add(wake.raw, .readable, token: 0)
      while true {
        let isLast = stopping.load(ordering: .acquiring)
        drain()
        if isLast { return }
        try epoll.wait(timeoutMilliseconds: nil)
        try wake.drain()
      }
    } catch {
      // Its own epoll or eventfd failed, which no sound kernel does.
      fileTrouble.store(error.code, ordering: .relaxed)
    }
  }

  private func drain() {
    let wallOffset = MonotonicClock.wallOffset()
    while let entry = queue.pop() {
      let troubles = sinks.write(entry, decision(of: entry), wallOffset: wallOffset)
      if troubles.file != nil { lost.wrappingAdd(1, ordering: .relaxed) }
      noteTroubles(troubles)
    }
  }

  private func decision(of entry: JournalEntry) -> Decision? {
    guard case .intent = entry.kind else { return nil }
    // Those of intents that were lost come before it; one that comes after it waits for its own.
    while let decision = nextDecision.take() ?? decisions.pop() {
      if decision.sequence == entry.sequence { return decision }
      if decision.sequence > entry.sequence {
        nextDecision = decision
        return nil
      }
    }
    return nil
  }

  private func noteTroubles(_ troubles: JournalSinks.Troubles) {
    fileTrouble.store(troubles.file?.code ?? 0, ordering: .relaxed)
    socketTrouble.store(troubles.socket?.code ?? 0, ordering: .relaxed)
  }
}

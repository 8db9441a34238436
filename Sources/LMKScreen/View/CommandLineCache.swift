import LMKCore

/// One process that a frame showed.
public struct ShownProcess: Hashable, Sendable {
  public var key: ProcessKey
  /// As the snapshot had it.
  public var name: ProcessName

  public init(key: ProcessKey, name: ProcessName) {
    self.key = key
    self.name = name
  }

  init(_ candidate: Candidate) { self.init(key: candidate.key, name: candidate.name) }
}

/// The command lines of those that were shown lately, and whom to ask for next. A value: it reads
/// nothing.
public struct CommandLineCache: Sendable {
  /// What became of a question.
  public enum Answer: Hashable, Sendable {
    /// The line, as raw as it was read, and the name that the process had then.
    case line(String, ProcessName)
    /// There is none to be had: the process ended, or may not be read.
    case none
    /// The read did not come back in time.
    case hanging
    /// It could not be asked for: later.
    case unread
  }

  fileprivate struct Entry {
    var line: String?
    var name = ProcessName()
    var readAt: Instant?
    var isAsked = false
    var hangsUntil: Instant?
    /// The number of the frame that showed it last.
    var shown = 0
  }

  /// A screen shows some hundred; a line may have 4 KiB, so this many are never more than 16 MiB.
  public static let capacity = 4096
  /// What is still shown is read again after this: a program may rewrite its line.
  static let lifetime: Duration = .seconds(30)
  /// A process with another name than its line was read with is read again, but not at once again:
  /// the snapshot may be the one that is behind.
  static let retry: Duration = .seconds(1)
  /// One that hung is left alone for so long.
  static let rest: Duration = .seconds(10)

  private var entries: [ProcessKey: Entry] = [:]
  private var frames = 0

  public init() {}

  public var count: Int { entries.count }

  /// The line of a process, if it was read of the program that it runs.
  func line(of candidate: Candidate) -> String? {
    guard let entry = entries[candidate.key], entry.name == candidate.name else { return nil }
    return entry.line
  }

  func isHanging(_ key: ProcessKey) -> Bool { entries[key]?.hangsUntil != nil }

  /// A frame was drawn. Asks for what it showed and is not known, or is too old.
  ///
  /// - Parameter ask: `false`: not now; it is tried again with the next frame.
  public mutating func noteShown(
    _ processes: [ShownProcess], at now: Instant, ask: (ProcessKey) -> Bool
  ) {
    frames += 1
    for process in processes {
      var entry = entries[process.key] ?? Entry()
      entry.shown = frames
      if entry.isDue(process.name, at: now) { entry.isAsked = ask(process.key) }
      entries[process.key] = entry
    }
    if entries.count > Self.capacity { drop() }
  }

  /// Takes an answer.
  public mutating func note(_ key: ProcessKey, _ answer: Answer, at now: Instant) {
    // Who was dropped meanwhile was not shown for long.
    var entry = entries[key] ?? Entry()
    entry.isAsked = false
    switch answer {
    case .line(let line, let name):
      entry.line = line
      entry.name = name
      entry.readAt = now
      entry.hangsUntil = nil
    case .none:
      entry.line = nil
      entry.readAt = now
      entry.hangsUntil = nil
    case .hanging: entry.hangsUntil = now.advanced(by: Self.rest)
    case .unread: break
    }
    entries[key] = entry
  }

  /// The least recently shown quarter goes: seldom, and all at once. O(n log n).
  private mutating func drop() {
    let order = entries.sorted { $0.value.shown < $1.value.shown }
    for (key, _) in order.prefix(entries.count - Self.capacity * 3 / 4) { entries[key] = nil }
  }
}

extension CommandLineCache.Entry {
  fileprivate func isDue(_ shownName: ProcessName, at now: Instant) -> Bool {
    if isAsked { return false }
    if let hangsUntil, now < hangsUntil { return false }
    guard let readAt else { return true }
    let age = readAt.duration(to: now)
    if line != nil, name != shownName { return age >= CommandLineCache.retry }
    return age >= CommandLineCache.lifetime
  }
}

/// What others may ask.
extension Monitor {
  /// The last reading of a pid, so that a reader knows what is still true of it. O(1).
  public borrowing func reading(pid: Int32) -> ProcessReading? { table.reading(pid: pid) }

  /// How many processes are known.
  public var processCount: Int { table.count }

  public var isArmed: Bool { arming.isArmed }

  /// No row is crossed: there is time for what can wait.
  public var isAtEase: Bool { evaluation.active == nil }

  /// Who would die first if a row reached anybody.
  public var nextVictim: ProcessKey? { table.tree.first?.key }

  public var currentStatistics: Statistics { statistics }

  /// In pages; see `MemoryTerms`.
  public var currentHeadroom: Int { terms.headroom }

  public var fileTerm: FileTerm { configuration.fileTerm }

  /// Whether a death is under way, so that the page lists are worth reading at each sample.
  public var awaitsMemory: Bool { !deaths.isEmpty }

  /// Names the first law found broken; `nil`: all hold. O(n).
  public borrowing func checkInvariants() -> String? {
    if let broken = table.checkInvariants() { return broken }
    let automatic = deaths.count { $0.record.cause != .byHand }
    if statistics.pending != UInt64(automatic) { return "pending is not the deaths under way" }
    let kills = statistics.exited + statistics.pending + statistics.timedOut
    if statistics.kill.calls != kills { return "kill ≠ exited + pending + timed out" }
    return nil
  }
}

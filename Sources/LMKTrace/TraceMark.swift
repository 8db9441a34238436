import LMKCore

/// Something worth finding again: what the bar of a replay shows, and what a jump goes to.
public struct TraceMark: Hashable, Sendable, Recordable {
  public enum Kind: Hashable, Sendable {
    /// A row became the active one (index), or none.
    case level(Int?)
    /// A signal was sent, automatically or by hand.
    case kill(ProcessKey, ProcessName, Signal)
    /// An order by hand to so many, seen from one of them.
    case killMany(ProcessKey, ProcessName, KillReach, Signal, count: Int)
    /// Disarmed: who would have died.
    case wouldKill(ProcessKey, ProcessName)
    /// The kernel's own killer acted.
    case kernelKill
    case armed
    case disarmed
    /// The thresholds were changed.
    case edited
    /// So many events are missing here: they came faster than they could be written.
    case gap(UInt64)
  }

  public var at: Instant
  public var kind: Kind

  public init(at: Instant, _ kind: Kind) {
    self.at = at
    self.kind = kind
  }

  /// `nil`: the entry is not worth a mark.
  public init?(_ entry: JournalEntry) {
    at = entry.at
    switch entry.kind {
    case .levelChanged(_, let to, _): kind = .level(to)
    case .signalled(let record):
      kind = .kill(record.victim.key, record.victim.name, record.signal)
    case .reachSignalled(let record):
      let root = record.root
      kind = .killMany(
        root.key, root.name, record.reach, record.signal, count: record.signalled)
    case .wouldKill(let record): kind = .wouldKill(record.victim.key, record.victim.name)
    case .kernelKilled, .kernelKillsCounted: kind = .kernelKill
    case .armed: kind = .armed
    case .disarmed: kind = .disarmed
    case .edited, .thresholdsReplaced, .ruleAdopted: kind = .edited
    default: return nil
    }
  }

  public func write(to writer: inout ByteWriter) {
    writer.put(at)
    switch kind {
    case .level(let level):
      writer.put(byte: 0)
      writer.put(level)
    case .kill(let key, let name, let signal):
      writer.put(byte: 1)
      writer.put(key)
      writer.put(name)
      writer.put(signal)
    case .wouldKill(let key, let name):
      writer.put(byte: 2)
      writer.put(key)
      writer.put(name)
    case .kernelKill: writer.put(byte: 3)
    case .armed: writer.put(byte: 4)
    case .disarmed: writer.put(byte: 5)
    case .edited: writer.put(byte: 6)
    case .gap(let count):
      writer.put(byte: 7)
      writer.put(count)
    case .killMany(let key, let name, let reach, let signal, let count):
      writer.put(byte: 8)
      writer.put(key)
      writer.put(name)
      writer.put(reach)
      writer.put(signal)
      writer.put(count)
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    at = try reader.read()
    switch try reader.byte() {
    case 0: kind = .level(try reader.read())
    case 1: kind = .kill(try reader.read(), try reader.read(), try reader.read())
    case 2: kind = .wouldKill(try reader.read(), try reader.read())
    case 3: kind = .kernelKill
    case 4: kind = .armed
    case 5: kind = .disarmed
    case 6: kind = .edited
    case 7: kind = .gap(try reader.read())
    case 8:
      kind = .killMany(
        try reader.read(), try reader.read(), try reader.read(), try reader.read(),
        count: try reader.read())
    default: throw .invalid
    }
  }
}

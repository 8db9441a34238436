/// Names that come back after each kill: a supervisor starts them again, and killing them is in vain.
///
///     killed, and gone ──► one of the same name and owner is born within half a minute ──► respawned
struct RespawnLedger {
  private struct Entry {
    var name: ProcessName
    var uid: UInt32
    /// When one of this name was gone after a kill.
    var diedAt: Instant
    /// Nobody has come back since then.
    var isAwaited = true
    var times: UInt32 = 0
  }

  static let capacity = 16
  static let window: Duration = .seconds(30)

  private var entries: ContiguousArray<Entry> = []

  init() { entries.reserveCapacity(Self.capacity) }

  var isEmpty: Bool { entries.isEmpty }

  /// A victim of an automatic kill has ended. Of too many, the one that died first is forgotten.
  mutating func noteDeath(_ name: ProcessName, uid: UInt32, at now: Instant) {
    if let index = entries.firstIndex(where: { $0.name == name && $0.uid == uid }) {
      entries[index].diedAt = now
      entries[index].isAwaited = true
      return
    }
    if entries.count == Self.capacity {
      let oldest = entries.indices.min { entries[$0].diedAt < entries[$1].diedAt }
      if let oldest { entries.remove(at: oldest) }
    }
    entries.append(Entry(name: name, uid: uid, diedAt: now))
  }

  /// A process has this name now, and was born at that moment.
  /// - Returns: how many times the name has come back; `nil`: it has not by this one.
  mutating func noteBirth(_ name: ProcessName, uid: UInt32, at born: Instant) -> UInt32? {
    guard
      let index = entries.firstIndex(where: {
        $0.isAwaited && $0.name == name && $0.uid == uid
      }), entries[index].diedAt <= born,
      entries[index].diedAt.duration(to: born) <= Self.window
    else { return nil }
    entries[index].isAwaited = false
    entries[index].times += 1
    return entries[index].times
  }

  /// Whether it is worth a line: each of the first times, then more and more seldom.
  static func isTold(_ times: UInt32) -> Bool { times <= 3 || times & (times - 1) == 0 }
}

extension Monitor {
  /// A process is new, or has another name than before: a victim's, it may be.
  mutating func noteBirth(
    _ key: ProcessKey, at now: Instant, into effects: inout Effects
  ) {
    // The victim itself is read once more where its parent has not yet taken leave of it.
    guard let record = table.record(key), record.reading.state != .zombie,
      let bornAt = record.bornAt,
      let times = respawns.noteBirth(record.reading.name, uid: record.reading.uid, at: bornAt)
    else { return }
    statistics.respawned += 1
    if RespawnLedger.isTold(times) {
      self.record(.respawned(record.candidate, times: times), at: now, into: &effects)
    }
  }
}

extension RespawnLedger: Recordable {
  func write(to writer: inout ByteWriter) {
    writer.put(number: UInt64(entries.count))
    for entry in entries {
      writer.put(entry.name)
      writer.put(entry.uid)
      writer.put(entry.diedAt)
      writer.put(entry.isAwaited)
      writer.put(entry.times)
    }
  }

  init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init()
    for _ in 0..<(try reader.count(upTo: Self.capacity)) {
      let entry = Entry(
        name: try reader.read(), uid: try reader.read(), diedAt: try reader.read(),
        isAwaited: try reader.read(), times: try reader.read())
      // Nobody comes back so often, and one more time must still be countable.
      guard entry.times < 1 << 31 else { throw .invalid }
      entries.append(entry)
    }
  }
}

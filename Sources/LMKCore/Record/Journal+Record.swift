extension JournalEntry: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(number: sequence)
    writer.put(at)
    writer.put(kind)
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init(sequence: try reader.read(), at: try reader.read(), kind: try reader.read())
  }
}

extension JournalEntry.Kind: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(byte: place)
    switch self {
    case .started: break
    case .armed(let steps): writer.put(steps)
    case .armingRefused(let refusal): writer.put(refusal)
    case .disarmed(let reason): writer.put(reason)
    case .levelChanged(let from, let to, let terms):
      writer.put(from)
      writer.put(to)
      writer.put(terms)
    case .edited(let row, let from, let to):
      writer.put(row)
      writer.put(from)
      writer.put(to)
    case .thresholdsReplaced(let thresholds): writer.put(thresholds)
    case .ruleAdopted(let rule): writer.put(rule)
    case .ruleRefused(let words): writer.put(words)
    case .wouldKill(let record), .intent(let record), .signalled(let record),
      .recovered(let record):
      writer.put(record)
    case .failed(let record, let failure):
      writer.put(record)
      writer.put(failure)
    case .died(let record, let outcome):
      writer.put(record)
      writer.put(outcome)
    case .timedOut(let record, let after), .diedLate(let record, let after),
      .hookBegan(let record, let after):
      writer.put(record)
      writer.put(after)
    case .notBound(let key, let name, let failure):
      writer.put(key)
      writer.put(name)
      writer.put(failure)
    case .hookFailed(let phase, let record, let end):
      writer.put(phase)
      writer.put(record)
      writer.put(end)
    case .thresholdsWritten(let outcome): writer.put(outcome)
    case .journalLost(let count), .kernelKillsCounted(let count): writer.put(count)
    case .kernelKilled(let kill): writer.put(kill)
    case .pinned(let candidate), .unpinned(let candidate): writer.put(candidate)
    case .scopeLost(let words): writer.put(words)
    case .paused(let kills, let time, let held):
      writer.put(kills)
      writer.put(time)
      writer.put(held)
    case .reachIntent(let record), .reachSignalled(let record): writer.put(record)
    case .reachRefused(let record, let obstacle):
      writer.put(record)
      writer.put(obstacle)
    case .reachEnded(let record, let outcome):
      writer.put(record)
      writer.put(outcome)
    case .leftFrozen(let path, let errno):
      writer.put(path)
      writer.put(errno)
    case .adjWritten(let candidate, let from):
      writer.put(candidate)
      writer.put(from)
    case .adjRefused(let candidate, let to, let failure):
      writer.put(candidate)
      writer.put(to)
      writer.put(failure)
    case .respawned(let candidate, let times):
      writer.put(candidate)
      writer.put(times)
    case .hungUp: break
    case .leaving(let signal): writer.put(signal)
    case .recording(let isWritten, let reason):
      writer.put(isWritten)
      writer.put(reason)
    }
  }

  /// Never changes for a kind that was written once.
  private var place: UInt8 {
    switch self {
    case .started: 0
    case .armed: 1
    case .armingRefused: 2
    case .disarmed: 3
    case .levelChanged: 4
    case .edited: 5
    case .thresholdsReplaced: 6
    case .ruleAdopted: 7
    case .ruleRefused: 8
    case .wouldKill: 9
    case .intent: 10
    case .signalled: 11
    case .failed: 12
    case .recovered: 13
    case .died: 14
    case .timedOut: 15
    case .diedLate: 16
    case .notBound: 17
    case .hookBegan: 18
    case .hookFailed: 19
    case .thresholdsWritten: 20
    case .journalLost: 21
    case .kernelKilled: 22
    case .kernelKillsCounted: 23
    case .pinned: 24
    case .unpinned: 25
    case .scopeLost: 26
    case .paused: 27
    case .leaving: 28
    case .recording: 37
    case .reachIntent: 29
    case .reachSignalled: 30
    case .reachRefused: 31
    case .reachEnded: 32
    case .adjWritten: 33
    case .adjRefused: 34
    case .respawned: 35
    case .hungUp: 36
    case .leftFrozen: 38
    }
  }

  public init(from reader: inout ByteReader) throws(RecordDefect) {
    switch try reader.byte() {
    case 0: self = .started
    case 1: self = .armed(try reader.read())
    case 2: self = .armingRefused(try reader.read())
    case 3: self = .disarmed(try reader.read())
    case 4:
      self = .levelChanged(
        from: try reader.read(), to: try reader.read(), terms: try reader.read())
    case 5:
      self = .edited(row: try reader.read(), from: try reader.read(), to: try reader.read())
    case 6: self = .thresholdsReplaced(try reader.read())
    case 7: self = .ruleAdopted(try reader.read())
    case 8: self = .ruleRefused(try reader.read())
    case 9: self = .wouldKill(try reader.read())
    case 10: self = .intent(try reader.read())
    case 11: self = .signalled(try reader.read())
    case 12: self = .failed(try reader.read(), try reader.read())
    case 13: self = .recovered(try reader.read())
    case 14: self = .died(try reader.read(), try reader.read())
    case 15: self = .timedOut(try reader.read(), after: try reader.read())
    case 16: self = .diedLate(try reader.read(), after: try reader.read())
    case 17: self = .notBound(try reader.read(), try reader.read(), try reader.read())
    case 18: self = .hookBegan(try reader.read(), limit: try reader.read())
    case 19: self = .hookFailed(try reader.read(), try reader.read(), try reader.read())
    case 20: self = .thresholdsWritten(try reader.read())
    case 21: self = .journalLost(try reader.read())
    case 22: self = .kernelKilled(try reader.read())
    case 23: self = .kernelKillsCounted(try reader.read())
    case 24: self = .pinned(try reader.read())
    case 25: self = .unpinned(try reader.read())
    case 26: self = .scopeLost(try reader.read())
    case 27:
      self = .paused(kills: try reader.read(), try reader.read(), try reader.read())
    case 28: self = .leaving(try reader.read())
    case 29: self = .reachIntent(try reader.read())
    case 30: self = .reachSignalled(try reader.read())
    case 31: self = .reachRefused(try reader.read(), try reader.read())
    case 32: self = .reachEnded(try reader.read(), try reader.read())
    case 33: self = .adjWritten(try reader.read(), from: try reader.read())
    case 34:
      self = .adjRefused(try reader.read(), to: try reader.read(), try reader.read())
    case 35: self = .respawned(try reader.read(), times: try reader.read())
    case 36: self = .hungUp
    case 37: self = .recording(isWritten: try reader.read(), try reader.read())
    case 38: self = .leftFrozen(try reader.read(), try reader.read())
    default: throw .invalid
    }
  }
}

/// Effects are written to be compared: what one monitor wanted done, another must want too.
extension Effect {
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .bind(let key):
      writer.put(byte: 0)
      writer.put(key)
    case .confirm(let key):
      writer.put(byte: 1)
      writer.put(key)
    case .signal(let key, let signal, let purpose):
      writer.put(byte: 2)
      writer.put(key)
      writer.put(signal)
      writer.put(purpose)
    case .runHook(let call):
      writer.put(byte: 3)
      writer.put(call)
    case .release(let key):
      writer.put(byte: 4)
      writer.put(key)
    case .follow(let key):
      writer.put(byte: 5)
      writer.put(key)
    case .adoptRules(let book):
      writer.put(byte: 6)
      writer.put(book)
    case .journal(let entry):
      writer.put(byte: 7)
      writer.put(entry)
    case .armed: writer.put(byte: 8)
    case .disarmed: writer.put(byte: 9)
    case .setInterval(let interval):
      writer.put(byte: 10)
      writer.put(interval)
    case .setAdj(let key, let adj):
      writer.put(byte: 11)
      writer.put(key)
      writer.put(adj)
    case .askReach(let question):
      writer.put(byte: 12)
      writer.put(question)
    case .bindMember(let key):
      writer.put(byte: 13)
      writer.put(key)
    }
  }
}

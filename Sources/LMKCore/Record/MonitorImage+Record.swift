extension MonitorImage: Recordable {
  public func write(to writer: inout ByteWriter) {
    writer.put(signed: at.nanoseconds)
    let base = writer.base
    writer.base = at
    var copy = self
    do {
      try copy.pass(to: &writer)
    } catch {
      preconditionFailure("a writer finds no defect")
    }
    writer.base = base
  }

  /// - Throws: also where parts that must agree do not: no monitor that is made of it breaks a law of
  ///   its own.
  public init(from reader: inout ByteReader) throws(RecordDefect) {
    self.init()
    at = Instant(nanoseconds: try reader.read())
    let base = reader.base
    reader.base = at
    try pass(to: &reader)
    reader.base = base
    try check()
  }

  private mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&configuration)
    try coder.pass(&memory)
    try coder.pass(&terms)
    try coder.pass(&isBlind)
    try coder.pass(&evaluation)
    try coder.pass(&trend)
    try coder.pass(&arming)
    try coder.pass(&deaths)
    try coder.pass(&scanUnderWay)
    try coder.pass(&binding)
    try coder.pass(&stuck)
    try coder.pass(&handTarget)
    try coder.pass(&handSignal)
    try coder.pass(&capabilities)
    var named = NumberedGroups(groups)
    try coder.pass(&named)
    groups = named.groups
    try coder.pass(&pass)
    try coder.pass(&rotation)
    try coder.pass(&stallWatch)
    try coder.pass(&board)
    try coder.pass(&kernelKills)
    try coder.pass(&respawns)
    try coder.pass(&reach)
    try coder.pass(&reachRefusal)
    try coder.pass(&reachDeaths)
    try coder.pass(&reachNumber)
    try coder.pass(&reachOrder)
    try coder.pass(&demand)
    try coder.pass(&statistics)
    try coder.pass(&interval)
    try coder.pass(&stalls)
    try coder.pass(&entries)
    try coder.pass(&entryCount)
    try coder.pass(&memoirs)
    try coder.pass(&table)
  }

  private func check() throws(RecordDefect) {
    guard stalls.count <= Monitor.stallCapacity, entries.count <= Monitor.entryCapacity else {
      throw .invalid
    }
    guard evaluation.active.map(configuration.thresholds.allIndices.contains) ?? true else {
      throw .invalid
    }
    // They are counted on, and would overflow.
    guard reachNumber < 1 << 31, reachOrder < 1 << 31 else { throw .invalid }
    // The sums that `Monitor.checkInvariants` names.
    let automatic = deaths.count { $0.record.cause != .byHand }
    let kills = statistics.exited + statistics.pending + statistics.timedOut
    guard statistics.pending == UInt64(automatic), statistics.kill.calls == kills else {
      throw .invalid
    }
    guard rotation.begins >= 0, rotation.budget > 0, rotation.adjDebt >= 0, rotation.sweeps >= 0
    else { throw .invalid }
    var pids: Set<Int32> = []
    for case let record? in table.records {
      let pid = record.reading.key.pid
      guard pid > 0, pid < 1 << 22, pids.insert(pid).inserted else { throw .invalid }
    }
    var free: Set<Int32> = []
    for slot in table.freeSlots {
      guard table.records.indices.contains(Int(slot)), table.records[Int(slot)] == nil,
        free.insert(slot).inserted
      else { throw .invalid }
    }
  }
}

extension TableImage: FieldRecordable {
  static var blank: TableImage { TableImage() }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&records)
    try coder.pass(&freeSlots)
    try coder.pass(&relinks)
    try coder.pass(&nextRelease)
    try coder.pass(&ancestors)
    try coder.pass(&isScopeLost)
    var numbers = groupsInScope.sorted { $0.rawValue < $1.rawValue }
    try coder.pass(&numbers)
    groupsInScope = Set(numbers)
    var pinned = pins.sorted { ($0.pid, $0.startTime) < ($1.pid, $1.startTime) }
    try coder.pass(&pinned)
    pins = Set(pinned)
    var refused = DatedKeys(setAside)
    try coder.pass(&refused)
    setAside = refused.moments
  }
}

/// Who is set aside until when, in order of pids.
private struct DatedKeys: Recordable {
  var moments: [ProcessKey: Instant]

  init(_ moments: [ProcessKey: Instant]) { self.moments = moments }

  func write(to writer: inout ByteWriter) {
    writer.put(number: UInt64(moments.count))
    for (key, moment) in moments.sorted(by: {
      ($0.key.pid, $0.key.startTime) < ($1.key.pid, $1.key.startTime)
    }) {
      writer.put(key)
      writer.put(moment)
    }
  }

  init(from reader: inout ByteReader) throws(RecordDefect) {
    moments = [:]
    for _ in 0..<(try reader.count(upTo: RecordBounds.count)) {
      let key: ProcessKey = try reader.read()
      moments[key] = try reader.read(Instant.self)
    }
  }
}

/// A dictionary has no order; bytes that are compared need one.
private struct NumberedGroups: Recordable {
  var groups: [ControlGroupID: ControlGroup]

  init(_ groups: [ControlGroupID: ControlGroup]) { self.groups = groups }

  func write(to writer: inout ByteWriter) {
    writer.put(number: UInt64(groups.count))
    for number in groups.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
      writer.put(number)
      writer.put(groups[number]!)
    }
  }

  init(from reader: inout ByteReader) throws(RecordDefect) {
    groups = [:]
    let count = try reader.count(upTo: RecordBounds.count)
    for _ in 0..<count {
      let number: ControlGroupID = try reader.read()
      groups[number] = try reader.read(ControlGroup.self)
    }
  }
}

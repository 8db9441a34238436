/// A kill by hand of many, as it stands: all of it, so that a replay from a keyframe in its midst follows
/// it to its end.

extension ReachKill.Stage: RecordablePlace {
  static let places: [ReachKill.Stage] = [
    .looking, .shown, .freezing, .binding, .stopping, .sending, .ending,
  ]
}

extension ReachKill.MemberState: RecordablePlace {
  static let places: [ReachKill.MemberState] = [.found, .bound, .stopped, .signalled, .out]
}

extension ReachKill: FieldRecordable {
  static var blank: ReachKill {
    ReachKill(
      root: .nobody, reach: .process, question: 0, deadline: Instant(nanoseconds: 0))
  }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&root)
    try coder.pass(&reach)
    try coder.pass(&stage)
    try coder.pass(&preview)
    try coder.pass(&record)
    try coder.pass(&question)
    try coder.pass(&processGroup)
    try coder.pass(&place)
    var listed = ListedMembers(members)
    try coder.pass(&listed)
    let at = next
    forgetMembers()
    for member in listed.members {
      guard index(of: member.candidate.key) == nil else { throw .invalid }
      add(member.candidate)
      members[members.count - 1].state = member.state
    }
    next = at
    try coder.pass(&next)
    try coder.pass(&isFrozen)
    var endingAt = endingSince?.at
    var available = endingSince?.available ?? 0
    try coder.pass(&endingAt)
    try coder.pass(&available)
    endingSince = endingAt.map { ($0, available) }
    try coder.pass(&unwatched)
    try coder.pass(&hasIntent)
    try coder.pass(&deadline)
    try coder.pass(&isLeft)
    guard next >= 0, unwatched >= 0 else { throw .invalid }
  }
}

/// The members of a reach, without the places that are made of them.
private struct ListedMembers: Recordable {
  var members: ContiguousArray<ReachKill.Member>

  init(_ members: ContiguousArray<ReachKill.Member>) { self.members = members }

  func write(to writer: inout ByteWriter) {
    writer.put(number: UInt64(members.count))
    for member in members {
      writer.put(member.candidate)
      writer.put(member.state)
    }
  }

  init(from reader: inout ByteReader) throws(RecordDefect) {
    members = []
    for _ in 0..<(try reader.count(upTo: ReachKill.limit)) {
      members.append(
        ReachKill.Member(candidate: try reader.read(), state: try reader.read()))
    }
  }
}

extension ReachDeaths: FieldRecordable {
  static var blank: ReachDeaths {
    ReachDeaths(number: 0, record: .blank, sentAt: Instant(nanoseconds: 0))
  }

  mutating func pass(to coder: inout some FieldCoder) throws(RecordDefect) {
    try coder.pass(&number)
    try coder.pass(&record)
    try coder.pass(&outcome)
    try coder.pass(&pending)
    try coder.pass(&sentAt)
    try coder.pass(&isComplete)
  }
}

extension Candidate {
  /// What stands where one is to be read.
  static var nobody: Candidate {
    Candidate(ProcessReading(key: ProcessKey(pid: 0, startTime: 0)))
  }
}

import LMKCore
import LMKLinux
import LMKTestSupport
import Testing

@Suite("Messages of the proc connector")
struct ProcEventParserTests {
  private func parse(_ bytes: [UInt8]) -> ProcEventParser.Outcome {
    bytes.withUnsafeBytes { ProcEventParser.parse($0) }
  }

  private func subject(_ datagram: ConnectorDatagram) -> ProcEventParser.Subject? {
    guard case .message(let message) = parse(datagram.bytes()) else { return nil }
    return message.subject
  }

  static let all: [ConnectorDatagram] = [
    .fork(parent: 10, thread: 20, process: 20), .exec(thread: 20, process: 20),
    .user(thread: 20, process: 20, real: 1000, effective: 0),
    .name(thread: 20, process: 20, Array("Web Content".utf8)),
    .exit(thread: 20, process: 20, status: 9),
  ]

  @Test("Events of processes are told with their pids")
  func processes() {
    #expect(subject(Self.all[0]) == .event(.forked(parent: 10, child: 20)))
    #expect(subject(Self.all[1]) == .event(.execed(20)))
    #expect(subject(Self.all[2]) == .event(.userChanged(20, real: 1000, effective: 0)))
    #expect(subject(Self.all[3]) == .event(.renamed(20, ProcessName("Web Content"))))
    #expect(subject(Self.all[4]) == .event(.exited(20, status: 9)))
  }

  @Test("CPU, number and moment are those of the message")
  func frame() {
    var datagram = Self.all[0]
    datagram.cpu = 63
    datagram.sequence = .max
    datagram.time = 5_000_000_001
    guard case .message(let message) = parse(datagram.bytes()) else {
      Issue.record("no message")
      return
    }
    #expect(message.cpu == 63)
    #expect(message.sequence == .max)
    #expect(message.at == Instant(nanoseconds: 5_000_000_001))
  }

  @Test("What threads do is nothing, but that their ends are told apart")
  func threads() {
    #expect(subject(.fork(parent: 10, thread: 21, process: 20)) == .nothing)
    #expect(subject(.user(thread: 21, process: 20, real: 1, effective: 1)) == .nothing)
    #expect(subject(.name(thread: 21, process: 20, [65])) == .nothing)
    #expect(subject(.exit(thread: 21, process: 20, status: 0)) == .threadExit(20))
  }

  @Test("An exec is one of its process, whichever thread is named")
  func execByThread() {
    #expect(subject(.exec(thread: 21, process: 20)) == .event(.execed(20)))
  }

  @Test(
    "Sessions, groups, tracers and core dumps only count",
    arguments: [0x40, 0x80, 0x100, 0x4000_0000, 0x400])
  func others(what: UInt32) {
    #expect(subject(ConnectorDatagram(what: what, words: [20, 20])) == .nothing)
  }

  @Test("The answer to a request to listen, anybody's, says nothing and is numbered like the rest")
  func acknowledgement() {
    let bytes = ConnectorDatagram(what: 0, cpu: 3, words: [0]).bytes()
    guard case .message(let message) = parse(bytes) else {
      Issue.record("\(parse(bytes))")
      return
    }
    #expect(message.subject == .nothing)
    #expect(message.cpu == 3)
  }

  @Test("A name is any bytes up to its NUL")
  func hostileName() {
    let name: [UInt8] = [0x1B, 0x5B, 0x32, 0x4A, 0x0A, 0x29, 0xFF, 0x20]
    #expect(
      subject(.name(thread: 5, process: 5, name))
        == .event(.renamed(5, ProcessName(bytes: name))))
  }

  @Test("A datagram that is cut anywhere is malformed", arguments: all.indices)
  func cut(index: Int) {
    let bytes = Self.all[index].bytes()
    for length in 0..<bytes.count { #expect(parse(Array(bytes[..<length])) == .malformed) }
    #expect(parse(bytes) == parse(bytes + [1, 2, 3, 4]))
  }

  @Test(
    "A shorter event of another kernel is read if all that matters is in it", arguments: all.indices
  )
  func shorterEvent(index: Int) {
    let whole = parse(Self.all[index].bytes())
    let needed = 16 + [16, 8, 16, 24, 12][index]
    for payload in 0...40 {
      let told = parse(Self.all[index].bytes(payload: payload))
      #expect(told == (payload >= needed ? whole : .malformed), "\(payload) bytes")
    }
    #expect(parse(Self.all[index].bytes(payload: 60)) == whole)
  }

  @Test("Lengths that lie, and other connectors' messages, are malformed")
  func lies() {
    let good = Self.all[0].bytes()
    let lies: [(place: Int, value: UInt8)] = [
      (0, 0), (0, 75), (0, 200), (3, 0xFF), (32, 200), (33, 0xFF), (32, 0),
    ]
    for (place, value) in lies {
      var bytes = good
      bytes[place] = value
      #expect(parse(bytes) == .malformed, "byte \(place) is \(value)")
    }
    var other = Self.all[0]
    other.index = 3
    #expect(parse(other.bytes()) == .malformed)
    other.index = 1
    other.value = 9
    #expect(parse(other.bytes()) == .malformed)
  }

  @Test("No bytes trap")
  func noise() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      var bytes = Self.all[Int.random(in: 0..<5, using: &generator)].bytes()
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] = .random(
          in: 0...255, using: &generator)
      }
      _ = parse(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator))))
    }
  }
}

@Suite("Numbers of messages")
struct SequenceLedgerTests {
  @Test("A gap is counted on its own CPU, and once")
  func gaps() {
    var ledger = SequenceLedger(processors: 2)
    #expect(ledger.note(cpu: 0, sequence: 100) == 0)
    #expect(ledger.note(cpu: 1, sequence: 7) == 0)
    #expect(ledger.note(cpu: 0, sequence: 101) == 0)
    #expect(ledger.note(cpu: 0, sequence: 105) == 3)
    #expect(ledger.note(cpu: 0, sequence: 106) == 0)
    #expect(ledger.note(cpu: 1, sequence: 9) == 1)
  }

  @Test("One that repeats or comes late is no gap, and makes none")
  func late() {
    var ledger = SequenceLedger(processors: 1)
    #expect(ledger.note(cpu: 0, sequence: 5) == 0)
    #expect(ledger.note(cpu: 0, sequence: 5) == 0)
    #expect(ledger.note(cpu: 0, sequence: 4) == 0)
    #expect(ledger.note(cpu: 0, sequence: 6) == 0)
  }

  @Test("The numbers go round")
  func wraps() {
    var ledger = SequenceLedger(processors: 1)
    #expect(ledger.note(cpu: 0, sequence: .max - 1) == 0)
    #expect(ledger.note(cpu: 0, sequence: .max) == 0)
    #expect(ledger.note(cpu: 0, sequence: 0) == 0)
    #expect(ledger.note(cpu: 0, sequence: 2) == 1)
    #expect(ledger.note(cpu: 0, sequence: 1) == 0)
  }

  @Test("More CPUs than expected are kept apart too; a number that cannot be is passed over")
  func processors() {
    var ledger = SequenceLedger(processors: 1)
    #expect(ledger.note(cpu: 300, sequence: 1) == 0)
    #expect(ledger.note(cpu: 300, sequence: 3) == 1)
    #expect(ledger.note(cpu: 299, sequence: 9) == 0)
    #expect(ledger.note(cpu: .max, sequence: 1) == 0)
    #expect(ledger.note(cpu: .max, sequence: 9) == 0)
  }

  @Test("What several drainings brought is their sum")
  func sum() {
    var sum = Drained()
    #expect(!sum.hasLost)
    var one = Drained()
    one.messages = 3
    one.missing = 2
    one.hasMore = true
    sum += one
    one.hasMore = false
    one.overruns = 1
    sum += one
    #expect(sum.messages == 6)
    #expect(sum.missing == 4)
    #expect(sum.overruns == 1)
    #expect(!sum.hasMore)
    #expect(sum.hasLost)
  }
}

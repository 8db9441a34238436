import LMKCore
import LMKTestSupport

/// An hour of shortages in a moment: processes are born, grow, change and end, memory falls and comes
/// back, and whoever is named is killed. Seeded, so that it is the same each time.
struct SyntheticStorm: ~Copyable {
  private(set) var monitor: Monitor
  private(set) var now = Instant(nanoseconds: 1_000_000_000_000)
  private var effects = Effects()
  private var random: SeededGenerator
  private var processes: [Int32: ProcessReading] = [:]
  private var nextPid: Int32 = 10
  private var free = 8000
  /// Every journal entry, in order.
  private(set) var entries: [JournalEntry] = []

  static let names = ["cc1plus", "firefox", "sh", "postgres", "java", "a\u{7}b"]

  private let count: Int
  /// An operator sits at it.
  var hasOperator = true

  /// - Parameter count: of processes at the beginning.
  init(seed: UInt64, count: Int = 60, configuration: MonitorConfiguration? = nil) {
    random = SeededGenerator(seed: seed)
    self.count = count
    var usual = MonitorConfiguration(
      thresholds: try! Thresholds([
        Level(minfreePages: 1000, adj: 0), Level(minfreePages: 2500, adj: 300),
        Level(minfreePages: 5000, adj: 700),
      ]))
    usual.noRelief = .pause(.seconds(2))
    usual.book = SampleEvents.book
    monitor = Monitor(configuration ?? usual, at: now)
  }

  func snapshotStatistics() -> Statistics { monitor.currentStatistics }

  mutating func listen(_ tap: any MonitorTap) { monitor.tap = tap }

  /// Lets `body` see the monitor between two events.
  borrowing func look(_ body: (borrowing Monitor, Instant) -> Void) { body(monitor, now) }

  mutating func begin() {
    send(.started)
    for name in [Capability.Name.pidfd, .tracepoints, .kernelLog, .procConnector] {
      send(.capability(Capability(name, isAvailable: true)))
    }
    send(.groupNamed(ControlGroupID(rawValue: 1), ControlGroup(memoryPath: "/a", unitPath: "/a")))
    send(.passBegan(.walk))
    for _ in 0..<count { bear() }
    send(.passEnded(met: processes.count, Work(filesRead: 300, nanoseconds: 9000)))
    send(.command(.arm))
  }

  /// One look at everything, a tenth of a second to a second later.
  mutating func tick() {
    now = now.advanced(by: .milliseconds(Int.random(in: 100...1000, using: &random)))
    send(.ticked(OwnCost(cpu: UInt64(now.nanoseconds / 100), residentPages: 1800)))
    send(.passBegan(Bool.random(using: &random) ? .sweep : .walk))
    for (pid, reading) in processes.sorted(by: { $0.key < $1.key }) {
      touch(pid, reading)
    }
    for _ in 0..<Int.random(in: 0...4, using: &random) { bear() }
    send(.passEnded(met: processes.count, Work(filesRead: processes.count, nanoseconds: 800)))
    free = max(0, min(20_000, free + Int.random(in: -2500...1500, using: &random)))
    sample()
    if hasOperator, Int.random(in: 0..<12, using: &random) == 0 { command() }
    if Int.random(in: 0..<15, using: &random) == 0 {
      send(.kernelKilled(KernelKill(scope: .machine, pid: 99, name: ProcessName("x")), by: .mark))
    }
  }

  private mutating func sample() {
    var memory = SampleEvents.memory
    memory.freePages = free
    memory.reservePages = 100
    memory.activeFilePages = free / 3
    memory.availablePages = free * 2
    memory.managedPages = 100_000
    memory.pressure?.some.total = UInt64(now.nanoseconds / 5000)
    send(.sampled(memory, Work(filesRead: 3, nanoseconds: 5000)))
  }

  private mutating func touch(_ pid: Int32, _ reading: ProcessReading) {
    var reading = reading
    switch Int.random(in: 0..<20, using: &random) {
    case 0:
      processes[pid] = nil
      send(Bool.random(using: &random) ? .vanished(pid: pid) : .exited(reading.key))
      return
    case 1...4:
      reading.rssPages = max(0, reading.rssPages + Int.random(in: -40...90, using: &random))
    case 5: reading.adj = OOMScoreAdj(Int.random(in: -1000...1000, using: &random))!
    case 6:
      reading.name = ProcessName(Self.names.randomElement(using: &random)!)
      send(.execed(pid: pid))
    case 7...12:
      send(.seen(pid: pid))
      return
    default: break
    }
    processes[pid] = reading
    send(.refreshed(reading, [.adj, .state]))
    while let question = monitor.nextRuleQuestion() {
      if Int.random(in: 0..<8, using: &random) == 0 {
        send(.notRuled(question.key, question: question.number))
      } else {
        let places = (0..<4).filter { _ in Int.random(in: 0..<6, using: &random) == 0 }
        send(
          .ruled(
            question.key, RuleEffect(of: places, in: SampleEvents.book),
            question: question.number))
      }
    }
  }

  private mutating func bear() {
    nextPid += 1
    let reading = ProcessReading(
      key: ProcessKey(pid: nextPid, startTime: UInt64(now.nanoseconds / 10_000_000)),
      uid: UInt32.random(in: 0...3, using: &random),
      adj: OOMScoreAdj(Int.random(in: 0...1000, using: &random))!,
      isKernelThread: nextPid % 20 == 0, rssPages: Int.random(in: 0...3000, using: &random),
      sharedPages: 20, name: ProcessName(Self.names.randomElement(using: &random)!),
      inode: UInt64(nextPid) * 7919)
    processes[nextPid] = reading
    send(.measured(reading))
    send(.grouped(reading.key, ControlGroupID(rawValue: 1)))
  }

  private mutating func command() {
    let someone = processes.keys.sorted().randomElement(using: &random).map { processes[$0]!.key }
    switch Int.random(in: 0..<7, using: &random) {
    case 0: send(.command(.arm))
    case 1: send(.command(.disarm(.byOperator)))
    case 2: if let someone { send(.command(.pin(someone))) }
    case 3: if let someone { send(.command(.unpin(someone))) }
    case 4: if let someone { send(.command(.bind(someone))) }
    case 5: if let someone { send(.command(.signal(someone, .terminate))) }
    default:
      let rows = try! Thresholds([
        Level(minfreePages: Int.random(in: 500...2000, using: &random), adj: 0),
        Level(minfreePages: 5000, adj: 400),
      ])
      send(.command(.setThresholds(rows, edited: nil)))
    }
  }

  /// Hands an event over, and plays the killer until nothing is wanted any more.
  private mutating func send(_ event: Event) {
    monitor.apply(event, at: now, into: &effects)
    var batch = Effects()
    while !effects.isEmpty {
      effects.take(into: &batch)
      for effect in batch.list { carryOut(effect) }
    }
  }

  private mutating func carryOut(_ effect: Effect) {
    // Every answer takes a moment.
    now = now.advanced(by: .microseconds(50))
    switch effect {
    case .bind(let key): monitor.apply(.bound(key), at: now, into: &effects)
    case .confirm(let key):
      guard let reading = processes[key.pid] else {
        monitor.apply(.failed(key, .gone, .scan), at: now, into: &effects)
        return
      }
      var memory = SampleEvents.memory
      memory.freePages = free
      memory.reservePages = 100
      memory.activeFilePages = free / 3
      memory.availablePages = free * 2
      let confirmation = Confirmation(
        adj: reading.adj, rssPages: reading.rssPages, sharedPages: reading.sharedPages,
        memory: memory)
      monitor.apply(
        .confirmed(key, confirmation, Work(filesRead: 2, nanoseconds: 900)), at: now,
        into: &effects)
    case .signal(let key, let signal, let purpose):
      if Int.random(in: 0..<9, using: &random) == 0 {
        monitor.apply(.failed(key, .refused(.notPermitted), purpose), at: now, into: &effects)
        return
      }
      monitor.apply(.signalled(key, signal, purpose), at: now, into: &effects)
      guard Int.random(in: 0..<3, using: &random) > 0 else { return }
      free += processes[key.pid]?.freesPages ?? 0
      processes[key.pid] = nil
      monitor.apply(.reaped(key, .done(after: .milliseconds(3))), at: now, into: &effects)
      monitor.apply(.exited(key), at: now, into: &effects)
    case .journal(let entry): entries.append(entry)
    default: break
    }
  }
}

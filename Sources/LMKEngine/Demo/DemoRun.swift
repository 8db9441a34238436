import LMKCore

/// The real monitor on an invented machine, for whoever has a clock: the demo's thread, or a picture
/// that wants the same moment again and again.
public struct DemoRun: ~Copyable {
  /// How long the machine has been up at the beginning, in seconds.
  static let age = 3.2 * 86_400
  public static let hostName = "invented"
  public static var userNames: [UInt32: String] { DemoCast.userNames }

  /// What a player would be called with.
  public static func commandLine(pid: Int32, name: ProcessName) -> String {
    DemoCast.commandLine(pid: pid, name: name)
  }

  private var monitor: Monitor
  private var machine = DemoMachine()
  private let start: Instant
  private var effects = Effects()
  private var batch = Effects()
  private var interval: Duration
  private var nextSample: Instant
  private var nextPass: Instant
  private var hasTold = false
  private var steps = 0

  /// - Parameter isReadOnly: nothing can be killed, nor anybody's adj be written.
  public init(at start: Instant, isReadOnly: Bool = false) {
    self.start = start
    let machine = machine
    var configuration = MonitorConfiguration(
      thresholds: .defaults(usablePages: machine.memory.usablePages, pageSize: 4096))
    configuration.book = DemoCast.book
    configuration.isReadOnly = isReadOnly
    configuration.boot = start.advanced(by: .seconds(-Self.age))
    interval = configuration.interval
    monitor = Monitor(configuration, at: start)
    nextSample = start
    nextPass = start
    begin()
  }

  private mutating func begin() {
    for name: Capability.Name in [
      .live, .pidfd, .procConnector, .tracepoints, .pressureTrigger, .reaping,
    ] {
      tell(.capability(Capability(name, isAvailable: true)), at: start)
    }
    tell(.started, at: start)
    for (index, path) in DemoCast.units.enumerated() {
      tell(
        .groupNamed(
          ControlGroupID(rawValue: Int32(index + 1)),
          ControlGroup(memoryPath: path, unitPath: path)), at: start)
    }
    advance(to: start)
  }

  /// Lets everything happen up to a moment. Steps of a tenth of a second; what takes longer than the
  /// step is made up for, but for more than a minute, as after a stop.
  ///
  /// - Returns: whether there is something new to see.
  @discardableResult
  public mutating func advance(to now: Instant) -> Bool {
    var isNew = false
    let due = Int(now.seconds(since: start) / DemoMachine.step)
    if due - steps > 600 { steps = due - 600 }
    while steps < due || !hasTold {
      let moment = hasTold ? start.advanced(by: .milliseconds(100 * (steps + 1))) : start
      if hasTold {
        steps += 1
        for event in machine.advance() { tell(event, at: moment) }
      }
      hasTold = true
      if moment >= nextPass {
        pass(at: moment)
        nextPass = moment.advanced(by: interval)
        isNew = true
      }
      if moment >= nextSample {
        tell(.sampled(machine.memory, Work(filesRead: 3, nanoseconds: 31_000)), at: moment)
        nextSample = moment.advanced(by: monitor.nextSample(after: moment))
      }
    }
    return isNew
  }

  /// An operator's command.
  public mutating func obey(_ command: Command, at now: Instant) {
    tell(.command(command), at: now)
  }

  public mutating func writeSnapshot(into snapshot: inout Snapshot, at now: Instant) {
    monitor.writeSnapshot(into: &snapshot, at: now)
  }

  public mutating func leave(_ signal: Signal?, at now: Instant) {
    tell(.leaving(signal), at: now)
  }

  borrowing func checkInvariants() -> String? { monitor.checkInvariants() }

  // MARK: Parts

  private mutating func pass(at now: Instant) {
    tell(.passBegan(.walk), at: now)
    for process in machine.processes {
      tell(.measured(process.reading), at: now)
      tell(.grouped(process.key, ControlGroupID(rawValue: Int32(process.unit))), at: now)
    }
    tell(
      .passEnded(
        met: machine.processes.count,
        Work(filesRead: machine.processes.count * 2, nanoseconds: 400_000)), at: now)
    while let question = monitor.nextRuleQuestion() {
      let matching = DemoCast.protected.contains(question.name) ? [0] : []
      tell(
        .ruled(
          question.key, RuleEffect(of: matching, in: DemoCast.book), question: question.number),
        at: now)
    }
    tell(.ticked(machine.cost), at: now)
  }

  /// Hands one event to the monitor, and lets the invented killer carry out what it wants done.
  private mutating func tell(_ event: Event, at now: Instant) {
    monitor.apply(event, at: now, into: &effects)
    while !effects.isEmpty {
      effects.take(into: &batch)
      for effect in batch.list {
        if case .setInterval(let duration) = effect { interval = duration }
        for answer in machine.answer(effect) {
          monitor.apply(answer, at: now, into: &effects)
        }
      }
    }
  }
}

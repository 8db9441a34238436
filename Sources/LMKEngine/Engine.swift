import LMKCore
import LMKLinux
import Synchronization

/// The engine, as its owner on the main thread sees it: a thread that watches and kills, a mailbox
/// with snapshots, a mailbox for commands.
///
/// The engine never touches the terminal and never waits for whoever does.
public final class Engine: Sendable {
  /// What leads to the end of the program.
  public enum Departure: Sendable, Hashable {
    /// One of `Front.departureSignals` arrived: leave at once.
    case signal(Signal)
    /// The loop failed; it has disarmed before.
    case failure(Errno)
  }

  let exchange: SnapshotExchange
  /// For a service.
  let notices = Ring<Notice>(capacity: 256)
  let lostNotices = Atomic<Int>(0)
  let commands = Ring<Command>(capacity: 64)
  let playbackCommands = Ring<PlaybackCommand>(capacity: 64)
  let commandWake: EventDescriptor
  let screenWake: EventDescriptor
  let stopRequested = Atomic<Bool>(false)
  let screenHasLeft = Atomic<Bool>(false)
  private let hasHungUp = Atomic<Bool>(false)
  private let departureCode = Atomic<Int32>(0)
  private let configuration: EngineConfiguration

  public init(_ configuration: EngineConfiguration) throws(Errno) {
    self.configuration = configuration
    // A service takes no snapshots.
    exchange = SnapshotExchange(
      capacity: configuration.front == .terminal ? configuration.monitor.capacity : 0)
    commandWake = try EventDescriptor()
    screenWake = try EventDescriptor()
  }

  /// Starts the engine's thread, and the journal's.
  public func start() throws(Errno) -> StartedThread {
    if let replay = configuration.replay {
      let loop = try ReplayLoop(replay, engine: self)
      return try startThread(name: "lmktop-replay", stackBytes: 1024 * 1024) { loop.run() }
    }
    if configuration.isDemo {
      let demo = try DemoLoop(configuration, engine: self)
      return try startThread(name: "lmktop-demo", stackBytes: 1024 * 1024) { demo.run() }
    }
    let loop = try EngineLoop(configuration, engine: self)
    return try startThread(name: "lmktop-engine", stackBytes: 1024 * 1024) { loop.run() }
  }

  /// Readable when there is a new snapshot or a departure.
  public var wakeDescriptor: Int32 { screenWake.raw }

  /// Why the program has to leave; `nil`: it does not.
  public var departure: Departure? {
    let code = departureCode.load(ordering: .acquiring)
    if code == 0 { return nil }
    return code > 0 ? .signal(Signal(rawValue: code)) : .failure(Errno(-code))
  }

  /// Empties the wake descriptor, and takes the newest snapshot. `false`: there is none.
  public func takeSnapshot() -> Bool {
    drainWake()
    return exchange.take()
  }

  /// The snapshot taken last. Nothing of it may be kept beyond `body`.
  public func withSnapshot<Result>(
    _ body: (borrowing Snapshot) throws -> Result
  ) rethrows -> Result {
    try exchange.withSnapshot(body)
  }

  /// Asks for a snapshot of the moment at which the engine hears this; it comes by the wake
  /// descriptor, as every snapshot does.
  public func askForSnapshot() { commandWake.signal() }

  /// The next notice, for a service; `nil`: there is none.
  public func nextNotice() -> Notice? { notices.pop() }

  /// How many notices were lost since the last call, because nobody took them in time.
  public func takeLostNotices() -> Int { lostNotices.exchange(0, ordering: .relaxed) }

  /// Empties the wake descriptor, and nothing else.
  public func drainWake() {
    // A failed read of an eventfd leaves it readable: the next wake comes at once.
    _ = try? screenWake.drain()
  }

  /// Hands a command over. `false`: the ring is full (the engine is busy); try again.
  @discardableResult
  public func send(_ command: Command) -> Bool {
    let isTaken = commands.push(command)
    commandWake.signal()
    return isTaken
  }

  /// The same, to a replay.
  @discardableResult
  public func send(_ command: PlaybackCommand) -> Bool {
    let isTaken = playbackCommands.push(command)
    commandWake.signal()
    return isTaken
  }

  /// Asks the engine to disarm, to write the journal's last lines, and to end its thread.
  public func stop() {
    stopRequested.store(true, ordering: .releasing)
    commandWake.signal()
  }

  /// The terminal is gone, and the engine goes on: the screen has to leave, and the program to wait
  /// for a departure.
  public var isAlone: Bool { hasHungUp.load(ordering: .acquiring) }

  func noteAlone() {
    hasHungUp.store(true, ordering: .releasing)
    screenWake.signal()
  }

  /// The terminal is restored: the engine need not do it.
  public func noteScreenLeft() { screenHasLeft.store(true, ordering: .releasing) }

  /// Never waits: a notice that finds no room is lost, and counted.
  func tell(_ notice: Notice) {
    if !notices.push(notice) { lostNotices.wrappingAdd(1, ordering: .relaxed) }
    screenWake.signal()
  }

  func depart(_ departure: Departure) {
    switch departure {
    case .signal(let signal): departureCode.store(signal.rawValue, ordering: .releasing)
    case .failure(let errno): departureCode.store(-errno.code, ordering: .releasing)
    }
    screenWake.signal()
  }
}

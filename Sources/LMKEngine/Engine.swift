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
    /// INT, TERM, HUP or QUIT arrived: leave the terminal, at once.
    case signal(Signal)
    /// The loop failed; it has disarmed before.
    case failure(Errno)
  }

  let exchange: SnapshotExchange
  let commands = Ring<Command>(capacity: 64)
  let commandWake: EventDescriptor
  let screenWake: EventDescriptor
  let stopRequested = Atomic<Bool>(false)
  let screenHasLeft = Atomic<Bool>(false)
  private let departureCode = Atomic<Int32>(0)
  private let configuration: EngineConfiguration

  public init(_ configuration: EngineConfiguration) throws(Errno) {
    self.configuration = configuration
    exchange = SnapshotExchange(capacity: configuration.monitor.capacity)
    commandWake = try EventDescriptor()
    screenWake = try EventDescriptor()
  }

  /// The signals that the engine takes; block them before any thread is made.
  public static let signals: [Signal] = [.interrupt, .terminate, .hangUp, .quit]

  /// Starts the engine's thread, and the journal's.
  public func start() throws(Errno) -> StartedThread {
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
    // A failed read of an eventfd leaves it readable: the next wake comes at once.
    _ = try? screenWake.drain()
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

  /// Hands a command over. `false`: the ring is full (the engine is busy); try again.
  @discardableResult
  public func send(_ command: Command) -> Bool {
    let isTaken = commands.push(command)
    commandWake.signal()
    return isTaken
  }

  /// Asks the engine to disarm, to write the journal's last lines, and to end its thread.
  public func stop() {
    stopRequested.store(true, ordering: .releasing)
    commandWake.signal()
  }

  /// The terminal is restored: the engine need not do it.
  public func noteScreenLeft() { screenHasLeft.store(true, ordering: .releasing) }

  func depart(_ departure: Departure) {
    switch departure {
    case .signal(let signal): departureCode.store(signal.rawValue, ordering: .releasing)
    case .failure(let errno): departureCode.store(-errno.code, ordering: .releasing)
    }
    screenWake.signal()
  }
}
